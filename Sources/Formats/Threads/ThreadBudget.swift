import Foundation
import Synchronization

/// How many threads the process may keep busy, shared by those that compute forecasts and those that
/// decode what they read.
///
/// A reader decodes on the thread of its caller, and on others only where the budget has some left. So
/// several forecasts that are read at a time do not each take all the cores. Values do not depend on it.
public enum ThreadBudget {
  private struct State {
    var limit = max(1, ProcessInfo.processInfo.activeProcessorCount)
    var busy = 0
  }

  private static let state = Mutex(State())
  @TaskLocal private static var isCounted = false

  /// The number of threads, at least 1; at first that of the processor's cores.
  public static var limit: Int {
    get { state.withLock { $0.limit } }
    set { state.withLock { $0.limit = max(1, newValue) } }
  }

  /// Counts the caller as busy for as long as `body` takes, whatever that reads or computes.
  public static func occupied<Result>(by body: () async throws -> Result) async rethrows -> Result {
    if isCounted { return try await body() }
    state.withLock { $0.busy += 1 }
    defer { giveBack(1) }
    return try await $isCounted.withValue(true, operation: body)
  }

  /// Counts the caller until `end(_:)`, unless it is counted already.
  static func begin() -> Bool {
    if isCounted { return false }
    state.withLock { $0.busy += 1 }
    return true
  }

  static func end(_ began: Bool) {
    if began { giveBack(1) }
  }

  /// Runs what is counted already, so that what it calls does not count it again.
  static func counted(_ body: () -> Void) { $isCounted.withValue(true, operation: body) }

  /// Takes threads beside the caller's, at most `wanted` and at most those left; how many they are.
  static func borrow(_ wanted: Int) -> Int {
    state.withLock { state in
      let threads = max(0, min(wanted, state.limit - state.busy))
      state.busy += threads
      return threads
    }
  }

  static func giveBack(_ threads: Int) {
    state.withLock { $0.busy -= threads }
  }
}
