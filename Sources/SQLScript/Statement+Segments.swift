extension Statement {
  /// Whether the server refuses the statement inside a transaction block (SQLSTATE 25001).
  ///
  /// Only what the text shows: `REINDEX TABLE` and `CLUSTER` of a partitioned table, and a `CALL`
  /// or `DO` that commits, are known to the server alone.
  public var standsAlone: Bool {
    var phrase = Phrase(self)
    switch phrase.takeWord() {
    case "VACUUM": return true
    case "CREATE": return phrase.createsAlone()
    case "DROP": return phrase.dropsAlone()
    case "ALTER": return phrase.altersAlone()
    case "REINDEX": return phrase.reindexesAlone()
    case "CLUSTER":
      _ = phrase.take("VERBOSE") || !phrase.takeOptions().isEmpty
      return phrase.isAtEnd
    case "DISCARD": return phrase.take("ALL")
    case "COMMIT", "ROLLBACK": return phrase.take("PREPARED")
    default: return false
    }
  }

  /// Whether what the statement makes can be used only after a commit: a value added to an enum
  /// (SQLSTATE 55P04).
  public var endsSegment: Bool {
    var phrase = Phrase(self)
    guard phrase.take("ALTER"), phrase.take("TYPE") else { return false }
    phrase.skipName()
    return phrase.take("ADD") && phrase.take("VALUE")
  }
}

extension Phrase {
  fileprivate mutating func createsAlone() -> Bool {
    _ = take("UNIQUE")
    switch takeWord() {
    case "DATABASE", "TABLESPACE": return true
    case "INDEX": return take("CONCURRENTLY")
    case "SUBSCRIPTION":
      let options = skip(past: "WITH") ? takeOptions() : [:]
      return !options.isOff("connect") && !options.isOff("create_slot")
    default: return false
    }
  }

  fileprivate mutating func dropsAlone() -> Bool {
    switch takeWord() {
    case "DATABASE", "TABLESPACE", "SUBSCRIPTION": true
    case "INDEX": take("CONCURRENTLY")
    default: false
    }
  }

  fileprivate mutating func altersAlone() -> Bool {
    switch takeWord() {
    case "SYSTEM": return true
    case "DATABASE":
      skipName()
      return take("SET") && take("TABLESPACE")
    case "TABLE":
      _ = take("IF") && take("EXISTS")
      _ = take("ONLY")
      skipName()
      _ = take(.asterisk)
      guard take("DETACH"), take("PARTITION") else { return false }
      skipName()
      return take("CONCURRENTLY")
    case "SUBSCRIPTION":
      skipName()
      return altersSubscriptionAlone()
    default: return false
    }
  }

  private mutating func altersSubscriptionAlone() -> Bool {
    switch takeWord() {
    case "REFRESH": return true
    case "SET", "ADD", "DROP":
      guard take("PUBLICATION") else {
        let options = takeOptions()
        return options["failover"] != nil || options["two_phase"] != nil
      }
      return !(skip(past: "WITH") && takeOptions().isOff("refresh"))
    default: return false
    }
  }

  fileprivate mutating func reindexesAlone() -> Bool {
    let options = takeOptions()
    if options["concurrently"] != nil, !options.isOff("concurrently") { return true }
    switch takeWord() {
    case "SCHEMA", "DATABASE", "SYSTEM": return true
    default: return take("CONCURRENTLY")
    }
  }
}

extension [String: String] {
  /// Whether a boolean option is given as `false`, `off` or `0`, the server's spellings.
  fileprivate func isOff(_ option: String) -> Bool {
    ["false", "off", "0"].contains(self[option]?.lowercased())
  }
}
