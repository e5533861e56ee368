#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Runs a job on a thread with room for deep recursion.
///
/// libpg_query writes a parse tree by recursion and does not look at how much stack is left: what
/// an 8 MB stack holds ends between 64,000 and 128,000 nested terms, and then in a crash. The memory
/// is only reserved; pages that are not reached cost nothing.
enum LargeStack {
  /// Enough for eight times what a text of `ParseTree.longestText` can nest.
  private static let sizes = [512 << 20, 128 << 20]

  /// nil where the system gives no such thread.
  static func run<Value: Sendable>(_ job: @escaping @Sendable () -> Value) -> Value? {
    for size in sizes {
      let errand = Errand(job)
      if start(errand, stackSize: size) { return errand.value }
    }
    return nil
  }

  private static func start<Value: Sendable>(_ errand: Errand<Value>, stackSize: Int) -> Bool {
    let attributes = UnsafeMutablePointer<pthread_attr_t>.allocate(capacity: 1)
    defer { attributes.deallocate() }
    guard pthread_attr_init(attributes) == 0 else { return false }
    defer { pthread_attr_destroy(attributes) }
    guard pthread_attr_setstacksize(attributes, stackSize) == 0 else { return false }
    let context = Unmanaged.passRetained(errand as AnyErrand)
    #if canImport(Glibc)
      var thread: pthread_t = 0
      let code = pthread_create(&thread, attributes, perform, context.toOpaque())
      guard code == 0 else {
        context.release()
        return false
      }
      pthread_join(thread, nil)
    #else
      var thread: pthread_t?
      let code = pthread_create(&thread, attributes, perform, context.toOpaque())
      guard code == 0, let thread else {
        context.release()
        return false
      }
      pthread_join(thread, nil)
    #endif
    return true
  }
}

/// What the thread is given: a class without a parameter, so that a C function can take it.
private class AnyErrand {
  func perform() {}
}

/// Written by the thread alone, and read only after the thread has been joined.
private final class Errand<Value: Sendable>: AnyErrand {
  private let job: @Sendable () -> Value
  private(set) var value: Value?

  init(_ job: @escaping @Sendable () -> Value) { self.job = job }

  override func perform() { value = job() }
}

#if canImport(Glibc)
  private func perform(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let context { Unmanaged<AnyErrand>.fromOpaque(context).takeRetainedValue().perform() }
    return nil
  }
#else
  private func perform(_ context: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
    Unmanaged<AnyErrand>.fromOpaque(context).takeRetainedValue().perform()
    return nil
  }
#endif
