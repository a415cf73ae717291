/// What moments are summed around: a first forecast and observation, or their anomalies. A mean of 101 325 Pa then
/// costs no digits, and a constant field has exactly no variance.
struct MomentBase {
  var forecast = 0.0
  var observation = 0.0
  var error: Double { forecast - observation }
}

/// Sums of errors, around a first one.
struct ErrorLanes {
  var weight = LanePair.zero
  var weightSquare = LanePair.zero
  var sum = LanePair.zero
  var square = LanePair.zero
  var absolute = LanePair.zero
  var low = LanePair(repeating: .infinity)
  var high = LanePair(repeating: -.infinity)

  /// Adds those of a block, whose cells all weigh a factor more.
  mutating func add(_ block: ErrorLanes, times factor: Double) {
    weight += factor * block.weight
    weightSquare += factor * factor * block.weightSquare
    sum += factor * block.sum
    square += factor * block.square
    absolute += factor * block.absolute
    low = block.low.lesser(low)
    high = block.high.greater(high)
  }
}

/// Sums of forecasts and observations or of their anomalies, around the first ones.
struct ValueLanes {
  var forecast = LanePair.zero
  var observation = LanePair.zero
  var forecastSquare = LanePair.zero
  var observationSquare = LanePair.zero
  var product = LanePair.zero

  @inline(__always)
  fileprivate mutating func add(_ f: LanePair, _ o: LanePair, _ weight: LanePair) {
    let (wf, wo) = (weight * f, weight * o)
    forecast += wf
    observation += wo
    forecastSquare += wf * f
    observationSquare += wo * o
    product += wf * o
  }

  mutating func add(_ block: ValueLanes, times factor: Double) {
    forecast += factor * block.forecast
    observation += factor * block.observation
    forecastSquare += factor * block.forecastSquare
    observationSquare += factor * block.observationSquare
    product += factor * block.product
  }
}

/// The moments of one block of cells, none of whose values is missing, in one pass.
///
/// Everything is summed in Float64. A missing value makes the sums NaN, which is found without a question at each
/// cell.
///
/// The loops are plain and the sums stored at their end, and not returned: written otherwise, the compiler takes lanes
/// apart and needs twice the time.
struct BlockMoments {
  private(set) var errors = ErrorLanes()
  private(set) var values = ValueLanes()
  /// Of the anomalies from a climatology; zero where there is none.
  private(set) var anomalies = ValueLanes()

  /// Becomes the moments of at least one cell.
  @inline(never)
  mutating func take<Weights: BlockWeights>(
    _ forecasts: UnsafePointer<Float>, _ observations: UnsafePointer<Float>, count: Int, around base: MomentBase,
    _ weights: Weights
  ) {
    let first = Firsts(base)
    var sums = BlockMoments()
    var i = 0
    while i + 4 <= count {
      let (f, o, w) = (forecasts.lanes(i), observations.lanes(i), weights.lanes(i))
      sums.add(f.0, o.0, first, w.0, weighsEvenly: Weights.areEven)
      sums.add(f.1, o.1, first, w.1, weighsEvenly: Weights.areEven)
      i += 4
    }
    while i < count {
      sums.add(forecasts.twice(i), observations.twice(i), first, weights.once(i), weighsEvenly: Weights.areEven)
      i += 1
    }
    self = sums
    if Weights.areEven { weigh(count) }
  }

  /// The same, and those of the anomalies from a climatology around those of a first cell.
  @inline(never)
  mutating func take<Weights: BlockWeights>(
    _ forecasts: UnsafePointer<Float>, _ observations: UnsafePointer<Float>, from climatology: UnsafePointer<Float>,
    count: Int, around base: MomentBase, _ anomaly: MomentBase, _ weights: Weights
  ) {
    let (first, firstAnomaly) = (Firsts(base), Firsts(anomaly))
    var sums = BlockMoments()
    var i = 0
    while i + 4 <= count {
      let (f, o, w) = (forecasts.lanes(i), observations.lanes(i), weights.lanes(i))
      let c = climatology.lanes(i)
      sums.add(f.0, o.0, first, w.0, weighsEvenly: Weights.areEven)
      sums.anomalies.add(f.0 - c.0 - firstAnomaly.forecast, o.0 - c.0 - firstAnomaly.observation, w.0)
      sums.add(f.1, o.1, first, w.1, weighsEvenly: Weights.areEven)
      sums.anomalies.add(f.1 - c.1 - firstAnomaly.forecast, o.1 - c.1 - firstAnomaly.observation, w.1)
      i += 4
    }
    while i < count {
      let (f, o, w) = (forecasts.twice(i), observations.twice(i), weights.once(i))
      let c = climatology.twice(i)
      sums.add(f, o, first, w, weighsEvenly: Weights.areEven)
      sums.anomalies.add(f - c - firstAnomaly.forecast, o - c - firstAnomaly.observation, w)
      i += 1
    }
    self = sums
    if Weights.areEven { weigh(count) }
  }

  /// A base in both lanes.
  private struct Firsts {
    let forecast: LanePair
    let observation: LanePair
    let error: LanePair

    @inline(__always)
    init(_ base: MomentBase) {
      forecast = LanePair(repeating: base.forecast)
      observation = LanePair(repeating: base.observation)
      error = LanePair(repeating: base.error)
    }
  }

  @inline(__always)
  private mutating func add(
    _ f: LanePair, _ o: LanePair, _ first: Firsts, _ weight: LanePair, weighsEvenly: Bool
  ) {
    let error = f - o
    let rest = error - first.error
    let weighted = weight * rest
    if !weighsEvenly {
      errors.weight += weight
      errors.weightSquare += weight * weight
    }
    errors.sum += weighted
    errors.square += weighted * rest
    errors.absolute += weight * error.magnitudes
    errors.low = error.lesser(errors.low)
    errors.high = error.greater(errors.high)
    values.add(f - first.forecast, o - first.observation, weight)
  }

  /// Cells that all weigh the same are not counted one by one.
  private mutating func weigh(_ count: Int) {
    errors.weight = LanePair(Double(count), 0)
    errors.weightSquare = errors.weight
  }

  /// Whether no forecast and no observation was missing.
  var isComplete: Bool { !(values.forecast.sum() + values.observation.sum()).isNaN }

  /// Whether no value of the climatology was missing.
  var hasAnomalies: Bool { !anomalies.forecast.sum().isNaN }
}
