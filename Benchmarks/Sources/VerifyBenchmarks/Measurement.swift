import Foundation

/// Runs work several times and keeps the best wall-clock time, so that a busy machine disturbs least.
func best(of repetitions: Int = 5, _ work: () throws -> Void) rethrows -> Double {
  var best = Double.infinity
  for _ in 0..<repetitions {
    let start = ContinuousClock.now
    try work()
    let elapsed = ContinuousClock.now - start
    best = min(best, Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18)
  }
  return best
}

/// A line of the table: what was done, how fast, and how that compares with a peer or a limit that was
/// measured in the same run.
struct Line {
  var name: String
  /// Units of work in a second.
  var rate: Double
  var unit: String
  var comparison: String = ""

  func print() {
    let rateText = rate >= 1e6 ? String(format: "%8.2f M", rate / 1e6) : String(format: "%8.1f k", rate / 1e3)
    Swift.print(name.padding(toLength: 58, withPad: " ", startingAt: 0), rateText, unit, comparison, separator: "  ")
  }
}

func heading(_ text: String) { print("\n\(text)\n" + String(repeating: "-", count: text.count)) }

/// Seeded and portable: the same numbers everywhere.
struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// The same for work that awaits.
func best(of repetitions: Int = 5, _ work: () async throws -> Void) async rethrows -> Double {
  var best = Double.infinity
  for _ in 0..<repetitions {
    let start = ContinuousClock.now
    try await work()
    let elapsed = ContinuousClock.now - start
    best = min(best, Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18)
  }
  return best
}

/// Runs work several times and keeps the least processor time, user and system, of all its threads: for
/// work on one core that waits for the disk or for others on the machine.
func leastProcessorTime(of repetitions: Int = 5, _ work: () throws -> Void) rethrows -> Double {
  var least = Double.infinity
  for _ in 0..<repetitions {
    let start = clock()
    try work()
    least = min(least, Double(clock() - start) / Double(CLOCKS_PER_SEC))
  }
  return least
}

/// What work made, and the seconds that it took by the clock; on one thread those of the processor, so that others on
/// the machine disturb least.
func timed<R>(on threads: Int = 2, _ work: () throws -> R) rethrows -> (made: R, seconds: Double) {
  let clock = threads == 1 ? CLOCK_PROCESS_CPUTIME_ID : CLOCK_MONOTONIC
  func now() -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
  let start = now()
  let made = try work()
  return (made, now() - start)
}

/// The middle of some numbers; traps where there are none.
func median(_ numbers: [Double]) -> Double { numbers.sorted()[numbers.count / 2] }
