import Fields
import Formats
import Foundation
import GRDB
import Stations

/// Rows a second from text into SQLite, beside SQLite alone with the same rows at hand.
func importObservations(in folder: URL) throws {
  heading("Observations into SQLite, one core, by processor time")
  let (stations, hours) = (2000, 96)
  var rows = 0
  var files: [URL] = []
  for hour in 0..<hours {
    let (text, count) = vobs(stations: stations, seed: UInt64(hour))
    let day = 17 + hour / 24
    let url = folder.appending(path: "vobs201902\(day)\(hour % 24 < 10 ? "0" : "")\(hour % 24)")
    try text.write(to: url, atomically: false, encoding: .utf8)
    rows += count
    files.append(url)
  }
  let csv = folder.appending(path: "observations.csv")
  let csvRows = try writeCSV(to: csv, stations: 1000, hours: 250)

  let limit = try leastProcessorTime(of: 2) { try insertAlone(rows, stations: stations, in: folder) }
  Line(name: "SQLite alone, 1 prepared row at a time", rate: Double(rows) / limit, unit: "rows/s").print()
  let vobsTime = try leastProcessorTime(of: 2) {
    let store = try freshStore(in: folder)
    let kept = try files.reduce(0) { $0 + (try store.importFile($1, reader: VobsReader(options: ReaderOptions())).new) }
    guard kept == rows else { throw BenchmarkError(description: "\(kept) of \(rows) values were kept") }
  }
  Line(
    name: "vobs, \(files.count) files, \(rows) values", rate: Double(rows) / vobsTime, unit: "rows/s",
    comparison: String(format: "%.2f of SQLite alone", limit / vobsTime)
  ).print()
  let csvTime = try leastProcessorTime(of: 2) {
    let store = try freshStore(in: folder)
    let options = ReaderOptions(
      columns:
        "station=id,time=time,latitude=lat,longitude=lon,elevation=elev,t2m=t:degC,td2m=td:degC,ws10m=ff,msl=p:hPa")
    let kept = try store.importFile(csv, reader: try GenericCSVReader(options: options), options: options).new
    guard kept == csvRows else { throw BenchmarkError(description: "\(kept) of \(csvRows) values were kept") }
  }
  Line(
    name: "CSV, \(csvRows) values", rate: Double(csvRows) / csvTime, unit: "rows/s",
    comparison: String(format: "%.2f of SQLite alone", limit / Double(rows) * Double(csvRows) / csvTime)
  ).print()
}

private func freshStore(in folder: URL) throws -> ObservationStore {
  for suffix in ["", "-wal", "-shm"] {
    try? FileManager.default.removeItem(at: folder.appending(path: "stations.sqlite\(suffix)"))
  }
  return try ObservationStore(path: folder.appending(path: "stations.sqlite").path)
}

/// The peer: the rows are made in memory and inserted in key order in one transaction.
private func insertAlone(_ rows: Int, stations: Int, in folder: URL) throws {
  let path = folder.appending(path: "alone.sqlite").path
  for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
  let queue = try DatabaseQueue(path: path)
  try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL") }
  try queue.write { database in
    try database.execute(
      sql: """
        CREATE TABLE o(variable INT, time INT, station INT, source INT, value REAL, quality INT,
          PRIMARY KEY (variable, time, station, source)) WITHOUT ROWID
        """)
    let insert = try database.makeStatement(sql: "INSERT INTO o VALUES (?, ?, ?, 1, ?, 1)")
    for row in 0..<rows {
      insert.setUncheckedArguments([row / (stations * 96), row / stations % 96, row % stations, Double(row) * 0.37])
      try insert.execute()
    }
  }
}

private func vobs(stations: Int, seed: UInt64) -> (text: String, values: Int) {
  var random = SplitMix64(state: seed)
  let names = ["NN", "DD", "FF", "TT", "TD", "RH", "QQ", "PS", "VI", "PE1"]
  var text = "  \(stations)   0     4\n          \(names.count)\n"
  for name in names { text += " \(name)               \(name == "PE1" ? 1 : 0)\n" }
  for station in 0..<stations {
    let latitude = 50 + Double(station / 50) * 0.5
    let longitude = Double(station % 50) * 0.5
    let t = 270 + Double.random(in: 0..<10, using: &random)
    text += "\(1000 + station) \(latitude) \(longitude) 12.0 "
    for value in [4, 180, 5.5, t, t - 2, 80, 0.003, 1010, 20_000, 0.2] as [Double] {
      text += String(format: "%.4E ", value + Double.random(in: 0..<0.001, using: &random))
    }
    text += "\n"
  }
  return (text, stations * names.count)
}

private func writeCSV(to url: URL, stations: Int, hours: Int) throws -> Int {
  var random = SplitMix64(state: 7)
  var text = "id,time,lat,lon,elev,t,td,ff,p\n"
  let start = UTCTime(secondsSince1970: 1_550_361_600)
  for hour in 0..<hours {
    let time = start + .hours(hour)
    for station in 0..<stations {
      let t = Double.random(in: -10..<10, using: &random)
      text += "\(10_000 + station),\(time),\(40 + station / 40),\(station % 40),100,"
      text += String(format: "%.1f,%.1f,%.1f,%.1f\n", t, t - 3, abs(t), 1000 + t)
    }
  }
  try text.write(to: url, atomically: false, encoding: .utf8)
  return stations * hours * 4
}
