/// How large a change of a score is: a part of the reference's score, or a number in the score's unit.
public enum GateSize: Hashable, Sendable, Codable {
  /// 0.01 is one per cent of the reference's score.
  case relative(Double)
  case absolute(Double)

  /// In the unit of the score. A part of a score that is zero or undefined is nothing.
  public func size(of reference: Double?) -> Double {
    switch self {
    case .relative(let part): part * abs(reference ?? 0)
    case .absolute(let size): size
    }
  }
}

/// `1%`, or `0.02` in the unit of the score.
extension GateSize: LosslessStringConvertible {
  public init?(_ text: String) {
    let number = text.prefix { $0 != "%" }
    guard let size = Double(number.filter { $0 != " " }), size.isFinite, size >= 0 else { return nil }
    switch text.dropFirst(number.count) {
    case "": self = .absolute(size)
    case "%": self = .relative(size / 100)
    default: return nil
    }
  }

  public var description: String {
    switch self {
    case .relative(let part): "\(rounded(part * 100).trimmed)%"
    case .absolute(let size): "\(size)"
    }
  }
}

extension String {
  /// `1.00` is `1`, `0.50` is `0.5`.
  fileprivate var trimmed: String {
    var text = Substring(self)
    while text.hasSuffix("0") { text = text.dropLast() }
    return String(text.hasSuffix(".") ? text.dropLast() : text)
  }
}
