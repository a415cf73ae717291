import Foundation

/// A value of a JSON document, with the literals `NaN` and `Infinity` that Python writes.
enum ZarrJSON: Sendable, Hashable, Codable {
  case null
  case boolean(Bool)
  case integer(Int)
  case number(Double)
  case text(String)
  case list([ZarrJSON])
  case object([String: ZarrJSON])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .boolean(value)
    } else if let value = try? container.decode(Int.self) {
      self = .integer(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .text(value)
    } else if let value = try? container.decode([ZarrJSON].self) {
      self = .list(value)
    } else {
      self = .object(try container.decode([String: ZarrJSON].self))
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .null: try container.encodeNil()
    case .boolean(let value): try container.encode(value)
    case .integer(let value): try container.encode(value)
    case .number(let value): try container.encode(value)
    case .text(let value): try container.encode(value)
    case .list(let items): try container.encode(items)
    case .object(let members): try container.encode(members)
    }
  }

  /// Reads a file; throws where it is no JSON.
  init(contentsOf url: URL, in store: URL) throws(FormatError) {
    let place = "metadata \(url.lastPathComponent)"
    do {
      let decoder = JSONDecoder()
      decoder.allowsJSON5 = true
      self = try decoder.decode(ZarrJSON.self, from: try Data(contentsOf: url))
    } catch is DecodingError {
      throw FormatError(store, place: place, "it is no readable JSON; the file is truncated or corrupt")
    } catch {
      throw FormatError(store, place: place, "can't be read: \(error.localizedDescription)")
    }
  }

  subscript(key: String) -> ZarrJSON? {
    if case .object(let members) = self { members[key] } else { nil }
  }

  var object: [String: ZarrJSON]? { if case .object(let members) = self { members } else { nil } }
  var list: [ZarrJSON]? { if case .list(let items) = self { items } else { nil } }
  var text: String? { if case .text(let text) = self { text } else { nil } }
  var integer: Int? {
    switch self {
    case .integer(let value): value
    case .number(let value): Int(exactly: value)
    default: nil
    }
  }
  var number: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }
  var integers: [Int]? {
    guard let list else { return nil }
    let numbers = list.compactMap(\.integer)
    return numbers.count == list.count ? numbers : nil
  }
}

extension CFAttributes {
  /// The attributes of a group or an array; lists and objects of other things than numbers are left out.
  init(_ json: ZarrJSON?) {
    for (name, value) in json?.object ?? [:] {
      switch value {
      case .text(let text): values[name] = .text(text)
      case .boolean(let flag): values[name] = .text(flag ? "true" : "false")
      case .integer, .number: values[name] = value.number.map { .numbers([$0]) }
      case .list(let items):
        let numbers = items.compactMap(\.number)
        let texts = items.compactMap(\.text)
        if numbers.count == items.count, !items.isEmpty { values[name] = .numbers(numbers) }
        if texts.count == items.count, !items.isEmpty { values[name] = .text(texts.joined(separator: " ")) }
      case .null, .object: break
      }
    }
  }
}
