import CEccodes
import Fields
import Foundation

/// The elements of a BUFR message that a SYNOP report needs, in the message's order, for every
/// subset.
///
/// Order carries meaning: a sensor's height and a time period hold for the elements after them.
struct BUFRMessage {
  /// What the reader listens to. Several names of ecCodes may mean one element.
  enum Element: Sendable, Hashable {
    case block, station, wigosSeries, wigosIssuer, wigosIssue, wigosLocal
    case year, month, day, hour, minute
    case latitude, longitude, stationHeight, sensorHeight, timePeriod
    case temperature2m, dewPoint2m, temperature, dewPoint, relativeHumidity
    case windDirection10m, windSpeed10m, windDirection, windSpeed, gust
    case seaLevelPressure, stationPressure
    case precipitation, precipitationPast(hours: Int)
    case maximumTemperature, minimumTemperature
    case cloudCover, visibility, snowDepth
    /// Of cyclones.
    case stormIdentifier, stormName, memberNumber, forecastType, positionSignificance, timeSignificance
  }

  enum Value: Sendable, Hashable {
    case number(Double)
    case text(String)
    /// A time period with its unit.
    case period(TimeSpan)
    case missing
  }

  /// An element with one value for all subsets, or one for each.
  private struct Item {
    var element: Element
    var values: [Value]
  }

  private var items: [[Item]] = []
  /// Whether `items` has one list for all subsets.
  private let isCompressed: Bool
  let subsetCount: Int

  /// Unpacks a message and keeps the elements that `names` has, by ecCodes' name of each. Throws `ECCodesError`
  /// where it can't be.
  init(_ handle: borrowing ECCodesHandle, keeping names: [String: Element] = BUFRMessage.synopNames) throws {
    subsetCount = max(1, handle.integer("numberOfSubsets") ?? 1)
    isCompressed = handle.integer("compressedData") == 1
    // ecCodes 2.28 unpacks past a descriptor that it does not know, and past an operator whose bitmap is
    // missing, and out of its memory.
    let descriptors = Set(try handle.integers("expandedDescriptors"))
    let needBitmap = descriptors.intersection([222_000, 223_000, 224_000, 225_000, 232_000])
    if !needBitmap.isEmpty, descriptors.isDisjoint(with: [31_031, 237_000]) {
      throw ECCodesError("its operators (\(needBitmap.sorted())) need a bitmap (031031), and it has none")
    }
    if let said = ECCodes.said { throw ECCodesError(said) }
    guard handle.set("unpack", to: 1) else {
      throw ECCodesError(ECCodes.said ?? "its data section can't be unpacked")
    }
    guard let iterator = codes_bufr_keys_iterator_new(handle.pointer, 0) else {
      throw ECCodesError("its elements can't be listed")
    }
    defer { codes_bufr_keys_iterator_delete(iterator) }
    var current: [Item] = []
    while codes_bufr_keys_iterator_next(iterator) == 1 {
      guard let name = codes_bufr_keys_iterator_get_name(iterator) else { continue }
      let key = String(cString: name)
      if key == "subsetNumber" {
        if !current.isEmpty { items.append(current) }
        current = []
        continue
      }
      guard let element = Self.element(of: key, in: names) else { continue }
      current.append(Item(element: element, values: try Self.values(of: element, key, handle)))
    }
    if !current.isEmpty { items.append(current) }
  }

  /// The elements of a subset in order; empty where the message has lost it.
  func elements(of subset: Int) -> [(element: Element, value: Value)] {
    let list = isCompressed ? items.first : subset < items.count ? items[subset] : nil
    return (list ?? []).map { item in
      let value = item.values.count == 1 ? item.values[0] : subset < item.values.count ? item.values[subset] : .missing
      return (item.element, value)
    }
  }

