import FoundationEssentials

/// How much random input is tried. `SEEDBED_FUZZ=50` makes it fifty times as much, and
/// `SEEDBED_FUZZ_SEED` gives other input.
public enum FuzzEffort {
  public static let factor = number("SEEDBED_FUZZ") ?? 1
  public static let seed = UInt64(number("SEEDBED_FUZZ_SEED") ?? 20_260_101)

  private static func number(_ name: String) -> Int? {
    ProcessInfo.processInfo.environment[name].flatMap { Int($0) }.map { max($0, 1) }
  }
}
