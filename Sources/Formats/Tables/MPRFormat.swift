public import Fields
public import Foundation
import Stations

/// Forecasts at stations in the matched pairs (`MPR` lines) that MET's Point-Stat writes; the observations
/// beside them are read by `MPRReader`.
///
/// `column` names what to take where a file holds several: a `MODEL`, and if need be `DESC`, `VX_MASK` or
/// `INTERP_MTHD`, with blanks between (`GFS BILIN`).
public enum MPRFormat: ForecastFormat {
  public static let name = "MET MPR"

  public static func recognises(_ path: PathProbe) -> Bool { !path.isFolder && MPRText.recognises(head: path.head) }

  public static func inspect(_ url: URL) throws(FormatError) -> FileInspection {
    var keys: [String: (name: String, variable: Variable?, unit: String, keys: Set<ForecastKey>)] = [:]
    var models: Set<String> = []
    var (others, malformed) = (0, 0)
    try read(url) { line, _ in
      switch line {
      case .other: others += 1
      case .malformed: malformed += 1
      case .pair(let pair):
        models.insert(pair.model)
        let label = "\(pair.forecastName) \(pair.forecastLevel)"
        let variable = pair.forecastVariable?.variable
        keys[label, default: (label, variable, pair.forecastUnit, [])].keys.insert(
          ForecastKey(variable ?? .temperature2m, initTime: pair.initTime, leadTime: pair.leadTime))
      }
    }
    let entries = keys.values.sorted { $0.name < $1.name }.map { entry in
      StationTable.entry(
        name: entry.name, variable: entry.variable, unit: entry.unit, packing: "",
        keys: entry.keys.map { ($0.initTime, $0.leadTime) }, members: 1,
        warnings: entry.variable == nil ? ["no variable of this name, level and unit is known"] : [])
    }
    let size = (try? url.resourceValues(forKeys: [.fileSizeKey]).fileSize) ?? 0
    var warnings: [String] = []
    var notes = ["\(others) lines of other types"]
    if models.isEmpty {
      warnings.append("no matched pairs; Point-Stat writes them with output_flag.mpr = STAT")
    } else {
      notes.append("models: \(models.sorted().joined(separator: ", "))")
    }
    if malformed > 0 { warnings.append("\(malformed) malformed lines") }
    return FileInspection(
      file: url.path, format: name, byteCount: size, entries: entries, warnings: warnings, notes: notes)
  }

  public static func open(_ urls: [URL], options: SourceOptions) throws(FormatError) -> any ForecastSource {
    var table = StationTable(name: options.name)
    let wanted = options.column?.split(separator: " ").map(String.init) ?? []
    var model: String?
    var count = 0
    for url in urls {
      try read(url) { line, number throws(FormatError) in
        guard case .pair(let pair) = line else {
          if case .malformed(let problem) = line { throw FormatError(url, place: "line \(number)", problem) }
          return
        }
        let labels = [pair.model, pair.description, pair.mask, pair.interpolation]
        guard wanted.allSatisfy(labels.contains), let (variable, scale, offset) = pair.forecastVariable else { return }
        if let model, model != pair.model {
          throw FormatError(
            url, place: "line \(number)", "holds several models; choose one with column: \(model) or \(pair.model)")
        }
        model = pair.model
        guard pair.coordinate.isValid else {
          throw FormatError(url, place: "line \(number)", "\(pair.station) at \(pair.coordinate) is no place on Earth")
        }
        let value = pair.forecast * scale + offset
        let before = table.put(
          [value], at: (pair.station, pair.coordinate, nil),
          ForecastKey(variable, initTime: pair.initTime, leadTime: pair.leadTime), origin: url.lastPathComponent)
        if let before, let other = before.first, other != value, !(other.isNaN && value.isNaN) {
          throw FormatError(
            url, place: "line \(number)",
            "\(pair.station) has two forecasts of \(variable), \(other) and \(value) (\(pair.interpolation), \(pair.mask)); "
              + "choose one with column: \(pair.model) \(pair.interpolation)")
        }
        count += 1
      }
    }
    guard count > 0 else {
      throw FormatError(
        urls.first ?? URL(filePath: "."),
        wanted.isEmpty
          ? "holds no matched pairs of a known variable; run Point-Stat with output_flag.mpr = STAT"
          : "no matched pairs of '\(wanted.joined(separator: " "))'")
    }
    return table
  }

  private static func read(
    _ url: URL, _ body: (MPRText.Line, Int) throws(FormatError) -> Void
  ) throws(FormatError) {
    do {
      try MPRText.forEachLine(of: url) { line, number in try body(line, number) }
    } catch let error as FormatError {
      throw error
    } catch {
      throw FormatError(url, "\(error)")
    }
  }
}
