internal import Postgres

/// What the connected role lacks for a table's records, from the catalog alone: before anything is
/// compared or written.
struct PrivilegeCheck {
  let seed: TableSeed
  let purpose: SeedReport.Purpose

  var problems: [Problem] {
    var problems: [Problem] = []
    let tables =
      [seed.table] + seed.layout.lookups.map(\.table)
      + seed.layout.randomReferences.map(\.table)
    var seen: Set<Int> = []
    for table in tables where seen.insert(table.oid).inserted {
      if !table.privileges.select { problems.append(lacking("SELECT", on: table)) }
      if table.hasRowSecurity { problems.append(hidden(table)) }
    }
    problems += unwritable
    guard purpose == .apply else { return problems }
    if seed.mode != .update {
      problems += lacking("INSERT", columns: seed.writtenColumns.filter { !$0.privileges.insert })
    }
    if seed.mode != .insert {
      problems += lacking("UPDATE", columns: seed.changedColumns.filter { !$0.privileges.update })
    }
    return problems
  }

  private func lacking(_ privilege: String, columns: [Column]) -> [Problem] {
    guard !columns.isEmpty else { return [] }
    let names = columns.map(\.sql).joined(separator: ", ")
    return [lacking("\(privilege) (\(names))", on: seed.table)]
  }

  private func lacking(_ privilege: String, on table: Table) -> Problem {
    Problem(
      "seed.missing_privilege", "the connected role lacks \(privilege) on \(table.name)",
      hint: "GRANT \(privilege) ON \(table.name.sql) TO …", at: seed.place)
  }

  /// The columns of a view that nothing can be written through.
  private var unwritable: [Problem] {
    guard let view = seed.table.view else { return [] }
    let inserted = seed.mode == .update ? [] : seed.writtenColumns
    let updated = seed.mode == .insert ? [] : seed.changedColumns
    let columns = seed.table.columns.filter { column in
      inserted.contains { $0.number == column.number } && !view.insertable.contains(column.number)
        || updated.contains { $0.number == column.number }
          && !view.updatable.contains(column.number)
    }
    return columns.map { column in
      Problem(
        "seed.unwritable_column",
        "\"\(column.name)\" of the view \(seed.table.name) cannot be written",
        hint: "leave it out, or name the table whose rows the view shows", at: seed.place)
    }
  }

  private func hidden(_ table: Table) -> Problem {
    Problem(
      "seed.row_security",
      "row security of \(table.name) hides rows from the connected role, so they cannot be compared",
      hint: "connect as the table's owner, or as a role with BYPASSRLS", at: seed.place)
  }
}

extension TableSeed {
  /// Where the first of its sections begins.
  var place: Problem.Location? { sections.first.map { $0.location($0.position) } }

  /// The columns that some record gives.
  fileprivate var writtenColumns: [Column] {
    table.columns.indices.filter { column in
      !table.columns[column].isGenerated && layout.fieldSets.contains { $0.gives(column) }
    }.map { table.columns[$0] }
  }

  /// Those of them that an existing row may get a new value in.
  fileprivate var changedColumns: [Column] {
    guard let key else { return [] }
    return RowExpressions(seed: self).comparedColumns(key).filter { !key.contains($0) }
      .map { table.columns[$0] }
  }
}
