import Fields
import Foundation
import Metrics

/// Rows and columns of every field of this benchmark, and how many lead times its files have.
let (fieldRows, fieldColumns, fieldLeads) = (2001, 4000, 6)
/// The bytes of the values of one field.
let fieldBytes = 4 * fieldRows * fieldColumns

/// Fields against an analysis: the pass in memory beside a copy of the same bytes, and from files beside NumPy,
/// `scores` and ecCodes on the same files.
///
/// Throws where the process has needed more than a gigabyte.
func compareFields(in folder: URL) async throws {
  heading("Fields of 2001 x 4000 against an analysis")
  var table = MarkdownTable(header: ["What", "Time", "Beside"])
  try await passInMemory(&table)
  try await passFromFiles(folder, &table)
  let peak = peakMemory()
  table.add(
    "Peak resident memory", String(format: "%.0f MB", peak), "of the whole benchmark, three fields of its own included")
  table.print()
  guard peak < 1000 else {
    throw BenchmarkError(description: String(format: "it needed %.0f MB where a gigabyte has to do", peak))
  }
}

// MARK: - In memory

private func field(_ seed: UInt64, missing: UInt64 = 0) -> [Float] {
  var random = SplitMix64(state: seed)
  return (0..<fieldRows * fieldColumns).map { _ in
    let draw = random.next()
    return draw & 0xFF < missing ? .nan : 280 + Float(draw >> 40) / Float(1 << 22)
  }
}

/// Every cell, and boxes of 700 rows and 1200 columns that overlap.
func fieldBlocks(strata: Int) throws -> CellBlocks {
  var parts = CellParts(cellCount: fieldRows * fieldColumns)
  parts.addAll()
  for stratum in 1..<max(1, strata) {
    let (top, left) = (stratum * 137 % 1300, stratum * 711 % 2800)
    try parts.addStratum { cell in
      let (row, column) = (cell / fieldColumns, cell % fieldColumns)
      return row >= top && row < top + 700 && column >= left && column < left + 1200
    }
  }
  let weights = (0..<fieldRows).map { max(0, cos((Double($0) / 1000 - 1) * .pi / 2)) }
  return CellBlocks(rowStarts: (0...fieldRows).map { $0 * fieldColumns }, weights: .rows(weights), parts: parts)
}

private func passInMemory(_ table: inout MarkdownTable) async throws {
  let (f, o, c) = (field(1), field(2), field(3))
  let copied = copyTime(of: f)
  let copyRate = Double(fieldBytes) / copied
  print(String(format: "copy of a field, one core: %.1f ms, %.1f GB/s", copied * 1000, copyRate / 1e9))
  let events = [281, 282, 283].map { ContingencyTable(Threshold(.atLeast, Double($0))) }
  let tasks: [(String, [any Statistic], Int)] = [
    ("Errors", [ErrorMoments()], 2),
    ("Errors and anomalies", [ErrorMoments(), AnomalyMoments()], 3),
    ("Errors, anomalies and 3 events", [ErrorMoments(), AnomalyMoments()] + events, 3),
  ]
  func fields(_ forecasts: [Float], reading count: Int) -> ScoredFields {
    ScoredFields(
      variable: .temperature2m, initTime: UTCTime(secondsSince1970: 0), leadTime: .hours(6), forecasts: forecasts,
      observations: o, columns: count > 2 ? [.climatology: c] : [:])
  }
  let strata = [1, 5, 20]
  let cells = try strata.map { try fieldBlocks(strata: $0) }
  for (name, statistics, read) in tasks {
    var times: [Double] = []
    var twoThreads: [Double] = []
    for cells in cells {
      let pass = FieldPass(statistics, over: cells)
      let fields = fields(f, reading: read)
      times.append(try await best(of: 9) { _ = try await pass.sums(of: fields, threads: 1) })
      twoThreads.append(try await best(of: 9) { _ = try await pass.sums(of: fields, threads: 2) })
    }
    let shares = times.map { Double(read * fieldBytes) / $0 / copyRate }
    table.add(
      "\(name) of one field in memory, 1, 5 and 20 strata",
      "\(list(times, "%.1f", times: 1000)) ms; 2 threads \(list(twoThreads, "%.1f", times: 1000)) ms",
      String(format: "a copy of one field takes %.1f ms; %@ of its rate", copied * 1000, list(shares, "%.2f")))
  }
  try await moreFields(FieldPass(tasks[1].1, over: cells[0]), fields(f, reading: 3), &table)
  let gappy = fields(field(4, missing: 77), reading: 3)
  let pass = FieldPass(tasks[1].1, over: cells[0])
  let time = try await best(of: 5) { _ = try await pass.sums(of: gappy) }
  table.add(
    "Errors and anomalies, three in ten forecast cells missing", String(format: "%.1f ms", time * 1000),
    String(format: "%.2f of the copy's rate", Double(3 * fieldBytes) / time / copyRate))
}

private func copyTime(of field: [Float]) -> Double {
  var copy = [Float](repeating: 0, count: field.count)
  return best(of: 15) { copy.withUnsafeMutableBufferPointer { _ = $0.update(from: field) } }
}

/// What 1, 4 and 16 fields take, in turn.
private func moreFields(_ pass: FieldPass, _ fields: ScoredFields, _ table: inout MarkdownTable) async throws {
  var each: [Double] = []
  for count in [1, 4, 16] {
    let time = try await best(of: 3) {
      for _ in 0..<count { _ = try await pass.sums(of: fields) }
    }
    each.append(time / Double(count))
  }
  table.add("Errors and anomalies of 1, 4 and 16 fields", "\(list(each, "%.1f", times: 1000)) ms a field", "")
}

private func list(_ numbers: [Double], _ format: String, times factor: Double = 1) -> String {
  let texts = numbers.map { String(format: format, $0 * factor) }
  return texts.dropLast().joined(separator: ", ") + " and " + (texts.last ?? "")
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
