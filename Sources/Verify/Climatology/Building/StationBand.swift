import Fields
import Stations

/// The reports of a few stations, in memory.
struct StationBand: ClimatologyBand {
  struct Report {
    let slot: ClimatologySlot.Place
    let value: Double
    let quality: Quality
    let source: String

    init(slot: ClimatologySlot.Place, observation: Observation) {
      self.slot = slot
      value = observation.value
      quality = observation.quality
      source = observation.source
    }
  }

  private struct Key: Comparable {
    let hour: Int
    let day: CalendarDay

    static func < (a: Key, b: Key) -> Bool { (a.hour, a.day) < (b.hour, b.day) }
  }

  /// One station, in the order of hour, day and time.
  private struct Series {
    var keys: [Key] = []
    var samples: [(value: Double, year: Int16)] = []
    var times: [UTCTime] = []
  }

  private let series: [Series]

  init(_ reports: [[Report]], keepsHours: Bool) {
    series = reports.map { reports in
      let ordered = reports.map { (Key(hour: keepsHours ? $0.slot.hour : 0, day: $0.slot.day), $0) }.sorted { a, b in
        if a.0 != b.0 { return a.0 < b.0 }
        if a.1.slot.time != b.1.slot.time { return a.1.slot.time < b.1.slot.time }
        return (a.1.slot.distance, a.1.quality, a.1.source) < (b.1.slot.distance, b.1.quality, b.1.source)
      }
      var series = Series()
      for (key, report) in ordered where series.times.last != report.slot.time || series.keys.last != key {
        series.keys.append(key)
        series.samples.append((report.value, report.slot.year))
        series.times.append(report.slot.time)
      }
      return series
    }
  }

  func samples(on day: CalendarDay, hour: Int?) -> DaySamples {
    let key = Key(hour: hour ?? 0, day: day)
    return DaySamples(
      byPlace: series.map { series in
        let start = series.keys.partitioningIndex { $0 >= key }
        let end = series.keys.partitioningIndex { $0 > key }
        return Array(series.samples[start..<end])
      })
  }

  func digest(into hash: inout SHA256, _ variable: Variable, _ stations: ArraySlice<Station>) {
    for (station, series) in zip(stations, series) {
      hash.update("\(variable) \(station.id) \(series.times.count)\n")
      series.times.map(\.secondsSince1970.littleEndian).withUnsafeBytes { hash.update($0) }
      series.samples.map(\.value.bitPattern.littleEndian).withUnsafeBytes { hash.update($0) }
    }
  }
}
