/// What a statistic keeps of the pairs: sums and counts that add.
///
/// A commutative monoid: `init()` is the identity, `merge` is associative and commutative to
/// rounding, and everything is in Float64. Coding loses no bit.
public protocol Sums: Codable, Equatable, Sendable {
  init()
  mutating func merge(_ other: Self)

  /// Pairs of non-zero weight that were added.
  var n: Int { get }

  /// All that it keeps, in the order its documentation gives: what is stored. Counts are whole numbers.
  var numbers: [Double] { get }

  /// The sums that `numbers` came from; nil where there are too few or too many of them, or where a
  /// count is no count.
  init?(numbers: [Double])
}

/// Coded as one list of numbers. What JSON cannot write as a number is text: `"inf"`, `"-inf"`, `"nan"`.
extension Sums {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let numbers = try container.decode([CodedNumber].self).map(\.value)
    guard let sums = Self(numbers: numbers) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "\(numbers.count) numbers are no \(Self.self)")
    }
    self = sums
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(numbers.map(CodedNumber.init))
  }
}

/// A number of any kind, as JSON can hold it.
struct CodedNumber: Codable {
  var value: Double

  init(_ value: Double) {
    self.value = value
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let number = try? container.decode(Double.self) {
      value = number
      return
    }
    let text = try container.decode(String.self)
    guard ["inf", "-inf", "nan"].contains(text), let number = Double(text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "'\(text)' is no number; expected one, or inf, -inf or nan")
    }
    value = number
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if value.isFinite {
      try container.encode(value)
    } else {
      try container.encode(value.isNaN ? "nan" : value > 0 ? "inf" : "-inf")
    }
  }
}

extension Int {
  /// A count that was stored as a Float64; nil where it is none.
  init?(count: Double) {
    guard count >= 0, let whole = Int(exactly: count) else { return nil }
    self = whole
  }
}
