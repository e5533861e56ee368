import Postgres
import Testing

@testable import Seedbed

struct DatabaseURLTests {
  @Test(arguments: [
    "postgres://ada:pw@db.example.com:6432/shop",
    "postgresql://ada:pw@db.example.com:6432/shop?connection_limit=5&pool_timeout=2",
    "postgresql+psycopg2://ada:pw@db.example.com:6432/shop",
    "host=db.example.com port=6432 user=ada password=pw dbname=shop",
  ])
  func `common forms mean the same`(text: String) throws {
    let url = try DatabaseURL(parsing: text, source: .option)
    #expect(url.target["host"] == "db.example.com")
    #expect(url.target["port"] == "6432")
    #expect(url.target["user"] == "ada")
    #expect(url.target["password"] == "pw")
    #expect(url.target["dbname"] == "shop")
    #expect(url.notes.isEmpty)
  }

  @Test func `Prisma's parameters are understood`() throws {
    let url = try DatabaseURL(
      parsing: """
        postgresql://u@h/d?schema=app%20one&pgbouncer=true&sslaccept=strict&sslmode=require\
        &sslcert=ca.pem&connect_timeout=5&socket_timeout=1&statement_cache_size=0
        """, source: .option)
    #expect(url.schema == "app one")
    #expect(url.isPooled)
    #expect(url.target["sslmode"] == "verify-full")
    #expect(url.target["sslrootcert"] == "ca.pem")
    #expect(url.target["sslcert"] == nil)
    #expect(url.target["connect_timeout"] == "5")
    #expect(url.notes.isEmpty)
  }

  @Test func `an unknown parameter is left out with a note that holds no value`() throws {
    let url = try DatabaseURL(
      parsing: "postgres://h/d?frobnicate=s3cret&sslmode=disable", source: .variable("DATABASE_URL")
    )
    #expect(
      url.notes == ["DATABASE_URL: the URL's parameter \"frobnicate\" is not known; left out"])
    #expect(url.target["sslmode"] == "disable")
  }

  @Test(arguments: [
    "postgres://u:s3cr@et@h/d", "postgres://u:s3cr/et@h/d", "postgres://u:s3cr?et@h/d",
    "postgres://u:s3cret@h:port/d", "postgres://u:s3cr%zzet@h/d", "mysql://u:s3cret@h/d",
    "prisma+postgres://h/?api_key=s3cret", "s3cret", "host='s3cret", "://s3cret", "s3cret=1",
  ])
  func `the error of a broken URL shows nothing of it`(text: String) throws {
    let problem = try #require(throws: Problem.self) {
      try DatabaseURL(parsing: text, source: .option)
    }
    #expect(problem.code == "database.bad_url")
    for part in ["s3cr", "et@h"] { #expect(!"\(problem)".contains(part)) }
  }

  @Test func `a URL made of a target leads back to it`() throws {
    let target = ConnectionTarget(parameters: [
      "host": "db.example.com", "port": "5433", "user": "a:da", "password": "p@ss/w?rd#%",
      "dbname": "my shop", "sslmode": "require",
    ])
    let again = try DatabaseURL(parsing: target.url(includingPassword: true), source: .option)
    #expect(again.target == target)
    #expect(!target.url().contains("p%40ss"))
  }

  @Test func `a socket's URL leads back to it`() throws {
    let target = ConnectionTarget(parameters: [
      "host": "/run/my sockets", "port": "5433", "user": "ada", "dbname": "shop",
    ])
    let again = try DatabaseURL(parsing: target.url(), source: .option)
    #expect(again.target == target)
  }
}
