public import Fields

/// How far in time and place an event may be from where it is looked for and still count.
///
/// Its text form is `3h 50km`; without a distance it is `3h`, without a time `50km`.
public struct EventTolerance: Hashable, Sendable {
  public let time: TimeSpan
  /// Along the surface, in metres.
  public let distance: Double

  /// Traps where one of them is negative or not finite.
  public init(time: TimeSpan = .zero, distance: Double = 0) {
    precondition(time >= .zero && distance >= 0 && distance.isFinite, "a tolerance of \(time) and \(distance) m")
    self.time = time
    self.distance = distance
  }
}

extension EventTolerance: CustomStringConvertible, LosslessStringConvertible {
  public var description: String {
    guard distance > 0 else { return time.description }
    let text = EventTolerance.text(metres: distance)
    return time > .zero ? "\(time) \(text)" : text
  }

  /// Reads `3h 50km`, `90min` or `500m`; nil for anything else.
  public init?(_ text: String) {
    var (time, distance): (TimeSpan?, Double?)
    let words = text.split(separator: " ")
    guard !words.isEmpty else { return nil }
    for word in words {
      if let metres = EventTolerance.metres(word), distance == nil {
        distance = metres
      } else if let last = word.last, last.isLetter, let span = TimeSpan(String(word)), span >= .zero, time == nil {
        time = span
      } else {
        return nil
      }
    }
    self.init(time: time ?? .zero, distance: distance ?? 0)
  }

  /// `50km`
  static func text(metres: Double) -> String {
    let kilometres = metres / 1000
    return "\(Int(exactly: kilometres).map(String.init) ?? String(kilometres))km"
  }

  /// Reads `50km` or `500m`; nil for anything else.
  public static func metres(_ text: some StringProtocol) -> Double? {
    for (unit, metres) in [("km", 1000.0), ("m", 1)] where text.hasSuffix(unit) {
      guard let number = Double(String(text.dropLast(unit.count))) else { return nil }
      let distance = number * metres
      return distance >= 0 && distance.isFinite ? distance : nil
    }
    return nil
  }
}

/// An event that is looked for within a tolerance: `>=10 within 3h 50km`.
public struct EventNearby: Hashable, Sendable {
  public let threshold: Threshold
  public let tolerance: EventTolerance

  public init(_ threshold: Threshold, within tolerance: EventTolerance) {
    self.threshold = threshold
    self.tolerance = tolerance
  }
}

extension EventNearby: CodedAsText {
  public static var expectedText: String { "an event within a tolerance like '>=10 within 3h 50km'" }

  public var description: String { "\(threshold) within \(tolerance)" }

  /// Reads `>=10 within 3h 50km`; nil for anything else.
  public init?(_ text: String) {
    let parts = text.split(separator: " within ").map(String.init)
    guard parts.count == 2, let threshold = Threshold(parts[0]), let tolerance = EventTolerance(parts[1]) else {
      return nil
    }
    self.init(threshold, within: tolerance)
  }
}
