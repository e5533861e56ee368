/// The order in which tables are written: what is referred to before what refers to it.
enum SeedOrder {
  /// Groups of tables in their order, views after all others, as nothing says to what the rows that
  /// they write refer; the tables of one group refer to one another in a circle, or
  /// to themselves, and are written by one statement.
  ///
  /// Tarjan's algorithm; a table that refers only to itself is a group of its own.
  static func groups(of tables: [Table]) -> [[Int]] {
    let positions = Dictionary(
      tables.enumerated().map { ($1.oid, $0) }, uniquingKeysWith: { one, _ in one })
    let others = tables.indices.filter { tables[$0].kind != .view }
    let edges = tables.map { table in
      table.kind == .view ? others : table.foreignKeys.compactMap { positions[$0.table] }
    }
    return groups(edges: edges)
  }

  /// The same, where records may refer to others without a foreign key.
  static func groups(of seeds: [TableSeed]) -> [[Int]] {
    groups(
      edges: seeds.map { seed in
        let others = seed.table.foreignKeys.map(\.table) + seed.layout.lookups.map(\.table.oid)
        return others.compactMap { other in seeds.firstIndex { $0.table.oid == other } }
      })
  }

  /// - Parameter edges: for each table, the positions of those that it refers to.
  static func groups(edges: [[Int]]) -> [[Int]] {
    var search = Search(edges: edges)
    for table in edges.indices where search.index[table] == nil { search.visit(table) }
    return search.groups
  }

  private struct Search {
    let edges: [[Int]]
    var index: [Int?]
    var low: [Int]
    var onStack: [Bool]
    var stack: [Int] = []
    var groups: [[Int]] = []
    var next = 0

    init(edges: [[Int]]) {
      self.edges = edges
      index = Array(repeating: nil, count: edges.count)
      low = Array(repeating: 0, count: edges.count)
      onStack = Array(repeating: false, count: edges.count)
    }

    /// Without recursion: a chain of tables can be as long as the schema.
    mutating func visit(_ root: Int) {
      var work: [(table: Int, edge: Int)] = []
      open(root, &work)
      while let (table, edge) = work.last {
        if edge < edges[table].count {
          work[work.count - 1].edge += 1
          let other = edges[table][edge]
          if index[other] == nil {
            open(other, &work)
          } else if onStack[other] {
            low[table] = min(low[table], index[other] ?? low[table])
          }
        } else {
          work.removeLast()
          if let parent = work.last?.table { low[parent] = min(low[parent], low[table]) }
          if low[table] == index[table] { close(table) }
        }
      }
    }

    private mutating func open(_ table: Int, _ work: inout [(table: Int, edge: Int)]) {
      index[table] = next
      low[table] = next
      next += 1
      stack.append(table)
      onStack[table] = true
      work.append((table, 0))
    }

    private mutating func close(_ root: Int) {
      var group: [Int] = []
      while let table = stack.popLast() {
        onStack[table] = false
        group.append(table)
        if table == root { break }
      }
      groups.append(group.sorted())
    }
  }
}
