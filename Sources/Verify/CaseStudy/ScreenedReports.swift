import Fields
import Metrics
import Stations

/// The reports of a region, with what every check of quality finds of them.
///
/// Checks look at the stations around the region too, so that those at its edge have neighbours. A report is never
/// better than its source says. Nothing is written anywhere.
struct ScreenedReports: ReportSource {
  /// What was found of the stations of the region, the worst finding of each report.
  let findings: [QualityFinding]
  private let source: any ReportSource
  private let region: Region?
  private let qualities: [Variable: [Row: Quality]]

  private struct Row: Hashable {
    var station: String
    var time: UTCTime
    var source: String
  }

  /// How far stations around the region are taken in, in degrees of latitude; those of `Buddies` and more.
  private static let margin = 1.5

  /// Reports that are not checked.
  init(_ source: any ReportSource, in region: Region?) {
    self.source = source
    self.region = region
    findings = []
    qualities = [:]
  }

  /// Reports of some variables that are checked through a window of valid times, and a day on both sides.
  ///
  /// - region: nil takes every station.
  init(
    _ source: any ReportSource, in region: Region?, of variables: [Variable], from: UTCTime, through: UTCTime
  ) async throws {
    self.source = source
    self.region = region
    var wanted = variables
    // The checks of these two look at each other.
    for pair in [[Variable.temperature2m, .dewPoint2m], [.dewPoint2m, .temperature2m]] {
      if variables.contains(pair[0]), !variables.contains(pair[1]) { wanted.append(pair[1]) }
    }
    var tables: [Reports] = []
    for variable in wanted {
      let all = try await source.reports(of: variable, from: from - .days(1), through: through + .days(1))
      tables.append(ScreenedReports.near(region, all))
    }
    let inside = Set(tables.flatMap(\.stations).filter { region?.contains($0.coordinate) ?? true }.map(\.id))
    var worst: [Variable: [Row: QualityFinding]] = [:]
    for finding in try QualityControl().findings(in: tables)
    where variables.contains(finding.variable) && inside.contains(finding.station) {
      let row = Row(station: finding.station, time: finding.validTime, source: finding.source)
      let known = worst[finding.variable]?[row]
      if known.map({ $0.quality < finding.quality }) ?? true { worst[finding.variable, default: [:]][row] = finding }
    }
    qualities = worst.mapValues { $0.mapValues(\.quality) }
    findings = worst.values.flatMap(\.values).filter { (from...through).contains($0.validTime) }
      .sorted {
        ($0.variable.description, $0.validTime, $0.station) < ($1.variable.description, $1.validTime, $1.station)
      }
  }

  func reports(of variable: Variable, from: UTCTime, through: UTCTime) async throws -> Reports {
    let all = try await source.reports(of: variable, from: from, through: through)
    var reports = region.map { region in all.selecting { region.contains($0.coordinate) } } ?? all
    guard let found = qualities[variable] else { return reports }
    for i in 0..<reports.count {
      let row = Row(
        station: reports.stations[Int(reports.stationIndex[i])].id, time: reports.validTimes[i],
        source: reports.sources[Int(reports.sourceIndex[i])])
      if let quality = found[row] { reports.qualities[i] = max(reports.qualities[i], quality) }
    }
    return reports
  }

  func timeSpan(of variable: Variable?) throws -> ClosedRange<UTCTime>? { try source.timeSpan(of: variable) }

  /// The reports of the stations in a region and around it.
  private static func near(_ region: Region?, _ reports: Reports) -> Reports {
    guard let region else { return reports }
    let inside = reports.stations.map(\.coordinate).filter(region.contains)
    guard let south = inside.map(\.latitude).min(), let north = inside.map(\.latitude).max() else {
      return Reports(variable: reports.variable)
    }
    // A station is near where it is in the band of latitudes and close to one that is inside.
    let reach = margin * 111_000
    return reports.selecting { station in
      guard (south - margin...north + margin).contains(station.coordinate.latitude) else { return false }
      return region.contains(station.coordinate)
        || inside.contains {
          abs($0.latitude - station.coordinate.latitude) < margin && $0.distance(to: station.coordinate) < reach
        }
    }
  }
}

extension Reports {
  /// The reports of some of the stations, in their order.
  func selecting(_ isWanted: (Station) -> Bool) -> Reports {
    let wanted = stations.map(isWanted)
    guard wanted.contains(false) else { return self }
    var numbers = [Int32](repeating: -1, count: stations.count)
    var part = Reports(variable: variable, sources: sources)
    for i in stations.indices where wanted[i] {
      numbers[i] = Int32(part.stations.count)
      part.stations.append(stations[i])
    }
    for i in 0..<count where wanted[Int(stationIndex[i])] {
      part.stationIndex.append(numbers[Int(stationIndex[i])])
      part.validTimes.append(validTimes[i])
      part.values.append(values[i])
      if !northwardValues.isEmpty { part.northwardValues.append(northwardValues[i]) }
      part.qualities.append(qualities[i])
      part.sourceIndex.append(sourceIndex[i])
    }
    return part
  }
}
