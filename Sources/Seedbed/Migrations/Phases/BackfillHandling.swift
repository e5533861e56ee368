/// What a run of migrations does about the backfills that lie beside them.
public enum BackfillHandling: Sendable {
  /// Leaves them for `seedbed backfill`; those of empty tables are done at once.
  case leave
  /// Runs each after its migration and before the next one.
  case inOrder
}
