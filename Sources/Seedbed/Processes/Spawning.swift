internal import CSpawn

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

extension ChildProcess {
  func spawn(
    input: Int32, output: Int32, errors: Int32, inNewSession: Bool = false
  ) throws(Problem) -> pid_t {
    #if canImport(Glibc)
      var actions = posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #else
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
    #endif
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    if let directory { posix_spawn_file_actions_addchdir_np(&actions, directory) }
    for (source, target) in [(input, 0), (output, 1), (errors, 2)] as [(Int32, Int32)] {
      posix_spawn_file_actions_adddup2(&actions, source, target)
    }
    if let lock { posix_spawn_file_actions_adddup2(&actions, lock.descriptor, 3) }
    // What this process ignores or blocks, the child would ignore or block as well.
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    for signal in [SIGPIPE, SIGXFSZ, SIGINT, SIGTERM, SIGQUIT] { sigaddset(&signals, signal) }
    posix_spawnattr_setsigdefault(&attributes, &signals)
    var flags = Int32(POSIX_SPAWN_SETSIGMASK) | Int32(POSIX_SPAWN_SETSIGDEF)
    if inNewSession { flags |= Int32(SEEDBED_SPAWN_SETSID) }
    #if canImport(Glibc)
      posix_spawn_file_actions_addclosefrom_np(&actions, lock == nil ? 3 : 4)
    #else
      flags |= POSIX_SPAWN_CLOEXEC_DEFAULT
    #endif
    posix_spawnattr_setflags(&attributes, Int16(truncatingIfNeeded: flags))

    var child: pid_t = 0
    let code = withArguments { arguments, environment in
      posix_spawn(&child, executable, &actions, &attributes, arguments, environment)
    }
    guard code == 0 else { throw SystemCall.failure("run", executable, code: code) }
    return child
  }

  func withArguments<Result>(
    _ body: (
      UnsafePointer<UnsafeMutablePointer<CChar>?>, UnsafePointer<UnsafeMutablePointer<CChar>?>
    ) -> Result
  ) -> Result {
    var argumentList: [UnsafeMutablePointer<CChar>?] = ([executable] + arguments).map { strdup($0) }
    var variables: [UnsafeMutablePointer<CChar>?] = environment.map {
      strdup("\($0.key)=\($0.value)")
    }
    defer { for text in argumentList + variables { free(text) } }
    argumentList.append(nil)
    variables.append(nil)
    return body(argumentList, variables)
  }
}
