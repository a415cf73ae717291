/// Adds the blocks of one band of rows.
struct FieldBand {
  /// What one part of the grid adds to the statistics.
  struct PartSums: Sendable {
    var errors = ErrorSums()
    var anomalies = AnomalySums()
    /// In the order of the statistics; empty sums for those that are not events.
    var events: [ContingencySums]
    /// In the order of the statistics; empty sums for those that have a kernel of their own.
    var others: [AnySums]

    /// - Parameter statistics: The positions of those that are not empty in both.
    mutating func merge(_ other: PartSums, _ statistics: (events: [Int], others: [Int])) throws {
      errors.merge(other.errors)
      anomalies.merge(other.anomalies)
      for i in statistics.events { events[i].merge(other.events[i]) }
      for i in statistics.others { try others[i].merge(other.others[i]) }
    }

    fileprivate mutating func add(_ statistic: any Statistic, at i: Int, _ pairs: MatchedPairs) throws {
      try statistic.accumulate(pairs, into: &others[i])
    }
  }

  struct Sums: Sendable {
    /// By part; nil where the band has no pair in it.
    var parts: [PartSums?]
    var missingForecasts = 0
    var missingObservations = 0
  }

  private let pass: FieldPass
  private let columns: [PairColumn]
  private let hasAnomalies: Bool
  /// They lie behind the columns in the buffers.
  private let memberCount: Int
  private let climatology: Int?
  /// The columns of the northward components of a forecast and an observed wind.
  private let northward: (Int, Int)?
  private let tables: [(position: Int, events: BlockEvents)]
  private let vectors: Int?
  private let pairStatistics: [Int]
  /// By part.
  private var errors: [PartMoments]
  private var anomalies: [PartMoments]
  private var pairs: MatchedPairs
  private(set) var sums: Sums

  /// Throws where a statistic can't add pairs.
  init(_ pass: FieldPass, _ fields: ScoredFields, band: Int) throws {
    self.pass = pass
    columns = fields.columns.keys.sorted { $0.description < $1.description }
    hasAnomalies = pass.hasAnomalies
    memberCount = fields.members.count
    climatology = columns.firstIndex(of: .climatology)
    if let f = columns.firstIndex(of: .secondForecast), let o = columns.firstIndex(of: .secondObservation) {
      northward = (f, o)
    } else {
      northward = nil
    }
    (tables, vectors, pairStatistics) = (pass.tables, pass.vectors, pass.pairStatistics)
    let partCount = pass.cells.parts.count
    errors = [PartMoments](repeating: PartMoments(), count: partCount)
    anomalies = hasAnomalies ? errors : []
    pairs = MatchedPairs(
      variable: fields.variable, initTime: fields.initTime, leadTime: fields.leadTime, stations: [], forecasts: [],
      observations: [])
    sums = Sums(parts: [PartSums?](repeating: nil, count: partCount))
    guard !pass.cells.blocks.isEmpty else { return }
    let values = [fields.forecasts, fields.observations] + columns.map { fields.columns[$0] ?? [] } + fields.members
    try BlockBuffers.over(values, weights: pass.cells.cellWeights) { buffers in
      for block in pass.cells.blocks[pass.cells.bands[band]] {
        buffers.load(block, pass.cells.runs)
        try add(block, buffers)
      }
    }
    for part in 0..<partCount where errors[part].count > 0 {
      sums.parts[part]?.errors = errors[part].sums
      if hasAnomalies, anomalies[part].count > 0 { sums.parts[part]?.anomalies.moments = anomalies[part].sums }
    }
  }

