import Fields

/// Another statistic, kept for each initial time by itself: for scores that are a mean over initial times.
public struct ByInitTime<Part: Statistic>: Statistic {
  public static var name: String { "by_init_time.\(Part.name)" }

  public let part: Part

  public init(_ part: Part) {
    self.part = part
  }

  public var key: String { "by_init_time.\(part.key)" }
  public var columns: Set<PairColumn> { part.columns }

  public func accumulate(
    _ pairs: MatchedPairs, in positions: Range<Int>, into sums: inout InitTimeSums<Part.Result>
  ) {
    guard positions.contains(where: { pairs.weights[$0] != 0 }) else { return }
    part.accumulate(pairs, in: positions, into: &sums.parts[pairs.initTime.secondsSince1970, default: .init()])
  }
}

/// Sums at each initial time.
///
/// Stored as: number of initial times, then in order of time its seconds since 1970, how many numbers follow, and
/// the numbers of its sums.
public struct InitTimeSums<Part: Sums>: Sums {
  /// By seconds since 1970.
  var parts: [Int64: Part] = [:]

  public init() {}

  /// In order of time.
  var inOrder: [Part] { parts.sorted { $0.key < $1.key }.map(\.value) }

  public var n: Int { parts.values.reduce(0) { $0 + $1.n } }

  public mutating func merge(_ other: InitTimeSums) {
    for (time, part) in other.parts { parts[time, default: Part()].merge(part) }
  }

  public var numbers: [Double] {
    parts.sorted { $0.key < $1.key }.reduce(into: [Double(parts.count)]) { list, part in
      let numbers = part.value.numbers
      list += [Double(part.key), Double(numbers.count)]
      list += numbers
    }
  }

  public init?(numbers: [Double]) {
    guard let first = numbers.first, let count = Int(count: first) else { return nil }
    var position = 1
    for _ in 0..<count {
      guard position + 2 <= numbers.count, let time = Int64(exactly: numbers[position]),
        let size = Int(count: numbers[position + 1]), size <= numbers.count - position - 2,
        let part = Part(numbers: Array(numbers[position + 2..<position + 2 + size]))
      else { return nil }
      parts[time] = part
      position += 2 + size
    }
    guard position == numbers.count, parts.count == count else { return nil }
  }
}

extension InitTimeSums {
  /// The mean over initial times of a number that each has.
  ///
  /// Undefined where there is none, or where one initial time has no number: a mean without it would be of
  /// another sample.
  func mean(of score: (Part) -> Outcome) -> Outcome {
    guard !parts.isEmpty else { return .noPairs }
    var sum = 0.0
    for part in inOrder {
      switch score(part) {
      case .value(let x): sum += x
      case .undefined(let reason): return .undefined("an initial time has no score: \(reason)")
      }
    }
    return Outcome(sum / Double(parts.count))
  }
}
