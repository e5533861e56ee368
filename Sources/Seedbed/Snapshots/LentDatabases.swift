internal import Postgres

/// Copies of a project's template, lent for as long as this object lives.
///
/// A session with the server holds a lock on each name. It ends with the process, however that ends,
/// and the next run drops what nobody holds a lock on any more.
package final class LentDatabases {
  /// How they are made, which any number of tasks may do at once.
  package let lending: Lending
  private let server: Connection
  private let stem: String
  private var names: Set<String> = []
  /// How many were ever lent: no name comes twice.
  private var count = 0

  /// Makes the template where there is none, and drops what runs that are gone have left.
  package init(_ project: Project, _ database: Database, _ progress: any Progress) throws {
    do {
      server = try database.maintenanceConnection(progress)
      try server.run(simple: "SET statement_timeout = 0; SET lock_timeout = 0")
      try project.checkCopying(database)
      let template = try project.currentTemplate(of: database, server, progress)
      lending = Lending(database: database, template: template)
      stem = TemplateShelf.named(
        "seedbed_run", database.name, String(UInt32.random(in: 0...UInt32.max), radix: 36))
      progress.activity("dropping what earlier runs have left")
      try Housekeeping(server: server).run()
    } catch let error as PostgresError {
      throw Problem(error)
    }
  }

  /// A name for a database that is to be made, and is this process's from now on.
  package func reserve() throws -> String {
    count += 1
    let name = "\(stem)_\(count)"
    do throws(PostgresError) {
      _ = try NameLock.of(name).tryLock(on: server)
    } catch {
      throw Problem(error)
    }
    names.insert(name)
    return name
  }

  /// The database of that name is gone.
  package func forget(_ name: String) {
    _ = try? NameLock.of(name).unlock(on: server)
    names.remove(name)
  }

  /// Drops all of them; what cannot be dropped is left to the next run.
  package func dropAll() {
    lending.drop(Array(names))
    names = []
  }
}
