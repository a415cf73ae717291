import Fields
import Formats
import Foundation
import Metrics
import Verify

/// The same fields in NetCDF-4 as they are and compressed, and in GRIB, on one thread and two.
func passFromFiles(_ folder: URL, _ table: inout MarkdownTable) async throws {
  guard let peer = Peer("fields.py") else {
    print("no Python with netCDF4 and numpy: `make references` makes one; the comparison from files is left out")
    return
  }
  let limit = ThreadBudget.limit
  defer { ThreadBudget.limit = limit }
  _ = try peer.run(["write", folder.path])
  let peers = try times(of: peer, ["time", folder.path])
  for (kind, name) in [("", "uncompressed"), ("-zlib", "zlib level 4 and shuffle"), ("-blosc", "blosc with lz4")] {
    guard FileManager.default.fileExists(atPath: folder.appending(path: "forecast\(kind).nc").path) else { continue }
    let files = try FieldFiles(folder, kind)
    let time = try await onOneAndTwoThreads { try await files.score(threads: $0) }
    table.add(
      "RMSE, bias and ACC of 6 lead times x 3 fields from NetCDF-4, \(name)", text(time, fields: 3 * fieldLeads),
      beside(time, peers.filter { $0.kind == kind }))
  }
  try await readMessages(folder, peers, &table)
  try await wholeRun(folder, &table)
}

/// A forecast, an analysis and a climatology of the same 6 times.
private struct FieldFiles {
  let sources: [any ForecastSource]
  let pass: FieldPass

  init(_ folder: URL, _ kind: String) throws {
    sources = try ["forecast", "analysis", "climatology"].map {
      try Catalogue.open([folder.appending(path: "\($0)\(kind).nc")], options: SourceOptions(name: $0))
    }
    pass = FieldPass([ErrorMoments(), AnomalyMoments()], over: try fieldBlocks(strata: 1))
  }

  /// As a run goes: on two threads, one lead time is read while another is computed.
  func score(threads: Int) async throws {
    let start = try await sources[0].contents()[0].initTime
    try await withThrowingTaskGroup(of: Void.self) { group in
      for lead in 1...fieldLeads {
        if lead > threads { try await group.next() }
        group.addTask {
          try await ThreadBudget.occupied { try await score(.hours(6 * lead), from: start, threads: threads) }
        }
      }
      try await group.waitForAll()
    }
  }

  private func score(_ lead: TimeSpan, from start: UTCTime, threads: Int) async throws {
    let f = try await values(sources[0], from: start, at: lead)
    let o = try await values(sources[1], from: start + lead, at: .zero)
    let c = try await values(sources[2], from: start + lead, at: .zero)
    let fields = ScoredFields(
      variable: .temperature2m, initTime: start, leadTime: lead, forecasts: f, observations: o,
      columns: [.climatology: c])
    _ = try await pass.sums(of: fields, threads: threads)
  }
}

private func values(_ source: any ForecastSource, from time: UTCTime, at lead: TimeSpan) async throws -> [Float] {
  guard let forecast = try await source.forecast(.temperature2m, from: time, at: lead),
    case .fields(let members) = forecast.values
  else { throw BenchmarkError(description: "\(source.name): a field that was written can't be read") }
  return members[0].values
}

/// Messages of the forecasts in two packings, decoded to Float32 beside ecCodes to Float64.
private func readMessages(_ folder: URL, _ peers: [PeerTime], _ table: inout MarkdownTable) async throws {
  for packing in ["simple", "ccsds"] {
    let file = folder.appending(path: "\(packing).grib")
    guard FileManager.default.fileExists(atPath: file.path) else { continue }
    let source = try Catalogue.open([file], options: SourceOptions(name: packing))
    let keys = try await source.contents()
    let time = try await onOneAndTwoThreads { threads in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for (position, key) in keys.enumerated() {
          if position >= threads { try await group.next() }
          group.addTask {
            _ = try await ThreadBudget.occupied { try await values(source, from: key.initTime, at: key.leadTime) }
          }
        }
        try await group.waitForAll()
      }
    }
    table.add(
      "\(keys.count) GRIB messages, \(packing == "ccsds" ? "CCSDS" : packing) packing, 16 bits",
      text(time, fields: keys.count), beside(time, peers.filter { $0.kind == "-\(packing)" }))
  }
}

/// An evaluation from its file to its results, as `verify run` goes.
private func wholeRun(_ folder: URL, _ table: inout MarkdownTable) async throws {
  let plan = try EvaluationPlan(
    yaml: """
      forecasts:
        - {name: forecast, files: forecast.nc}
      analysis: {files: analysis.nc}
      variables: t2m
      scores: [me, rmse, mae, correlation]
      """, file: folder.appending(path: "plan.yaml"))
  let time = try await onOneAndTwoThreads { threads in
    let output = folder.appending(path: "results-\(UUID().uuidString)")
    _ = try await Evaluation(plan).run(into: try ResultsDatabase(writingTo: output), threads: threads)
  }
  table.add(
    "`verify run`, 6 forecasts and 6 analyses, uncompressed", text(time, fields: 2 * fieldLeads),
    "results, ledger and database included")
}

// MARK: - Times

private func onOneAndTwoThreads(_ work: (Int) async throws -> Void) async throws -> (one: Double, two: Double) {
  ThreadBudget.limit = 1
  let one = try await best(of: 4) { try await work(1) }
  ThreadBudget.limit = 2
  return (one, try await best(of: 4) { try await work(2) })
}

private func text(_ time: (one: Double, two: Double), fields: Int) -> String {
  let megabytes = Double(fields * fieldBytes) / 1e6
  return String(
    format: "%.0f ms, %.0f MB of values/s; 2 threads %.0f ms, %.0f MB/s", time.one * 1000, megabytes / time.one,
    time.two * 1000, megabytes / time.two)
}

/// How much longer peers take than one thread, and than two.
private func beside(_ time: (one: Double, two: Double), _ peers: [PeerTime]) -> String {
  peers.map { String(format: "%@ %.1f and %.1f times as long", $0.name, $0.seconds / time.one, $0.seconds / time.two) }
    .joined(separator: "; ")
}

/// What a peer needs for files of a kind: "" uncompressed, "-zlib".
private struct PeerTime {
  let kind: String
  let name: String
  let seconds: Double
}

/// Lines of a peer: KIND SECONDS NAME.
private func times(of peer: Peer, _ arguments: [String]) throws -> [PeerTime] {
  try peer.run(arguments).split(separator: "\n").compactMap { line in
    let words = line.split(separator: " ", maxSplits: 2)
    guard words.count == 3, let seconds = Double(words[1]) else { return nil }
    return PeerTime(kind: words[0] == "plain" ? "" : "-\(words[0])", name: String(words[2]), seconds: seconds)
  }
}
