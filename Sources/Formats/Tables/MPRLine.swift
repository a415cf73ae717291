import Fields
import Foundation
import Stations

/// One matched pair of MET: a line of type `MPR` in the output of Point-Stat.
struct MPRLine {
  var model: String
  var description: String
  var mask: String
  var interpolation: String
  var initTime: UTCTime
  var leadTime: TimeSpan
  var observationTime: UTCTime
  var forecastName: String
  var forecastLevel: String
  var forecastUnit: String
  var observationName: String
  var observationLevel: String
  var observationUnit: String
  var station: String
  var coordinate: Coordinate
  var elevation: Double?
  /// NaN where missing.
  var forecast: Double
  var observation: Double
  var quality: Quality

  /// The forecast's variable and the line to its canonical unit; nil where MET's names say none of ours.
  var forecastVariable: (variable: Variable, scale: Double, offset: Double)? {
    MPRLine.variable(forecastName, forecastLevel, forecastUnit)
  }

  var observationVariable: (variable: Variable, scale: Double, offset: Double)? {
    // MET repeats the level of the forecast where the observation's is `NA`.
    MPRLine.variable(
      observationName, observationLevel == "NA" ? forecastLevel : observationLevel,
      observationUnit == "NA" ? forecastUnit : observationUnit)
  }

  private static func variable(
    _ name: String, _ level: String, _ unit: String
  ) -> (variable: Variable, scale: Double, offset: Double)? {
    // `APCP_24` is `APCP` with the interval in the name, as PCP-Combine writes it.
    let parts = name.split(separator: "_", maxSplits: 1).map(String.init)
    guard let entry = METLexicon(name) ?? parts.first.flatMap({ METLexicon($0) }) else { return nil }
    let interval = parts.count == 2 ? entry.accumulated(over: parts[1]) : nil
    guard let variable = interval ?? entry.at(level: level) else { return nil }
    let known = unit == "NA" || unit.isEmpty ? entry.unit : PhysicalUnit(unit)
    guard let line = known?.line(to: variable.unit) else { return nil }
    return (variable, line.scale, line.offset)
  }
}

/// Reads the lines of type `MPR` of a MET statistics file, and counts the rest.
///
/// The columns before `LINE_TYPE` are found by the header that MET writes, or without one by the version
/// at the beginning of a line (no units before 8.1). After it they are the same from version 8.0 on:
/// TOTAL INDEX OBS_SID OBS_LAT OBS_LON OBS_LVL OBS_ELV FCST OBS OBS_QC and the climatology.
///
/// Source: MET User's Guide, Point-Stat, "Format information for MPR output line type", and the tables
/// of columns `met_header_columns_V8.0` to `V12.0` of MET.
struct MPRText {
  /// What a line turned out to be.
  enum Line {
    case pair(MPRLine)
    /// Another line type.
    case other
    case malformed(String)
  }

  static func recognises(head: [UInt8]) -> Bool {
    head.withUnsafeBufferPointer { bytes in
      let text = ByteText(bytes)
      return text.starts(with: "VERSION MODEL") || text.starts(with: "VERSION  MODEL")
        || (text.starts(with: "V") && text.count > 2 && ByteText.isDigit(text[1]) && text.string.contains(" MPR "))
    }
  }

  /// Calls `body` with every line but headers.
  static func forEachLine(of url: URL, _ body: (Line, Int) throws -> Void) throws {
    let file = try TextFile(url)
    var columns: [String: Int] = [:]
    var words: [ByteText] = []
    try file.forEachLine { line, number in
      line.words(into: &words)
      guard let first = words.first else { return }
      if first == "VERSION" {
        columns = Dictionary(words.enumerated().map { ($1.string, $0) }, uniquingKeysWith: { first, _ in first })
        guard columns["LINE_TYPE"] != nil, columns["FCST_VAR"] != nil else {
          throw file.error(line: number, "expected the header of a MET statistics file with FCST_VAR and LINE_TYPE")
        }
        return
      }
      if columns.isEmpty { columns = defaultColumns(version: first.string) }
      try body(pair(words, columns), number)
    }
  }

