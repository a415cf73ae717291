import Fields
import Formats
import Foundation
import Metrics
import Verify

private let (rows, columns, leads) = (2001, 4000, 6)

/// Fields against an analysis: the pass in memory beside a copy of the same bytes, and from files beside NumPy and
/// `scores` on the same files.
func compareFields(in folder: URL) async throws {
  heading("Fields of 2001 x 4000 against an analysis")
  try await passInMemory()
  try await passFromFiles(folder)
  print(String(format: "peak resident memory: %.0f MB", peakMemory()))
}

// MARK: - In memory

private func field(_ seed: UInt64) -> [Float] {
  var random = SplitMix64(state: seed)
  return (0..<rows * columns).map { _ in 280 + Float(random.next() >> 40) / Float(1 << 22) }
}

private func blocks(strata: Int) throws -> CellBlocks {
  var parts = CellParts(cellCount: rows * columns)
  parts.addAll()
  for stratum in 1..<max(1, strata) {
    let (top, left) = (stratum * 137 % 1300, stratum * 711 % 2800)
    try parts.addStratum { cell in
      let (row, column) = (cell / columns, cell % columns)
      return row >= top && row < top + 700 && column >= left && column < left + 1200
    }
  }
  let weights = (0..<rows).map { max(0, cos((Double($0) / 1000 - 1) * .pi / 2)) }
  return CellBlocks(rowStarts: (0...rows).map { $0 * columns }, weights: .rows(weights), parts: parts)
}

private func passInMemory() async throws {
  let (f, o, c) = (field(1), field(2), field(3))
  var copy = [Float](repeating: 0, count: f.count)
  let copied = best(of: 7) { copy.withUnsafeMutableBufferPointer { _ = $0.update(from: f) } }
  let copyRate = Double(f.count * 4) / copied
  print(String(format: "copy of a field, one core: %.1f GB/s", copyRate / 1e9))
  let events = [281, 282, 283].map { ContingencyTable(Threshold(.atLeast, Double($0))) }
  let tasks: [(String, [any Statistic], Int)] = [
    ("errors", [ErrorMoments()], 2),
    ("errors and anomalies", [ErrorMoments(), AnomalyMoments()], 3),
    ("errors, anomalies, 3 events", [ErrorMoments(), AnomalyMoments()] + events, 3),
  ]
  for strata in [1, 5, 20] {
    let cells = try blocks(strata: strata)
    for (name, statistics, read) in tasks {
      let fields = ScoredFields(
        variable: .temperature2m, initTime: UTCTime(secondsSince1970: 0), leadTime: .hours(6), forecasts: f,
        observations: o, columns: read > 2 ? [.climatology: c] : [:])
      let pass = FieldPass(statistics, over: cells)
      for threads in [1, 2] {
        let time = try await best(of: 7) { _ = try await pass.sums(of: fields, threads: threads) }
        let rate = Double(read * f.count * 4) / time
        print(
          String(
            format: "%2d strata, %d thread%@, %@: %.1f ms, %.1f GB/s, %.2f of the copy", strata, threads,
            threads == 1 ? "" : "s", name, time * 1000, rate / 1e9, rate / copyRate))
      }
    }
  }
}

// MARK: - From files

private func passFromFiles(_ folder: URL) async throws {
  guard let peer = Peer("fields.py") else {
    print("no Python with netCDF4 and numpy: `make references` makes one; the comparison from files is left out")
    return
  }
  _ = try peer.run(["write", folder.path])
  let names = ["forecast", "analysis", "climatology"]
  let sources = try names.map {
    try Catalogue.open([folder.appending(path: "\($0).nc")], options: SourceOptions(name: $0))
  }
  let pass = FieldPass([ErrorMoments(), AnomalyMoments()], over: try blocks(strata: 1))
  let start = try await sources[0].contents()[0].initTime
  var times: [Int: Double] = [:]
  for threads in [1, 2] {
    times[threads] = try await best(of: 3) {
      // As a run goes: on two threads, one lead time is read while another is computed.
      try await withThrowingTaskGroup(of: Void.self) { group in
        for lead in 1...leads {
          if lead > threads { try await group.next() }
          group.addTask { try await score(.hours(6 * lead), from: start, sources, pass, threads: threads) }
        }
        try await group.waitForAll()
      }
    }
  }
  let peers = try peer.run(["time", folder.path]).split(separator: "\n").compactMap { line -> (String, Double)? in
    let parts = line.split(separator: " ")
    return parts.count == 2 ? Double(parts[1]).map { (String(parts[0]), $0) } : nil
  }
  for threads in [1, 2] {
    guard let time = times[threads] else { continue }
    let ratios = peers.map { String(format: "%.1f x %@", $0.1 / time, $0.0) }.joined(separator: ", ")
    print(
      String(
        format: "RMSE, bias and ACC of 6 lead times x 3 fields from NetCDF-4, %d thread%@: %.0f ms: %@", threads,
        threads == 1 ? "" : "s", time * 1000, ratios))
  }
  for (name, time) in peers { print(String(format: "peer %@: %.0f ms", name, time * 1000)) }
  try await wholeRun(folder)
}

private func score(
  _ lead: TimeSpan, from start: UTCTime, _ sources: [any ForecastSource], _ pass: FieldPass, threads: Int
) async throws {
  let f = try await values(sources[0], from: start, at: lead)
  let o = try await values(sources[1], from: start + lead, at: .zero)
  let c = try await values(sources[2], from: start + lead, at: .zero)
  let fields = ScoredFields(
    variable: .temperature2m, initTime: start, leadTime: lead, forecasts: f, observations: o,
    columns: [.climatology: c])
  _ = try await pass.sums(of: fields, threads: threads)
}

private func values(_ source: any ForecastSource, from time: UTCTime, at lead: TimeSpan) async throws -> [Float] {
  guard let forecast = try await source.forecast(.temperature2m, from: time, at: lead),
    case .fields(let members) = forecast.values
  else { return [] }
  return members[0].values
}

/// An evaluation from its file to its results, as `verify run` goes.
private func wholeRun(_ folder: URL) async throws {
  let plan = try EvaluationPlan(
    yaml: """
      forecasts:
        - {name: forecast, files: forecast.nc}
      analysis: {files: analysis.nc}
      variables: t2m
      scores: [me, rmse, mae, correlation]
      """, file: folder.appending(path: "plan.yaml"))
  for threads in [1, 2] {
    let time = try await best(of: 2) {
      let output = folder.appending(path: "results-\(UUID().uuidString)")
      _ = try await Evaluation(plan).run(into: try ResultsDatabase(writingTo: output), threads: threads)
    }
    print(
      String(
        format: "verify run, 6 forecasts and 6 analyses, %d thread%@: %.0f ms", threads, threads == 1 ? "" : "s",
        time * 1000))
  }
}

// MARK: - Around

/// Megabytes of this process at its largest.
private func peakMemory() -> Double {
  var usage = rusage()
  #if canImport(Darwin)
    getrusage(RUSAGE_SELF, &usage)
    return Double(usage.ru_maxrss) / 1e6
  #else
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return Double(usage.ru_maxrss) / 1e3
  #endif
}
