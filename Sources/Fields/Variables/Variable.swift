/// Where in the vertical a variable is.
public enum Level: Hashable, Sendable, Codable {
  case surface
  case meanSeaLevel
  /// The whole column of the atmosphere.
  case column
  /// Metres above the ground.
  case height(Double)
  /// Hectopascals.
  case pressure(Double)
  /// The number of a model level, 1 at the top.
  case model(Int)
}

/// What was done in time to the values of a variable, ending at the valid time.
public enum Processing: Hashable, Sendable, Codable {
  case instantaneous
  case accumulation(TimeSpan)
  case maximum(TimeSpan)
  case minimum(TimeSpan)
  case mean(TimeSpan)

  /// The period it covers; zero for an instantaneous value.
  public var period: TimeSpan {
    switch self {
    case .instantaneous: .zero
    case .accumulation(let t), .maximum(let t), .minimum(let t), .mean(let t): t
    }
  }
}

/// What is forecast and observed: a quantity, at a level, processed in time.
///
/// Two files that call it `2t` and `TMP:2 m above ground` hold one `Variable`. Its short name
/// (`t2m`, `ws10m`, `z500`, `tp24h`, `fg10m_max1h`) is the same in evaluation files, databases and
/// reports, and reads back by `Variable(_:)`.
public struct Variable: Hashable, Sendable {
  public let quantity: Quantity
  public let level: Level
  public let processing: Processing

  public init(_ quantity: Quantity, _ level: Level, _ processing: Processing = .instantaneous) {
    self.quantity = quantity
    self.level = level
    self.processing = processing
  }

  public var unit: PhysicalUnit { quantity.unit }

  public static let temperature2m = Variable(.airTemperature, .height(2))
  public static let dewPoint2m = Variable(.dewPoint, .height(2))
  public static let relativeHumidity2m = Variable(.relativeHumidity, .height(2))
  public static let windSpeed10m = Variable(.windSpeed, .height(10))
  public static let windDirection10m = Variable(.windDirection, .height(10))
  public static let eastwardWind10m = Variable(.eastwardWind, .height(10))
  public static let northwardWind10m = Variable(.northwardWind, .height(10))
  public static let seaLevelPressure = Variable(.seaLevelPressure, .meanSeaLevel)
  public static let surfacePressure = Variable(.surfacePressure, .surface)
  public static let cloudCover = Variable(.cloudCover, .column)
  public static let visibility = Variable(.visibility, .surface)
  public static let surfaceAltitude = Variable(.surfaceAltitude, .surface)
  public static let landFraction = Variable(.landFraction, .surface)

  /// Precipitation accumulated over a period that ends at the valid time.
  public static func precipitation(_ period: TimeSpan) -> Variable {
    Variable(.precipitation, .surface, .accumulation(period))
  }
}

// MARK: - Short names

extension Variable: CustomStringConvertible, LosslessStringConvertible {
  /// Where a quantity is when its short name says nothing of a level.
  private static func usualLevel(of quantity: Quantity) -> Level {
    switch quantity {
    case .seaLevelPressure: .meanSeaLevel
    case .cloudCover: .column
    default: .surface
    }
  }

  public var description: String {
    var text = quantity.symbol
    switch level {
    case Variable.usualLevel(of: quantity): break
    case .surface: text += "_surface"
    case .meanSeaLevel: text += "_msl"
    case .column: text += "_column"
    case .height(let metres): text += "\(number(metres))m"
    case .pressure(let hectopascals): text += number(hectopascals)
    case .model(let level): text += "_ml\(level)"
    }
    switch processing {
    case .instantaneous: break
    // An amount is an accumulation by nature: `tp24h`.
    case .accumulation(let period) where text == quantity.symbol: text += period.description
    case .accumulation(let period): text += "_acc\(period)"
    case .maximum(let period): text += "_max\(period)"
    case .minimum(let period): text += "_min\(period)"
    case .mean(let period): text += "_mean\(period)"
    }
    return text
  }

  /// Reads a short name, or nil where the text is none.
  public init?(_ text: String) {
    var parts = text.split(separator: "_", omittingEmptySubsequences: false).map(String.init)
    let head = parts.removeFirst()
    let stem = String(head.prefix { $0.isLetter })
    guard let quantity = Quantity(symbol: stem) else { return nil }
    var level = Variable.usualLevel(of: quantity)
    var processing = Processing.instantaneous
    let tail = String(head.dropFirst(stem.count))
    if tail.hasSuffix("h") || tail.hasSuffix("min") || tail.hasSuffix("s") {
      guard let period = TimeSpan(tail), period > .zero else { return nil }
      processing = .accumulation(period)
    } else if tail.hasSuffix("m") {
      guard let metres = Double(tail.dropLast()) else { return nil }
      level = .height(metres)
    } else if !tail.isEmpty {
      guard let hectopascals = Double(tail) else { return nil }
      level = .pressure(hectopascals)
    }
    // What the head says, or one part said, no later part may say again.
    var (hasLevel, hasProcessing) = (level != Variable.usualLevel(of: quantity), processing != .instantaneous)
    for part in parts {
      if let named = Variable.level(part), !hasLevel {
        (level, hasLevel) = (named, true)
      } else if let (make, period) = Variable.processing(part), !hasProcessing {
        (processing, hasProcessing) = (make(period), true)
      } else {
        return nil
      }
    }
    self.init(quantity, level, processing)
  }

  private static func level(_ text: String) -> Level? {
    switch text {
    case "surface": .surface
    case "msl": .meanSeaLevel
    case "column": .column
    default: text.hasPrefix("ml") ? Int(text.dropFirst(2)).map(Level.model) : nil
    }
  }

  private static func processing(_ text: String) -> ((TimeSpan) -> Processing, TimeSpan)? {
    let makers: [(String, (TimeSpan) -> Processing)] = [
      ("max", Processing.maximum), ("min", Processing.minimum), ("mean", Processing.mean),
      ("acc", Processing.accumulation),
    ]
    for (prefix, make) in makers where text.hasPrefix(prefix) {
      guard let period = TimeSpan(String(text.dropFirst(prefix.count))), period > .zero else { return nil }
      return (make, period)
    }
    return nil
  }

  /// For people: `temperature at 2 m`, `precipitation in 24 h`.
  public var title: String {
    var text = quantity.title
    switch level {
    case Variable.usualLevel(of: quantity): break
    case .surface: text += " at the surface"
    case .meanSeaLevel: text += " at mean sea level"
    case .column: text += " of the column"
    case .height(let metres): text += " at \(number(metres)) m"
    case .pressure(let hectopascals): text += " at \(number(hectopascals)) hPa"
    case .model(let level): text += " at model level \(level)"
    }
    switch processing {
    case .instantaneous: break
    case .accumulation(let period): text += " in \(number(period.hours)) h"
    case .maximum(let period): text += ", maximum of \(number(period.hours)) h"
    case .minimum(let period): text += ", minimum of \(number(period.hours)) h"
    case .mean(let period): text += ", mean of \(number(period.hours)) h"
    }
    return text
  }

  private func number(_ x: Double) -> String {
    x == x.rounded() && abs(x) < 1e15 ? String(Int(x)) : String(x)
  }
}

extension Variable: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let variable = Variable(text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "'\(text)' is no variable; expected a short name like t2m, ws10m or tp24h")
    }
    self = variable
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
