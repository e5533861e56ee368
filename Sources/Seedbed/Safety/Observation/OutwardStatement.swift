internal import SQLScript

extension Statement {
  /// Why the statement is not run in a shadow database: what it does would not stay there. Nil for
  /// one that may run.
  var reachOutside: String? {
    if reachesBeyondDatabase { return "it changes what all databases of the server share" }
    let words = words
    switch words.first {
    case "COPY" where copyData == nil && !words.contains("STDIN") && !words.contains("STDOUT"):
      return "it reads or writes the server's files"
    case "CREATE", "ALTER", "DROP":
      // With a user's mapping, foreign tables would lead to the real rows of another server.
      if words.dropFirst().starts(with: ["USER", "MAPPING"]) {
        return "it leads to another server"
      }
    default: break
    }
    if words.starts(with: ["CREATE", "EXTENSION"]) { return nil }
    if words.first == "IMPORT" { return "it reads another server" }
    return callOutside
  }

  /// The same for a replay, which is to make every object: what only defines one reaches nothing yet.
  var reachOutsideOfReplay: String? {
    switch words.first {
    case "CREATE", "ALTER", "DROP", "COMMENT", "GRANT", "REVOKE", "SECURITY", "SET": nil
    case "COPY" where copyData != nil: nil
    default: reachOutside
    }
  }

  /// Whether it makes a table or a view, and fills it by such a call.
  var fillsFromOutside: Bool {
    let words = words
    guard words.first == "CREATE", words.contains("AS"),
      words.prefix(4).contains(where: { ["MATERIALIZED", "TABLE"].contains($0) }),
      !words.contains("GENERATED"), callOutside != nil
    else { return false }
    return !ends(in: "DATA")
  }

  private var callOutside: String? {
    Self.outwardFunctions.first { mentions($0) }.map { "it calls \($0.lowercased())" }
  }

  /// Functions whose effect other sessions, databases or servers feel.
  private static let outwardFunctions = [
    "PG_TERMINATE_BACKEND", "PG_CANCEL_BACKEND", "PG_RELOAD_CONF", "PG_ROTATE_LOGFILE",
    "PG_SWITCH_WAL", "PG_PROMOTE", "PG_CREATE_LOGICAL_REPLICATION_SLOT",
    "PG_CREATE_PHYSICAL_REPLICATION_SLOT", "PG_DROP_REPLICATION_SLOT",
    "PG_REPLICATION_SLOT_ADVANCE", "PG_EXPORT_SNAPSHOT", "LO_EXPORT", "DBLINK",
  ]
}
