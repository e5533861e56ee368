/// Where a long job says how far it is; results never go through here.
public protocol Progress: AnyObject {
  /// Something worth knowing that stays on the screen.
  func note(_ text: String)
  /// What is being done now; shown once it takes more than half a second, until the next call.
  func activity(_ text: String)
  /// The job is over: a live line is taken away.
  func finished()
}

/// For callers that do not want to hear anything.
public final class SilentProgress: Progress {
  public init() {}
  public func note(_ text: String) {}
  public func activity(_ text: String) {}
  public func finished() {}
}
