internal import Dispatch
internal import Postgres
internal import Synchronization

/// Makes copies of a database's template, several at a time.
struct CloneMaking: Sendable {
  let database: Database
  /// The name of the template.
  let template: String

  /// How many the server copies at once: more do not make it faster, and each takes a session.
  private static let width = 4

  /// - Throws: the first problem; what was made until then is dropped again.
  func make(_ clones: [KeptDatabase]) throws {
    let failure = Mutex<Problem?>(nil)
    let next = Mutex(0)
    DispatchQueue.concurrentPerform(iterations: min(Self.width, clones.count)) { _ in
      do {
        let server = try database.maintenanceConnection(SilentProgress())
        try server.run(simple: "SET statement_timeout = 0; SET lock_timeout = 0")
        while let clone = take(clones, next), failure.withLock({ $0 == nil }) {
          try DatabaseCopying(server: server).copy(template, as: clone)
        }
      } catch {
        let problem = Problem.describing(error)
        failure.withLock { $0 = $0 ?? problem }
      }
    }
    guard let problem = failure.withLock({ $0 }) else { return }
    drop(clones.map(\.name))
    throw problem
  }

  private func take(_ clones: [KeptDatabase], _ next: borrowing Mutex<Int>) -> KeptDatabase? {
    next.withLock { index in
      defer { index += 1 }
      return index < clones.count ? clones[index] : nil
    }
  }

  /// Drops databases and ends the sessions with them. What cannot be dropped is left to the next run.
  func drop(_ names: [String]) {
    let next = Mutex(0)
    DispatchQueue.concurrentPerform(iterations: min(Self.width, names.count)) { _ in
      guard let server = try? database.maintenanceConnection(SilentProgress()) else { return }
      while let index = next.withLock({ index -> Int? in
        defer { index += 1 }
        return index < names.count ? index : nil
      }) {
        _ = try? DatabaseCopying(server: server).drop(names[index], force: true)
      }
    }
  }
}
