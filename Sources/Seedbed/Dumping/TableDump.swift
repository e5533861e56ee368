internal import Postgres

/// How one table's rows become records: its fields, and the query that their texts come from.
struct TableDump {
  let table: Table
  let identity: RowIdentity
  private(set) var fields: [DumpField]
  /// The columns of `$key`; nil where the records' own columns leave no doubt.
  let key: [String]?
  let query: DumpQuery

  /// - Parameter writesDefaults: fields stand there even where they hold their column's default.
  init(
    _ table: Table, identities: RowIdentities, masks: DumpMasks, writesDefaults: Bool
  ) {
    self.table = table
    identity = identities[table]
    var query = DumpQuery(table: table)
    let own = identity
    let columns = Self.columns(of: table, own)
    fields = columns.map { column in
      DumpField(
        column,
        query.source(of: column, in: table, alias: "t", identities: identities, masks: masks),
        omission: own.columns.contains(column.number) || writesDefaults
          ? .never : DumpField.Omission(column))
    }
    query.order(identity, identities: identities)
    self.query = query
    key = Self.key(of: table, own)
  }

  /// Says when a field, by its position, is left out.
  mutating func leaveOut(_ field: Int, where omission: DumpField.Omission) {
    fields[field].omission = omission
  }

  /// The columns whose values are written.
  static func columns(of table: Table, _ identity: RowIdentity) -> [Column] {
    table.columns.filter { !$0.isGenerated && $0.number != identity.surrogate }
  }

  private static func key(of table: Table, _ identity: RowIdentity) -> [String]? {
    switch identity.kind {
    case .primary: return nil
    case .wholeRow: break
    case .natural:
      let written = Set(columns(of: table, identity).map(\.number))
      let others = table.keys.filter { key in
        key.identifiesRows && (key.columns ?? []).allSatisfy(written.contains)
      }
      if others.count == 1 { return nil }
    }
    return identity.columns.compactMap { table.column(number: $0)?.name }
  }
}

/// One member of a record.
struct DumpField {
  /// The name and the colon, as JSON.
  let label: [UInt8]
  let source: Source
  var omission: Omission
  let column: Column

  init(_ column: Column, _ source: Source, omission: Omission) {
    var label: [UInt8] = []
    JSONLiteral.append(string: Array(column.name.utf8)[...], to: &label)
    self.label = label + Array(": ".utf8)
    self.source = source
    self.omission = omission
    self.column = column
  }

  indirect enum Source {
    /// The query's column, as a value.
    case value(Int, ValueText, Masking?)
    /// The row that the query's column refers to, by its own fields; the plain value where there is
    /// no such row.
    case reference(Int, ValueText, [DumpField])
  }

  /// When a field is left out: a new row gets the same value without it.
  enum Omission {
    case never
    case null
    /// Where the value's text is that of the column's default.
    case value([UInt8])

    /// A default that is one constant is told by its text once the server has given it.
    init(_ column: Column) { self = column.hasDefault ? .never : .null }
  }
}

extension Column {
  /// The default where it is one constant: a literal or a word, with one cast at most.
  ///
  /// Anything else, as `now()` or `'now'::text::date`, may be another value for the next row.
  var constantDefault: String? {
    guard identity == nil, !isGenerated, let expression = defaultExpression else { return nil }
    var rest = expression[...]
    if rest.first == "'" {
      rest = rest.dropFirst()
      while let quote = rest.firstIndex(of: "'") {
        rest = rest[quote...].dropFirst()
        guard rest.first == "'" else { break }
        rest = rest.dropFirst()
      }
    } else {
      let word = rest.prefix { $0 != ":" }
      let isNumber = !word.isEmpty && word.allSatisfy { "0123456789.".contains($0) }
      guard isNumber || ["true", "false", "NULL"].contains(word) else { return nil }
      rest = rest.dropFirst(word.count)
    }
    if rest.isEmpty { return expression }
    guard rest.hasPrefix("::") else { return nil }
    let type = rest.dropFirst(2)
    return type.contains(":") || type.contains("'") ? nil : expression
  }
}
