/// How wide a neighbourhood is: `5 cells` a side, or `50km`.
public enum FieldScale: Hashable, Sendable {
  /// An odd number of them.
  case cells(Int)
  case metres(Double)
}

extension FieldScale: CustomStringConvertible, LosslessStringConvertible {
  public var description: String {
    switch self {
    case .cells(let count): count == 1 ? "1 cell" : "\(count) cells"
    case .metres(let metres): EventTolerance.text(metres: metres)
    }
  }

  /// Reads `1 cell`, `5 cells`, `50km` or `500m`; nil for anything else, and for an even number of cells.
  public init?(_ text: String) {
    let words = text.split(separator: " ")
    if words.count == 2, ["cell", "cells"].contains(words[1]) {
      guard let count = Int(words[0]), count > 0, !count.isMultiple(of: 2), count <= 1 << 20 else { return nil }
      self = .cells(count)
    } else {
      guard words.count == 1, let metres = EventTolerance.metres(words[0]), metres > 0 else { return nil }
      self = .metres(metres)
    }
  }
}

/// An event that is counted in neighbourhoods: `>=1 at 50km`.
public struct EventAtScale: Hashable, Sendable {
  public let threshold: Threshold
  public let scale: FieldScale

  public init(_ threshold: Threshold, at scale: FieldScale) {
    self.threshold = threshold
    self.scale = scale
  }
}

extension EventAtScale: CodedAsText {
  public static var expectedText: String {
    "an event at a scale like '>=1 at 50km', or at an odd number of cells like '>=1 at 5 cells'"
  }

  public var description: String { "\(threshold) at \(scale)" }

  /// Reads `>=1 at 50km`; nil for anything else.
  public init?(_ text: String) {
    let parts = text.split(separator: " at ").map(String.init)
    guard parts.count == 2, let threshold = Threshold(parts[0]), let scale = FieldScale(parts[1]) else { return nil }
    self.init(threshold, at: scale)
  }
}

extension EventAtScale: MeasuredParameter {
  public var hasUnit: Bool { threshold.hasUnit }

  public func converted(_ convert: (Double) -> Double) -> EventAtScale? {
    threshold.converted(convert).map { EventAtScale($0, at: scale) }
  }
}

extension Metric {
  /// Whether its event is counted in neighbourhoods of a scale.
  public var hasScale: Bool { (self as? any ParametricMetric)?.parameter is EventAtScale }
}
