import Fields
import Foundation

/// Observations as lines of text for other programs.
public enum ObservationText {
  public static let csvHeader =
    "station,name,latitude,longitude,elevation,valid_time,variable,value,unit,source,quality"

  /// A value for people, with at most six decimals: 282.05 and not 282.04999999999995.
  public static func rounded(_ value: Double) -> String { "\((value * 1e6).rounded() / 1e6)" }

  /// One observation as a line of CSV with the columns of `csvHeader`; what is unknown is empty.
  public static func csv(_ observation: Observation, _ station: Station) -> String {
    [
      quoted(observation.station), quoted(station.name ?? ""), "\(station.coordinate.latitude)",
      "\(station.coordinate.longitude180)", station.elevation.map { "\($0)" } ?? "",
      observation.validTime.description, observation.variable.description, "\(observation.value)",
      observation.variable.unit.symbol, quoted(observation.source), observation.quality.name,
    ].joined(separator: ",")
  }

  /// One observation as an object of JSON on one line.
  public static func json(_ observation: Observation, _ station: Station) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let object = Line(
      station: observation.station, name: station.name, latitude: station.coordinate.latitude,
      longitude: station.coordinate.longitude180, elevation: station.elevation, validTime: observation.validTime,
      variable: observation.variable, value: observation.value, unit: observation.variable.unit,
      source: observation.source, quality: observation.quality.name)
    return String(decoding: try encoder.encode(object), as: UTF8.self)
  }

  private struct Line: Encodable {
    var station: String
    var name: String?
    var latitude: Double
    var longitude: Double
    var elevation: Double?
    var validTime: UTCTime
    var variable: Variable
    var value: Double
    var unit: PhysicalUnit
    var source: String
    var quality: String
  }

  /// A field as RFC 4180 writes it.
  private static func quoted(_ text: String) -> String {
    guard text.contains(where: { ",\"\n\r".contains($0) }) else { return text }
    return "\"" + text.replacing("\"", with: "\"\"") + "\""
  }
}
