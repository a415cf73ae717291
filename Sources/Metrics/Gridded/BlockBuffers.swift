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
  /// Positions of the cells that are kept.
  private let kept: UnsafeMutablePointer<UInt16>

  private init(_ fields: [UnsafePointer<Float>], weights: UnsafePointer<Double>?) {
    self.fields = fields
    cellWeights = weights
    copies = fields.map { _ in .allocate(capacity: CellBlocks.blockSize) }
    weightCopy = .allocate(capacity: CellBlocks.blockSize)
    kept = .allocate(capacity: CellBlocks.blockSize)
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
    kept.deallocate()
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
    keep { i in
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
    keep { !column[$0].isNaN }
  }

  /// Keeps some cells. All are written down and the end moves on where one is kept: there is no branch.
  @inline(__always)
  private func keep(_ isKept: (Int) -> Bool) {
    var end = 0
    for i in 0..<count {
      kept[end] = UInt16(truncatingIfNeeded: i)
      end &+= isKept(i) ? 1 : 0
    }
    // A cell never moves towards the end, so that a block may be its own copy.
    func gather<Value>(_ values: UnsafePointer<Value>, to copy: UnsafeMutablePointer<Value>) {
      for i in 0..<end { copy[i] = values[Int(kept[i])] }
    }
    gather(forecasts, to: copies[0])
    gather(observations, to: copies[1])
    for k in columns.indices { gather(columns[k], to: copies[k + 2]) }
    if let own = weights {
      gather(own, to: weightCopy)
      weights = UnsafePointer(weightCopy)
    }
    useCopies()
    count = end
  }
}

extension BlockBuffers {
  /// What the moments of a part may be summed around: the block's first cell.
  var base: MomentBase { MomentBase(forecast: Double(forecasts[0]), observation: Double(observations[0])) }

  /// The same of the anomalies from the climatology in a column.
  func anomalyBase(_ column: Int) -> MomentBase {
    let c = Double(columns[column][0])
    return MomentBase(forecast: Double(forecasts[0]) - c, observation: Double(observations[0]) - c)
  }

  func take(_ moments: inout BlockMoments, around base: MomentBase) {
    moments.take(forecasts, observations, weights, count: count, around: base)
  }

  /// The anomalies from the climatology in a column.
  func takeAnomalies(_ moments: inout BlockMoments, around base: MomentBase, from column: Int) {
    moments.takeAnomalies(forecasts, observations, from: columns[column], weights, count: count, around: base)
  }

  /// The errors of wind vectors whose northward components are in two columns; nil where one is missing.
  func vectors(_ forecast: Int, _ observed: Int, _ weight: Double) -> VectorSums? {
    let vectors = BlockVectors(
      forecast: (forecasts, columns[forecast]), observed: (observations, columns[observed]), weights, count: count)
    return vectors.isComplete ? vectors.sums(of: count, times: weight) : nil
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