  private static func values(
    of element: Element, _ key: String, _ handle: borrowing ECCodesHandle
  ) throws -> [Value] {
    if element == .stormIdentifier || element == .stormName {
      return try handle.strings(key).map { text in
        let name = text.filter(\.isASCII).trimmingCharacters(in: .whitespacesAndNewlines.union(.controlCharacters))
        return name.isEmpty ? .missing : .text(name)
      }
    }
    if element == .wigosLocal {
      return try handle.strings(key).map { text in
        let local = text.filter { $0.isASCII && !$0.isWhitespace && $0 != "\0" }
        return local.isEmpty ? .missing : .text(local)
      }
    }
    let numbers = try handle.doubles(key)
    var unit: Int64 = 3600
    if element == .timePeriod {
      // One name for hours, minutes and seconds; the descriptor tells which.
      switch handle.integer("\(key)->code") {
      case 4025: unit = 60
      case 4026: unit = 1
      default: break
      }
    }
    return numbers.map { x in
      guard x != CODES_MISSING_DOUBLE, x.isFinite, abs(x) < 1e15 else { return .missing }
      return element == .timePeriod ? .period(.seconds(Int64((x * Double(unit)).rounded()))) : .number(x)
    }
  }

  /// The element of a key `#3#airTemperature`; nil for keys of the header, for attributes of
  /// others, and for what is not listened to.
  private static func element(of key: String, in names: [String: Element]) -> Element? {
    guard key.utf8.first == UInt8(ascii: "#"), let second = key.utf8.dropFirst().firstIndex(of: UInt8(ascii: "#"))
    else { return nil }
    return names[String(key[key.utf8.index(after: second)...])]
  }

  /// What a SYNOP report is made of.
  static let synopNames: [String: Element] = [
    "blockNumber": .block, "stationNumber": .station,
    "wigosIdentifierSeries": .wigosSeries, "wigosIssuerOfIdentifier": .wigosIssuer,
    "wigosIssueNumber": .wigosIssue, "wigosLocalIdentifierCharacter": .wigosLocal,
    "year": .year, "month": .month, "day": .day, "hour": .hour, "minute": .minute,
    "latitude": .latitude, "longitude": .longitude,
    "heightOfStation": .stationHeight, "heightOfStationGroundAboveMeanSeaLevel": .stationHeight,
    "heightOfSensorAboveLocalGroundOrDeckOfMarinePlatform": .sensorHeight, "timePeriod": .timePeriod,
    "airTemperatureAt2M": .temperature2m, "dewpointTemperatureAt2M": .dewPoint2m,
    "airTemperature": .temperature, "dewpointTemperature": .dewPoint, "relativeHumidity": .relativeHumidity,
    "windDirectionAt10M": .windDirection10m, "windSpeedAt10M": .windSpeed10m,
    "windDirection": .windDirection, "windSpeed": .windSpeed, "maximumWindGustSpeed": .gust,
    "pressureReducedToMeanSeaLevel": .seaLevelPressure, "nonCoordinatePressure": .stationPressure,
    "totalPrecipitationOrTotalWaterEquivalent": .precipitation,
    "totalPrecipitationPast1Hour": .precipitationPast(hours: 1),
    "totalPrecipitationPast3Hours": .precipitationPast(hours: 3),
    "totalPrecipitationPast6Hours": .precipitationPast(hours: 6),
    "totalPrecipitationPast12Hours": .precipitationPast(hours: 12),
    "totalPrecipitationPast24Hours": .precipitationPast(hours: 24),
    "maximumTemperatureAtHeightAndOverPeriodSpecified": .maximumTemperature,
    "minimumTemperatureAtHeightAndOverPeriodSpecified": .minimumTemperature,
    "cloudCoverTotal": .cloudCover, "horizontalVisibility": .visibility, "totalSnowDepth": .snowDepth,
  ]
}

extension ECCodesHandle {
  /// The strings of a key, one or one for each subset.
  fileprivate func strings(_ key: String) throws(ECCodesError) -> [String] {
    var count = 0
    let status = codes_get_size(pointer, key, &count)
    guard status == 0 else { throw ECCodesError(status: status, key: key) }
    guard count > 1 else { return [string(key) ?? ""] }
    var pointers = [UnsafeMutablePointer<CChar>?](repeating: nil, count: count)
    let found = codes_get_string_array(pointer, key, &pointers, &count)
    defer { for pointer in pointers { free(pointer) } }
    guard found == 0 else { throw ECCodesError(status: found, key: key) }
    return pointers.prefix(count).map { $0.map { String(cString: $0) } ?? "" }
  }
}
