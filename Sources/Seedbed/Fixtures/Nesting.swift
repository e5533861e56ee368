/// Where records stand that are nested in others, and how their rows belong together.
struct Nesting: Sendable {
  /// The records that they stand in.
  let parents: FixtureSection
  /// The table of those, by oid.
  let parentTable: Int
  /// The field that holds them, as it is written there.
  let field: String
  /// From their table to the parents'; its columns are filled in.
  let foreignKey: ForeignKey
  /// Where each of them only names a row of a third table: from the join table to that.
  var far: ForeignKey?
}