  private mutating func add(_ block: CellBlocks.Block, _ buffers: BlockBuffers) throws {
    let part = Int(block.part)
    var moments = BlockMoments()
    take(&moments, of: part, buffers)
    if !moments.isComplete {
      let missing = buffers.dropMissing()
      sums.missingObservations += missing.observations
      sums.missingForecasts += missing.forecasts
      guard buffers.count > 0 else { return }
      take(&moments, of: part, buffers)
    }
    let base = base(of: part, buffers)
    if errors[part].count == 0 { sums.parts[part] = pass.emptyPart }
    errors[part].add(
      moments.values, around: base, moments.errors, around: base.error, count: buffers.count, times: block.weight)
    for (position, events) in tables {
      sums.parts[part]?.events[position].merge(buffers.count(events, block.weight))
    }
    try addPairs(block, buffers)
    if hasAnomalies { addAnomalies(block, buffers, moments, base) }
  }

  private func base(of part: Int, _ buffers: BlockBuffers) -> MomentBase {
    errors[part].count > 0 ? errors[part].base : buffers.base
  }

  /// The moments of a block, with those of the anomalies where there is a climatology.
  private func take(_ moments: inout BlockMoments, of part: Int, _ buffers: BlockBuffers) {
    buffers.take(&moments, around: base(of: part, buffers))
    if hasAnomalies, let climatology, moments.isComplete {
      buffers.takeAnomalies(&moments, around: anomalyBase(of: part, buffers, climatology), from: climatology)
    }
  }

  private func anomalyBase(of part: Int, _ buffers: BlockBuffers, _ climatology: Int) -> MomentBase {
    anomalies[part].count > 0 ? anomalies[part].base : buffers.anomalyBase(climatology)
  }

  /// Comes last, since it may leave cells out.
  private mutating func addAnomalies(
    _ block: CellBlocks.Block, _ buffers: BlockBuffers, _ moments: BlockMoments, _ base: MomentBase
  ) {
    let part = Int(block.part)
    guard let climatology else {
      sums.parts[part]?.anomalies.lacking += buffers.count
      return
    }
    var moments = moments
    if !moments.hasAnomalies {
      let before = buffers.count
      buffers.dropMissing(inColumn: climatology)
      sums.parts[part]?.anomalies.lacking += before - buffers.count
      guard buffers.count > 0 else { return }
      buffers.take(&moments, around: base)
      buffers.takeAnomalies(&moments, around: anomalyBase(of: part, buffers, climatology), from: climatology)
    }
    anomalies[part].add(
      moments.anomalies, around: anomalyBase(of: part, buffers, climatology), moments.errors, around: base.error,
      count: buffers.count, times: block.weight)
  }

  /// Gives the cells as pairs to every statistic without a kernel of its own, and to that of wind vectors where a
  /// component is missing.
  private mutating func addPairs(_ block: CellBlocks.Block, _ buffers: BlockBuffers) throws {
    guard vectors != nil || !pairStatistics.isEmpty else { return }
    var asPairs = pairStatistics
    if let vectors {
      if let northward, let sums = buffers.vectors(northward.0, northward.1, block.weight) {
        let kept = AnySums(sums, of: pass.statistics[vectors].key)
        try self.sums.parts[Int(block.part)]?.others[vectors].merge(kept)
      } else {
        asPairs.append(vectors)
      }
    }
    guard !asPairs.isEmpty else { return }
    let count = buffers.count
    pairs.stations = [Int32](repeating: 0, count: count)
    pairs.forecasts = (0..<count).map { Double(buffers.forecasts[$0]) }
    pairs.observations = (0..<count).map { Double(buffers.observations[$0]) }
    pairs.weights = (0..<count).map { buffers.weights?[$0] ?? block.weight }
    for (k, name) in columns.enumerated() {
      pairs.columns[name] = (0..<count).map { Double(buffers.columns[k][$0]) }
    }
    if memberCount > 0 {
      pairs.memberCount = memberCount
      pairs.members = [Double](repeating: 0, count: count * memberCount)
      for k in 0..<memberCount {
        let member = buffers.columns[columns.count + k]
        for i in 0..<count { pairs.members[i * memberCount + k] = Double(member[i]) }
      }
    }
    for i in asPairs { try sums.parts[Int(block.part)]?.add(pass.statistics[i], at: i, pairs) }
  }
}
