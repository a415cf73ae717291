/// Sums as bytes: their numbers as Float64, least significant byte first.
extension AnySums {
  public var bytes: [UInt8] {
    var bytes: [UInt8] = []
    let numbers = base.numbers
    bytes.reserveCapacity(numbers.count * 8)
    for number in numbers {
      withUnsafeBytes(of: number.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
    }
    return bytes
  }
}

extension Statistic {
  /// Reads back `AnySums.bytes`; an error where they cannot be this statistic's.
  public func sums(bytes: some Collection<UInt8>) throws(MetricsError) -> AnySums {
    guard bytes.count.isMultiple(of: 8) else {
      throw .unreadable(statistic: key, found: "\(bytes.count) bytes, not a multiple of 8")
    }
    var numbers: [Double] = []
    numbers.reserveCapacity(bytes.count / 8)
    var (bits, shift) = (UInt64(0), UInt64(0))
    for byte in bytes {
      bits |= UInt64(byte) << shift
      shift += 8
      guard shift == 64 else { continue }
      numbers.append(Double(bitPattern: bits))
      (bits, shift) = (0, 0)
    }
    return try sums(numbers: numbers)
  }

  /// Reads back `AnySums.numbers`; an error where they cannot be this statistic's.
  public func sums(numbers: [Double]) throws(MetricsError) -> AnySums {
    guard let result = Result(numbers: numbers) else {
      throw .unreadable(statistic: key, found: "\(numbers.count) numbers that do not fit it")
    }
    return AnySums(result, of: key)
  }
}

/// `{"statistic": "error_moments", "numbers": [2, 2, …]}`
extension AnySums: Codable {
  private enum CodingKeys: String, CodingKey {
    case statistic, numbers
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let key = try container.decode(String.self, forKey: .statistic)
    guard let statistic = Catalogue.statistic(ofKey: key) else { throw MetricsError.unknownStatistic(key) }
    base = try AnySums.decode(statistic, from: container)
    self.statistic = key
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(statistic, forKey: .statistic)
    try container.encode(base, forKey: .numbers)
  }

  private static func decode<S: Statistic>(
    _: S.Type, from container: KeyedDecodingContainer<CodingKeys>
  ) throws -> any Sums {
    try container.decode(S.Result.self, forKey: .numbers)
  }
}
