import CLanes

/// What moments are summed around: a first forecast and observation, or their anomalies. A mean of 101 325 Pa then
/// costs no digits, and a constant field has exactly no variance.
struct MomentBase {
  var forecast = 0.0
  var observation = 0.0
  var error: Double { forecast - observation }

  fileprivate var inC: cl_base { cl_base(forecast: forecast, observation: observation, error: error) }
}

/// The moments of one block of cells, none of whose values is missing, in one pass.
///
/// Everything is summed in Float64. A missing value makes the sums NaN, which is found without a question at each
/// cell.
struct BlockMoments {
  private(set) var errors = cl_errors()
  private(set) var values = cl_values()
  /// Of the anomalies from a climatology; zero where there is none.
  private(set) var anomalies = cl_values()

  /// Becomes the moments of at least one cell; without weights they all weigh 1.
  mutating func take(
    _ forecasts: UnsafePointer<Float>, _ observations: UnsafePointer<Float>, _ weights: UnsafePointer<Double>?,
    count: Int, around base: MomentBase
  ) {
    cl_moments(forecasts, observations, weights, count, base.inC, &errors, &values)
    anomalies = cl_values()
  }

  /// Takes the anomalies from a climatology too, around those of a first cell.
  mutating func takeAnomalies(
    _ forecasts: UnsafePointer<Float>, _ observations: UnsafePointer<Float>, from climatology: UnsafePointer<Float>,
    _ weights: UnsafePointer<Double>?, count: Int, around base: MomentBase
  ) {
    cl_anomalies(forecasts, observations, climatology, weights, count, base.inC, &anomalies)
  }

  /// Whether no forecast and no observation was missing.
  var isComplete: Bool { !(values.forecast + values.observation).isNaN }

  /// Whether no value of the climatology was missing.
  var hasAnomalies: Bool { !anomalies.forecast.isNaN }
}

extension cl_errors {
  /// Of no cell.
  static var none: cl_errors {
    var errors = cl_errors()
    (errors.low, errors.high) = (.infinity, -.infinity)
    return errors
  }

  /// Adds those of a block, whose cells all weigh a factor more.
  mutating func add(_ block: cl_errors, times factor: Double) {
    weight += factor * block.weight
    weight_square += factor * factor * block.weight_square
    sum += factor * block.sum
    square += factor * block.square
    absolute += factor * block.absolute
    low = min(block.low, low)
    high = max(block.high, high)
  }
}

extension cl_values {
  mutating func add(_ block: cl_values, times factor: Double) {
    forecast += factor * block.forecast
    observation += factor * block.observation
    forecast_square += factor * block.forecast_square
    observation_square += factor * block.observation_square
    product += factor * block.product
  }
}
