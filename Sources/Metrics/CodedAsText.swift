/// A parameter that is coded as its text, such as `>=1`.
public protocol CodedAsText: Codable, LosslessStringConvertible {
  /// What the text should be, for an error about one that is not: `a threshold like '>=1'`.
  static var expectedText: String { get }
}

extension CodedAsText {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let known = Self(text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "'\(text)' is not \(Self.expectedText)")
    }
    self = known
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
