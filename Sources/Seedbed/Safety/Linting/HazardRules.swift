/// All rules, in the order in which the documentation lists them.
enum HazardRules {
  static let all: [any HazardRule.Type] = [
    IndexBuild.self, Reindex.self, ColumnRewrite.self, ColumnScan.self, ColumnIndex.self,
    SetNotNull.self, CheckConstraint.self, ForeignKeyConstraint.self, UniqueConstraint.self,
    PrimaryKeyConstraint.self, ExclusionConstraint.self, ValidationUnderLock.self,
    DomainConstraint.self, ColumnType.self, PartitionAttached.self, PartitionCreated.self,
    MaterializedViewRefresh.self, TableRewrite.self, WorkUnderLock.self,
    UnboundedChange.self,
    RequiredColumn.self, Renaming.self, DroppedColumn.self, DroppedTable.self, DroppedView.self,
    DroppedDefault.self, DroppedNotNull.self, RowSecurity.self, Truncation.self,
    ConcurrentlyInTransaction.self, NewEnumValue.self,
    IndexDrop.self, PartitionDetached.self, SeveralTables.self, DynamicStatement.self,
  ]

  static var pages: [HazardPage] { all.map { $0.page } }

  static var ids: [String] { pages.map(\.id) }
}
