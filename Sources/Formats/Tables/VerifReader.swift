public import Foundation
public import Stations
import Fields

/// The observations in a file of the `verif` program, so that it can be verified by the usual road.
///
/// An observation stands beside every forecast that is valid at its time; after the first, each is
/// counted as a duplicate. A file that names no variable, or none of ours, or no unit, needs
/// `--columns t2m=obs:degC`.
public struct VerifReader: ObservationReader {
  public static let format = "verif"
  public static let title = "observations in files of the verif program, text or NetCDF"

  private let given: Variable?
  private let unit: PhysicalUnit?
  private let list: StationList?

  /// Throws where `columns` is not of the form `t2m=obs:degC`, or the list of stations can't be read.
  public init(options: ReaderOptions) throws {
    list = try options.stationList.map { url in try StationList(url) }
    guard let text = options.columns else {
      (given, unit) = (nil, nil)
      return
    }
    let parts = text.split(separator: "=").map(String.init)
    let right = parts.last?.split(separator: ":").map(String.init) ?? []
    guard parts.count == 2, let variable = Variable(parts[0]), right.first == "obs" else {
      throw FormatError(URL(filePath: "--columns"), "expected something like t2m=obs:degC, found '\(text)'")
    }
    given = variable
    if right.count == 2 {
      guard let known = PhysicalUnit(right[1]) else {
        throw FormatError(URL(filePath: "--columns"), "unknown unit '\(right[1])' in '\(text)'")
      }
      unit = known
    } else {
      unit = nil
    }
  }

  /// A NetCDF file is recognised by the convention's name near its beginning; another is to be named with
  /// `--format`.
  public static func recognises(head: [UInt8], fileName: String) -> Bool {
    if VerifText.recognises(head: head) { return true }
    let isNetCDF = head.starts(with: "CDF".utf8) || head.starts(with: [0x89, 0x48, 0x44, 0x46])
    return isNetCDF && String(decoding: head, as: UTF8.self).contains("verif_")
  }

  public func read(_ file: URL, into collector: inout ObservationCollector) throws {
    let probe = try PathProbe(file)
    let table = try NetCDFFormat.recognises(probe) ? VerifNetCDF.read(file) : VerifText.read(file)
    guard table.hasObservation else { throw FormatError(file, "holds no observations: there is no column obs") }
    let (variable, scale, offset) = try table.variable(in: file, given: given) { _ in unit }
    if table.untimed > 0 { collector.reject(.invalidTime, count: table.untimed, "rows without a time or a lead time") }
    let places = table.locations.map { location -> Int32? in
      let known = list?.station(location.id)
      guard let coordinate = location.coordinate ?? known?.coordinate else { return nil }
      return collector.number(
        of: Station(
          id: location.id, name: known?.name, coordinate: coordinate, elevation: location.elevation ?? known?.elevation)
      )
    }
    let number = collector.number(of: variable)
    var seen: [Key: Double] = [:]
    for row in table.rows {
      if row.observation.isNaN {
        collector.countMissing()
        continue
      }
      let id = table.locations[row.location].id
      guard let place = places[row.location] else {
        collector.reject(.missingPosition, "location \(id) has no lat and lon")
        continue
      }
      let time = row.initTime + row.leadTime
      let key = Key(location: row.location, time: time)
      if let other = seen[key] {
        collector.reject(.duplicateInFile, "location \(id) at \(time): \(row.observation), \(other) before")
        continue
      }
      seen[key] = row.observation
      try collector.add(station: place, variable: number, validTime: time, value: row.observation * scale + offset)
    }
  }

  private struct Key: Hashable {
    let location: Int
    let time: UTCTime
  }
}
