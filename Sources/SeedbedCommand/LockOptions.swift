import ArgumentParser

/// What the commands that write have in common: only one of them at a time.
struct LockOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How long to wait for another run, before exit status 5.",
      discussion: "Default: 600. With 0 it does not wait.", valueName: "seconds"))
  var lockTimeout: Int?

  var patience: Duration { .seconds(lockTimeout ?? 600) }

  func validate() throws {
    if let lockTimeout, !(0...31_536_000).contains(lockTimeout) {
      throw ValidationError("--lock-timeout takes a number of seconds.")
    }
  }
}
