/// One block of cells as the kernels take it: values that lie one after the other.
///
/// A block of one run is read where it lies in the fields; one of several runs, or with missing values, is copied
/// first.
final class BlockBuffers {
  private(set) var forecasts: UnsafePointer<Float>
  private(set) var observations: UnsafePointer<Float>
  private(set) var columns: [UnsafePointer<Float>]
  private(set) var weights: UnsafePointer<Double>?
  private(set) var count = 0

  /// Forecasts, observations, then the columns.
  private let fields: [UnsafePointer<Float>]
  private let cellWeights: UnsafePointer<Double>?
  private let copies: [UnsafeMutablePointer<Float>]
  private let weightCopy: UnsafeMutablePointer<Double>

  private init(_ fields: [UnsafePointer<Float>], weights: UnsafePointer<Double>?) {
    self.fields = fields
    cellWeights = weights
    copies = fields.map { _ in .allocate(capacity: CellBlocks.blockSize) }
    weightCopy = .allocate(capacity: CellBlocks.blockSize)
    (forecasts, observations) = (UnsafePointer(copies[0]), UnsafePointer(copies[1]))
    columns = copies.dropFirst(2).map { UnsafePointer($0) }
  }

  /// Buffers over fields: the forecasts, the observations, then the columns. They are valid within the closure.
  ///
  /// Traps where there are fewer than two fields.
  static func over<Result>(
    _ fields: [[Float]], weights: [Double]?, _ body: (BlockBuffers) throws -> Result
  ) throws -> Result {
    func descend(_ rest: ArraySlice<[Float]>, _ found: [UnsafePointer<Float>]) throws -> Result {
      guard let first = rest.first else {
        guard let weights else { return try body(BlockBuffers(found, weights: nil)) }
        return try weights.withUnsafeBufferPointer { try body(BlockBuffers(found, weights: $0.baseAddress)) }
      }
      return try first.withUnsafeBufferPointer { values in
        try descend(rest.dropFirst(), found + (values.baseAddress.map { [$0] } ?? []))
      }
    }
    return try descend(fields[...], [])
  }

  deinit {
    for copy in copies { copy.deallocate() }
    weightCopy.deallocate()
  }

  func load(_ block: CellBlocks.Block, _ runs: [CellBlocks.Run]) {
    count = Int(block.count)
    let range = Int(block.runs.lowerBound)..<Int(block.runs.upperBound)
    guard range.count > 1 else {
      let start = Int(runs[range.lowerBound].start)
      forecasts = fields[0] + start
      observations = fields[1] + start
      for k in columns.indices { columns[k] = fields[k + 2] + start }
      weights = cellWeights.map { $0 + start }
      return
    }
    for (field, copy) in zip(fields, copies) {
      var end = copy
      for run in runs[range] {
        end.update(from: field + Int(run.start), count: Int(run.count))
        end += Int(run.count)
      }
    }
    if let cellWeights {
      var end = weightCopy
      for run in runs[range] {
        end.update(from: cellWeights + Int(run.start), count: Int(run.count))
        end += Int(run.count)
      }
      weights = UnsafePointer(weightCopy)
    }
    useCopies()
  }

  private func useCopies() {
    (forecasts, observations) = (UnsafePointer(copies[0]), UnsafePointer(copies[1]))
    for k in columns.indices { columns[k] = UnsafePointer(copies[k + 2]) }
  }

  /// Leaves out the cells that miss a forecast or an observation; says how many.
  func dropMissing() -> (observations: Int, forecasts: Int) {
    let (forecasts, observations) = (forecasts, observations)
    var missing = (observations: 0, forecasts: 0)
    drop { i in
      let (lacksO, lacksF) = (observations[i].isNaN, forecasts[i].isNaN)
      missing.observations += lacksO ? 1 : 0
      missing.forecasts += lacksF && !lacksO ? 1 : 0
      return !lacksO && !lacksF
    }
    return missing
  }

  /// Leaves out the cells that miss a value of a column.
  func dropMissing(inColumn k: Int) {
    let column = columns[k]
    drop { !column[$0].isNaN }
  }

  /// Keeps some cells. Each is copied, and the end moves on where it is kept: there is no branch.
  @inline(__always)
  private func drop(keeping isKept: (Int) -> Bool) {
    var kept = 0
    for i in 0..<count {
      let step = isKept(i) ? 1 : 0
      copies[0][kept] = forecasts[i]
      copies[1][kept] = observations[i]
      for k in columns.indices { copies[k + 2][kept] = columns[k][i] }
      if let weights { weightCopy[kept] = weights[i] }
      kept += step
    }
    if weights != nil { weights = UnsafePointer(weightCopy) }
    useCopies()
    count = kept
  }
}

extension BlockBuffers {
  /// The moments of the block; nil where a value is missing, unless it is known that none is.
  func moments(_ weight: Double, isWhole: Bool = false) -> ErrorSums? {
    if let weights {
      let moments = BlockMoments(forecasts, observations, count: count, OwnWeights(weights: weights))
      return isWhole || moments.isComplete ? moments.sums : nil
    }
    let moments = BlockMoments(forecasts, observations, count: count, EvenWeights(factor: weight))
    return isWhole || moments.isComplete ? moments.sums : nil
  }

  /// The moments of the anomalies from the climatology in a column, beside those of the values; nil where a value of
  /// it is missing, unless it is known that none is.
  func anomalies(from column: Int, beside values: ErrorSums, _ weight: Double, isWhole: Bool = false) -> ErrorSums? {
    let climatology = columns[column]
    if let weights {
      let anomalies = BlockAnomalies(
        forecasts, observations, from: climatology, count: count, OwnWeights(weights: weights))
      return isWhole || anomalies.isComplete ? anomalies.sums(beside: values) : nil
    }
    let anomalies = BlockAnomalies(
      forecasts, observations, from: climatology, count: count, EvenWeights(factor: weight))
    return isWhole || anomalies.isComplete ? anomalies.sums(beside: values) : nil
  }

  /// The errors of wind vectors whose northward components are in two columns; nil where one is missing.
  func vectors(_ forecast: Int, _ observed: Int, _ weight: Double) -> VectorSums? {
    let (f, o) = ((forecasts, columns[forecast]), (observations, columns[observed]))
    if let weights {
      let vectors = BlockVectors(forecast: f, observed: o, count: count, OwnWeights(weights: weights))
      return vectors.isComplete ? vectors.sums : nil
    }
    let vectors = BlockVectors(forecast: f, observed: o, count: count, EvenWeights(factor: weight))
    return vectors.isComplete ? vectors.sums : nil
  }

  func count(_ events: BlockEvents, _ weight: Double) -> ContingencySums {
    var table = ContingencySums()
    if let weights {
      events.add(forecasts, observations, count: count, weights: weights, to: &table)
    } else {
      events.add(forecasts, observations, count: count, weight: weight, to: &table)
    }
    return table
  }
}