  private static func defaultColumns(version: String) -> [String: Int] {
    let number = Double(
      version.dropFirst().prefix { $0.isNumber || $0 == "." }.split(separator: ".").prefix(2).joined(separator: "."))
    var names = [
      "VERSION", "MODEL", "DESC", "FCST_LEAD", "FCST_VALID_BEG", "FCST_VALID_END", "OBS_LEAD", "OBS_VALID_BEG",
      "OBS_VALID_END", "FCST_VAR", "FCST_UNITS", "FCST_LEV", "OBS_VAR", "OBS_UNITS", "OBS_LEV", "OBTYPE", "VX_MASK",
      "INTERP_MTHD", "INTERP_PNTS", "FCST_THRESH", "OBS_THRESH", "COV_THRESH", "ALPHA", "LINE_TYPE",
    ]
    if let number, number < 8.1 { names.removeAll { $0.hasSuffix("_UNITS") } }
    return Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
  }

  private static func pair(_ words: [ByteText], _ columns: [String: Int]) -> Line {
    func text(_ name: String) -> String? {
      guard let column = columns[name], column < words.count else { return nil }
      return words[column].string
    }
    guard let type = columns["LINE_TYPE"], type < words.count else {
      return .malformed("expected \(columns.count) columns or more, found \(words.count)")
    }
    guard words[type] == "MPR" else { return .other }
    guard words.count >= type + 11 else {
      return .malformed("expected 10 columns or more after MPR, found \(words.count - type - 1)")
    }
    func number(_ position: Int) -> Double? {
      let word = words[type + position]
      return word == "NA" ? .nan : word.double.map { $0 == -9999 ? .nan : $0 }
    }
    guard let lead = text("FCST_LEAD").flatMap({ clock($0) }),
      let valid = columns["FCST_VALID_END"].flatMap({ words[$0].metTime }),
      let observed = columns["OBS_VALID_BEG"].flatMap({ words[$0].metTime }),
      let observedEnd = columns["OBS_VALID_END"].flatMap({ words[$0].metTime })
    else { return .malformed("lead time or valid time") }
    guard let latitude = number(4), let longitude = number(5), let elevation = number(7), let forecast = number(8),
      let observation = number(9)
    else { return .malformed("text where a number belongs in \(words[type + 3].string)") }
    return .pair(
      MPRLine(
        model: text("MODEL") ?? "", description: text("DESC") ?? "", mask: text("VX_MASK") ?? "",
        interpolation: text("INTERP_MTHD") ?? "", initTime: valid - lead, leadTime: lead,
        // A window of time, instead of the time of the report, says no more than the forecast's.
        observationTime: observed == observedEnd ? observed : valid, forecastName: text("FCST_VAR") ?? "",
        forecastLevel: text("FCST_LEV") ?? "", forecastUnit: text("FCST_UNITS") ?? "NA",
        observationName: text("OBS_VAR") ?? "", observationLevel: text("OBS_LEV") ?? "NA",
        observationUnit: text("OBS_UNITS") ?? "NA", station: StationIdentifier.wmo(words[type + 3].string),
        coordinate: Coordinate(latitude: latitude, longitude: longitude),
        elevation: elevation.isNaN ? nil : elevation, forecast: forecast, observation: observation,
        quality: METASCIIReader.quality(words[type + 10])))
  }

  /// `HHMMSS` or `HHHMMSS`.
  private static func clock(_ text: String) -> TimeSpan? {
    guard text.count >= 5, let number = Int(text) else { return nil }
    let (hours, minutes, seconds) = (number / 10_000, number / 100 % 100, number % 100)
    guard minutes < 60, seconds < 60 else { return nil }
    return .seconds(Int64(hours * 3600 + minutes * 60 + seconds))
  }
}
