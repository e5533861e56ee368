internal import Postgres

/// How the rows of a table are told apart in fixtures, and by what others refer to them.
struct RowIdentity: Equatable {
  enum Kind: Equatable {
    /// A unique key other than the primary one.
    case natural
    case primary
    /// No unique key: all columns that can be compared, together.
    case wholeRow
  }

  let kind: Kind
  /// The columns by `attnum`, in the order of the key.
  let columns: [Int]
  /// The primary key's only column, where it is left out: a new row gets another number, and
  /// everything refers by `columns`.
  let surrogate: Int?
  /// Values of these columns stand as they are, though they are foreign keys: written as references
  /// they would lead in a circle.
  var standsAsItIs = false
}

extension Table {
  /// The primary key's only column, where its values mean nothing by themselves: the server makes
  /// them, and they are no other row's.
  var surrogate: Column? {
    guard let columns = primaryKey?.columns, columns.count == 1,
      let index = columnIndex(number: columns[0]), self.columns[index].hasDefault,
      foreignKey(of: self.columns[index]) == nil
    else { return nil }
    return self.columns[index]
  }

  /// The unique keys that can name a row in a fixture, the best first: whole columns, none NULL,
  /// none that the server computes, and no secret.
  ///
  /// A key whose values the server makes up, as a random uuid, says less to a reader; else the
  /// shorter comes first, then the one that stands further to the left.
  func naturalKeys(excluding surrogate: Column?) -> [UniqueKey] {
    let usable = keys.filter { key in
      guard !key.isPrimary, key.identifiesRows, let columns = columns(of: key) else { return false }
      return columns.allSatisfy {
        $0.isNotNull && !$0.isGenerated && $0.number != surrogate?.number && !$0.looksSecret
      }
    }
    func rank(_ key: UniqueKey) -> (Int, Int, Int, String) {
      let columns = columns(of: key) ?? []
      return (
        columns.contains(where: \.hasDefault) ? 1 : 0, columns.count,
        columns.map(\.number).min() ?? 0, key.name
      )
    }
    return usable.sorted { rank($0) < rank($1) }
  }

  /// Nil where the key holds an expression.
  func columns(of key: UniqueKey) -> [Column]? {
    key.columns?.compactMap { number in columnIndex(number: number).map { columns[$0] } }
  }

  func column(number: Int) -> Column? { columnIndex(number: number).map { columns[$0] } }
}
