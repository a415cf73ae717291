import Fields
import Stations

/// How a table writes its times.
enum TableTime: Hashable {
  /// ISO 8601, or its digits alone: `2019-02-17T06:00Z`, `2019-02-17 06:00`, `2019021706`.
  case iso
  /// Seconds since 1970-01-01T00:00:00Z.
  case epoch
  /// Runs of `yyyy`, `MM`, `dd`, `HH`, `mm` and `ss` between other characters, which stand for themselves.
  case pattern([Piece])

  enum Piece: Hashable {
    case field(Field, width: Int)
    case literal(UInt8)
  }

  enum Field: UInt8, Hashable {
    case year = 121  // y
    case month = 77  // M
    case day = 100  // d
    case hour = 72  // H
    case minute = 109  // m
    case second = 115  // s
  }

  init(_ text: String?) throws(StationsError) {
    switch text {
    case nil, "iso": self = .iso
    case "epoch": self = .epoch
    case .some(let pattern):
      var pieces: [Piece] = []
      for byte in pattern.utf8 {
        guard let field = Field(rawValue: byte) else {
          pieces.append(.literal(byte))
          continue
        }
        if case .field(field, let width) = pieces.last {
          pieces[pieces.count - 1] = .field(field, width: width + 1)
        } else {
          pieces.append(.field(field, width: 1))
        }
      }
      for field in [Field.year, .month, .day] where !pieces.contains(where: { $0.isField(field) }) {
        throw StationsError(
          "--time-format",
          "'\(pattern)' is neither iso nor epoch nor a pattern with year, month and day like dd.MM.yyyy HH:mm")
      }
      self = .pattern(pieces)
    }
  }

  /// The time that a text says, or nil.
  func time(_ text: ByteText) -> UTCTime? {
    let text = text.trimmed
    switch self {
    case .iso: return text.isoTime ?? text.compactTime ?? UTCTime(text.string)
    case .epoch: return text.double.flatMap { Int64(exactly: $0.rounded()) }.map { UTCTime(secondsSince1970: $0) }
    case .pattern(let pieces):
      var date: [Field: Int] = [:]
      var i = 0
      for piece in pieces {
        switch piece {
        case .literal(let byte):
          guard i < text.count, text[i] == byte else { return nil }
          i += 1
        case .field(let field, let width):
          // A single letter takes one digit or two: 7.2.2019.
          var end = i
          while end < text.count, end < i + max(width, 2), ByteText.isDigit(text[end]) { end += 1 }
          guard end - i == width || width == 1, let value = text[i..<end].integer else { return nil }
          date[field] = value
          i = end
        }
      }
      guard i == text.count, let year = date[.year], let month = date[.month], let day = date[.day] else { return nil }
      return UTCTime(
        year: year, month: month, day: day, hour: date[.hour] ?? 0, minute: date[.minute] ?? 0,
        second: date[.second] ?? 0)
    }
  }
}

extension TableTime.Piece {
  fileprivate func isField(_ field: TableTime.Field) -> Bool {
    if case .field(field, _) = self { true } else { false }
  }
}

extension ByteText {
  /// A time as `yyyy-MM-ddTHH:mm`, with a blank for the `T`, with seconds, and with a `Z`; or nil.
  fileprivate var isoTime: UTCTime? {
    var end = count
    if end > 0, bytes[end - 1] | 0x20 == 122 { end -= 1 }
    guard end == 16 || end == 19, bytes[4] == 45, bytes[7] == 45, bytes[10] == 84 || bytes[10] == 32, bytes[13] == 58
    else { return nil }
    func number(_ offset: Int, _ width: Int) -> Int? {
      let part = field(at: offset, width: width)
      return part.isDigits ? part.integer : nil
    }
    guard let year = number(0, 4), let month = number(5, 2), let day = number(8, 2), let hour = number(11, 2),
      let minute = number(14, 2)
    else { return nil }
    var second = 0
    if end == 19 {
      guard bytes[16] == 58, let value = number(17, 2) else { return nil }
      second = value
    }
    return UTCTime(year: year, month: month, day: day, hour: hour, minute: minute, second: second)
  }
}
