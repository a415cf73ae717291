import Fields
import Foundation
import Metrics

/// What each family of scores costs a pair, beside the same scores in Python on the same pairs; every value is
/// compared before it is believed.
func scorePairs(in folder: URL) throws {
  heading("Scores, a pair at a time, beside the same in Python")
  guard let peer = Peer("pairs.py") else {
    print("no Python with scores, scoringrules and xskillscore: `make references` makes one; left out")
    return
  }
  let folder = folder.appending(path: "scores")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  _ = try peer.run(["write", folder.path])
  let ours = try ScoreTasks(folder: folder).results()
  let theirs = try peer.run(["time", folder.path]).split(separator: "\n").map { $0.split(separator: " ") }
  var (compared, apart) = (0, 0)
  for task in ours {
    var line = task.name.padding(toLength: 13, withPad: " ", startingAt: 0)
    line += String(format: "%9.2f ns %@", task.seconds / Double(task.units) * 1e9, task.unit)
    if let rate = task.bytes.map({ Double($0) / task.seconds / 1e9 }) { line += String(format: ", %.1f GB/s", rate) }
    for row in theirs where row.count == 4 && row[0] == task.name {
      guard let seconds = Double(row[2]), let value = Double(row[3]) else { continue }
      line += String(format: "; %.1f x %@", seconds / task.seconds, String(row[1]))
      compared += 1
      if abs(value - task.value) <= 1e-9 * abs(value) { continue }
      line += " (ours \(task.value), theirs \(value))"
      apart += 1
    }
    print(line)
  }
  print("\(compared) values compared, of which \(apart) differ by more than 1e-9")
}

private struct ScoreTask {
  let name: String
  let units: Int
  var unit = "a pair"
  let seconds: Double
  let value: Double
  var bytes: Int?
}

private struct ScoreTasks {
  let folder: URL

