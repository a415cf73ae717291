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

    mutating func merge(_ other: PartSums) throws {
      errors.merge(other.errors)
      anomalies.merge(other.anomalies)
      for i in events.indices { events[i].merge(other.events[i]) }
      for i in others.indices { try others[i].merge(other.others[i]) }
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
  private let climatology: Int?
  /// The columns of the northward components of a forecast and an observed wind.
  private let northward: (Int, Int)?
  private var pairs: MatchedPairs
  private(set) var sums: Sums

  /// Throws where a statistic can't add pairs.
  init(_ pass: FieldPass, _ fields: ScoredFields, band: Int) throws {
    self.pass = pass
    columns = fields.columns.keys.sorted { $0.description < $1.description }
    climatology = columns.firstIndex(of: .climatology)
    if let f = columns.firstIndex(of: .secondForecast), let o = columns.firstIndex(of: .secondObservation) {
      northward = (f, o)
    } else {
      northward = nil
    }
    pairs = MatchedPairs(
      variable: fields.variable, initTime: fields.initTime, leadTime: fields.leadTime, stations: [], forecasts: [],
      observations: [])
    sums = Sums(parts: [PartSums?](repeating: nil, count: pass.cells.parts.count))
    guard !pass.cells.blocks.isEmpty else { return }
    let values = [fields.forecasts, fields.observations] + columns.map { fields.columns[$0] ?? [] }
    try BlockBuffers.over(values, weights: pass.cells.cellWeights) { buffers in
      for block in pass.cells.blocks[pass.cells.bands[band]] {
        buffers.load(block, pass.cells.runs)
        try add(block, buffers)
      }
    }
  }

  private mutating func add(_ block: CellBlocks.Block, _ buffers: BlockBuffers) throws {
    let part = Int(block.part)
    var errors = buffers.moments(block.weight)
    if errors == nil {
      let missing = buffers.dropMissing()
      sums.missingObservations += missing.observations
      sums.missingForecasts += missing.forecasts
      guard buffers.count > 0 else { return }
      errors = buffers.moments(block.weight, isWhole: true)
    }
    guard let errors else { return }
    if sums.parts[part] == nil { sums.parts[part] = pass.emptyPart }
    sums.parts[part]?.errors.merge(errors)
    for (i, way) in pass.ways.enumerated() {
      guard case .events(let events) = way else { continue }
      sums.parts[part]?.events[i].merge(buffers.count(events, block.weight))
    }
    try addPairs(block, buffers)
    if pass.hasAnomalies { addAnomalies(block, buffers, errors) }
  }

  /// Comes last, since it may leave cells out.
  private mutating func addAnomalies(_ block: CellBlocks.Block, _ buffers: BlockBuffers, _ errors: ErrorSums) {
    let part = Int(block.part)
    guard let climatology else {
      sums.parts[part]?.anomalies.lacking += buffers.count
      return
    }
    var moments = buffers.anomalies(from: climatology, beside: errors, block.weight)
    if moments == nil {
      let before = buffers.count
      buffers.dropMissing(inColumn: climatology)
      sums.parts[part]?.anomalies.lacking += before - buffers.count
      guard buffers.count > 0, let errors = buffers.moments(block.weight, isWhole: true) else { return }
      moments = buffers.anomalies(from: climatology, beside: errors, block.weight, isWhole: true)
    }
    if let moments { sums.parts[part]?.anomalies.moments.merge(moments) }
  }

  /// Gives the cells as pairs to every statistic without a kernel of its own, and to that of wind vectors where a
  /// component is missing.
  private mutating func addPairs(_ block: CellBlocks.Block, _ buffers: BlockBuffers) throws {
    var asPairs = pass.pairStatistics
    if let vectors = pass.vectors {
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
    for i in asPairs { try sums.parts[Int(block.part)]?.add(pass.statistics[i], at: i, pairs) }
  }
}
