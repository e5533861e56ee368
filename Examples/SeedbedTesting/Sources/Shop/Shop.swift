import Foundation

/// What is to be tested: an application with a database. This one speaks to it through `psql`, so that
/// the example needs no driver; any driver does that takes a URL.
public struct Shop: Sendable {
  private let url: String

  public init(url: String) { self.url = url }

  /// - Returns: the number of the order.
  public func order(by email: String, total: String) throws -> Int {
    let answer = try ask(
      """
      INSERT INTO orders (customer_id, total)
      SELECT id, \(total) FROM customers WHERE email = '\(email)' RETURNING id
      """)
    guard let number = Int(answer) else { throw Failure(description: "no customer \(email)") }
    return number
  }

  public func countOfOrders() throws -> Int { Int(try ask("SELECT count(*) FROM orders")) ?? 0 }

  public struct Failure: Error, CustomStringConvertible {
    public let description: String
  }

  private func ask(_ statement: String) throws -> String {
    let psql = Process()
    psql.executableURL = URL(filePath: "/usr/bin/env")
    psql.arguments = ["psql", "-XqAt", "-v", "ON_ERROR_STOP=1", url, "-c", statement]
    let (output, errors) = (Pipe(), Pipe())
    psql.standardOutput = output
    psql.standardError = errors
    try psql.run()
    let answer = try output.fileHandleForReading.readToEnd() ?? Data()
    let said = try errors.fileHandleForReading.readToEnd() ?? Data()
    psql.waitUntilExit()
    guard psql.terminationStatus == 0 else {
      throw Failure(description: String(decoding: said, as: UTF8.self))
    }
    return String(decoding: answer, as: UTF8.self).trimmingCharacters(in: .newlines)
  }
}