  func array(_ name: String) throws -> [Double] {
    let data = try Data(contentsOf: folder.appending(path: "\(name).f64"))
    return data.withUnsafeBytes { bytes in
      (0..<bytes.count / 8).map {
        Double(bitPattern: UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: $0 * 8, as: UInt64.self)))
      }
    }
  }

  func pairs(
    _ f: [Double], _ o: [Double], members: [Double] = [], size: Int = 1, columns: [PairColumn: [Double]] = [:]
  ) -> MatchedPairs {
    MatchedPairs(
      variable: .temperature2m, initTime: UTCTime(secondsSince1970: 0), leadTime: .hours(24),
      stations: (0..<f.count).map(Int32.init), forecasts: f, observations: o, members: members, memberCount: size,
      columns: columns)
  }

  /// The time for all of the scores, and the value of one.
  func task(
    _ name: String, _ ids: [String], value id: String, of pairs: MatchedPairs, bytes: Int? = nil
  ) throws -> ScoreTask {
    let metrics = ids.compactMap { Catalogue.metric(id: $0) }
    precondition(metrics.count == ids.count, "unknown scores among \(ids)")
    var accumulation = Accumulation(for: metrics)
    let seconds = try best(of: 5) {
      accumulation = Accumulation(for: metrics)
      try accumulation.add(pairs)
    }
    let shown = metrics[ids.firstIndex(of: id) ?? 0]
    return ScoreTask(
      name: name, units: pairs.count, seconds: seconds, value: try accumulation.outcome(of: shown).value ?? .nan,
      bytes: bytes)
  }

  func results() throws -> [ScoreTask] {
    try single() + ensembles(of: 10) + ensembles(of: 50) + [energy()] + fractions() + [spectra()]
  }

  private func single() throws -> [ScoreTask] {
    let (f, o) = (try array("f"), try array("o"))
    let plain = pairs(f, o)
    var copy = [Double](repeating: 0, count: f.count)
    let copied = best(of: 7) { copy.withUnsafeMutableBufferPointer { _ = $0.update(from: f) } }
    print(String(format: "copy of an array: %.1f GB/s", Double(8 * f.count) / copied / 1e9))
    let limits = [275, 279, 283, 287, 291]
    let wind = pairs(
      try array("uf"), try array("uo"),
      columns: [.secondForecast: try array("vf"), .secondObservation: try array("vo")])
    let dry = SEEPSAbove025().statistic
    let rain = pairs(
      try array("rain_f"), try array("rain_o"),
      columns: Dictionary(
        uniqueKeysWithValues: try dry.columns.map { column in
          if case .dryProbability = column { (column, try array("p1")) } else { (column, try array("heavy")) }
        }))
    return [
      try task(
        "continuous", ["me", "mse", "mae", "rmse", "correlation"], value: "rmse", of: plain, bytes: 16 * f.count),
      try task("events", limits.map { "pod(>=\($0))" }, value: "pod(>=283)", of: plain, bytes: 16 * f.count),
      try task(
        "anomaly", ["acc_centred"], value: "acc_centred",
        of: pairs(f, o, columns: [.climatology: try array("climatology")]), bytes: 24 * f.count),
      try task("wind", ["rmsve"], value: "rmsve", of: wind, bytes: 32 * f.count),
      try task("quantile", ["quantile_score(0.9)"], value: "quantile_score(0.9)", of: plain, bytes: 16 * f.count),
      try task("seeps", ["seeps_0p25_above"], value: "seeps_0p25_above", of: rain, bytes: 32 * f.count),
    ]
  }

  private func ensembles(of size: Int) throws -> [ScoreTask] {
    let (members, o) = (try array("members\(size)"), try array("observed\(size)"))
    let f = o.indices.map { i in members[i * size..<(i + 1) * size].reduce(0, +) / Double(size) }
    let all = pairs(f, o, members: members, size: size)
    return [
      try task("crps\(size)", ["crps_ecdf", "crps_fair"], value: "crps_ecdf", of: all),
      try task("hersbach\(size)", ["crps_reliability", "crps_potential"], value: "crps_potential", of: all),
      try task("twcrps\(size)", ["twcrps_ecdf(>=283)"], value: "twcrps_ecdf(>=283)", of: all),
      try task("brier\(size)", ["brier(>=283)"], value: "brier(>=283)", of: all),
      try task("roc\(size)", ["roc_area(>=283)"], value: "roc_area(>=283)", of: all),
      try task("rps\(size)", ["rps(278|283|288)"], value: "rps(278|283|288)", of: all),
      try task("ranks\(size)", ["rank_outliers"], value: "rank_outliers", of: all),
    ]
  }

  /// 200 stations at a time.
  private func energy() throws -> ScoreTask {
    let (members, o) = (try array("members50"), try array("observed50"))
    let all = pairs(o, o, members: members, size: 50)
    let score = StationEnergyScore()
    var sums = score.statistic.emptySums()
    let seconds = try best(of: 3) {
      sums = score.statistic.emptySums()
      for start in stride(from: 0, to: o.count, by: 200) {
        try score.statistic.accumulate(all.selecting(start..<start + 200), into: &sums)
      }
    }
    return ScoreTask(name: "energy", units: o.count, seconds: seconds, value: try score.outcome(of: sums).value ?? .nan)
  }

  private func fields(_ name: String, rows: Int, columns: Int) throws -> WholeFields {
    let layout = FieldLayout(
      rows: rows, columns: columns, wraps: true, hasCircles: true, rowSpacing: 1000,
      columnSpacings: [Double](repeating: 1000, count: rows))
    var parts = CellParts(cellCount: rows * columns)
    parts.addAll()
    return WholeFields(
      ScoredFields(
        variable: .precipitation(.hours(24)), initTime: UTCTime(secondsSince1970: 0), leadTime: .hours(24),
        forecasts: try array("field\(name)_f").map(Float.init),
        observations: try array("field\(name)_o").map(Float.init)),
      CellBlocks(
        rowStarts: (0...rows).map { $0 * columns }, weights: .rows([Double](repeating: 1, count: rows)), parts: parts,
        layout: layout), layout)
  }

  /// The fields anew for each run, so that the areas of the event are made anew as well.
  private func fractions() throws -> [ScoreTask] {
    try [("1000", 1000, 1000), ("2001", 2001, 4000)].map { name, rows, columns in
      let fields = try fields(name, rows: rows, columns: columns)
      let scores = [1, 3, 5, 9, 17, 33, 65, 129].map {
        WholeFractionsSkillScore(EventAtScale(Threshold(.atLeast, 1), at: .cells($0)))
      }
      var sums: [FractionsSums] = []
      let seconds = best(of: 3) {
        let whole = WholeFields(
          fields.fields, rows: rows, columns: columns, weights: .rows([Double](repeating: 1, count: rows)))
        sums = scores.map { $0.statistic.sums(of: whole, rows: 0..<rows)[0] }
      }
      return ScoreTask(
        name: "fss\(name)", units: 8 * rows * columns, unit: "a cell and scale", seconds: seconds,
        value: scores[3].value(of: sums[3]).value ?? .nan)
    }
  }

  private func spectra() throws -> ScoreTask {
    let fields = try fields("1000", rows: 1000, columns: 1000)
    var sums = SpectralSums()
    let seconds = best(of: 3) { sums = ZonalSpectra().sums(of: fields, rows: 0..<1000)[0] }
    let power = sums.curves.first?.1[2].y
    return ScoreTask(
      name: "spectra", units: 1_000_000, unit: "a cell", seconds: seconds, value: power ?? .nan)
  }
}
