import Fields
import Metrics

/// The unit in which people read a quantity, and how values get there from its canonical unit.
///
/// Pressures are read in hPa and amounts of precipitation in mm, and so are their squares. All other units
/// stay as they are: errors of temperature in K.
struct DisplayUnit {
  let symbol: String
  /// Multiplies a value in the canonical unit.
  let factor: Double

  init(canonical symbol: String) {
    switch symbol {
    case "Pa": (self.symbol, factor) = ("hPa", 0.01)
    case "Pa2": (self.symbol, factor) = ("hPa2", 0.0001)
    case "kg m-2": (self.symbol, factor) = ("mm", 1)
    case "kg2 m-4": (self.symbol, factor) = ("mm2", 1)
    default: (self.symbol, factor) = (symbol, 1)
    }
  }

  /// A unit as readers write it: `m s⁻¹`; nothing for a pure number.
  static func text(_ units: String) -> String {
    guard units != "1" else { return "" }
    let raised: [Character: Character] = ["-": "⁻", "1": "¹", "2": "²", "3": "³", "4": "⁴"]
    var result = ""
    for character in units {
      let isExponent = result.last?.isLetter == true || result.last == "⁻"
      result.append(isExponent ? raised[character] ?? character : character)
    }
    return result
  }
}

extension EvaluationRecord {
  /// The record with every score in the unit people read it in, for pages and tables that no program reads.
  var inDisplayUnits: EvaluationRecord {
    var record = self
    record.scores = scores.map(\.inDisplayUnit)
    record.differences = differences.map(\.inDisplayUnit)
    record.initTimeScores = initTimeScores.map(\.inDisplayUnit)
    record.stationScores = stationScores.map(\.inDisplayUnit)
    record.stationDifferences = stationDifferences.map(\.inDisplayUnit)
    record.curves = curves.map(\.inDisplayUnit)
    return record
  }
}

extension EvaluationRecord.StationScore {
  /// Maps show the bias and the root mean squared error, which have the unit of their variable; others stay as they are.
  fileprivate var inDisplayUnit: EvaluationRecord.StationScore {
    guard metric == "me" || metric == "rmse" else { return self }
    var score = self
    score.outcome = outcome.scaled(by: DisplayUnit(canonical: variable.unit.symbol).factor)
    return score
  }
}

extension Curve {
  fileprivate var inDisplayUnit: Curve {
    let factor = DisplayUnit(canonical: variable.unit.symbol).factor
    let (x, y): (Double, Double) =
      switch kind {
      case .errorDensity: (factor, 1 / factor)
      case .quantiles: (factor, factor)
      default: (1, 1)
      }
    var curve = self
    curve.threshold = threshold.map { ParameterText.text($0, of: "pod", variable) }
    for i in points.indices { (curve.points[i].x, curve.points[i].y) = (points[i].x * x, points[i].y * y) }
    return curve
  }
}

extension Score {
  fileprivate var inDisplayUnit: Score {
    let unit = DisplayUnit(canonical: units)
    var score = self
    score.units = unit.symbol
    score.threshold = threshold.map { ParameterText.text($0, of: metric, variable) }
    score.outcome = outcome.scaled(by: unit.factor)
    score.lower = lower.map { $0 * unit.factor }
    score.upper = upper.map { $0 * unit.factor }
    return score
  }
}

extension Outcome {
  fileprivate func scaled(by factor: Double) -> Outcome {
    if case .value(let x) = self { .value(x * factor) } else { self }
  }
}
