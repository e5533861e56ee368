/// How far replicas are behind, by when the position that each has replayed was the server's own.
///
/// The server's `replay_lag` stands still while a replica's replay does.
struct ReplicaLag {
  /// A server's write-ahead log as far as it is on disk, at a moment.
  private var positions: [(time: ContinuousClock.Instant, bytes: Double)] = []

  struct Replica: Sendable, Equatable {
    let name: String
    /// The position in the log that it has replayed.
    let bytes: Double
  }

  /// Takes in what was seen at a moment.
  ///
  /// - Returns: the replica that is furthest behind, and by how much at least; nil where all have
  ///   what there is.
  mutating func see(
    _ replicas: [Replica], position: Double, at time: ContinuousClock.Instant
  ) -> (replica: String, behind: Duration)? {
    positions.append((time, position))
    guard let last = replicas.min(by: { $0.bytes < $1.bytes }) else {
      positions.removeAll()
      return nil
    }
    // Of what all have replayed nobody needs to know when it was written.
    positions.removeAll { $0.bytes <= last.bytes }
    guard let oldest = positions.first else { return nil }
    return (last.name, time - oldest.time)
  }
}
