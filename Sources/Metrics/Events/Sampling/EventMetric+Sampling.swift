import Foundation

// Proportions have Wilson's limits, scores of logarithms and products those of the delta method.

extension BaseRate {
  public func samplingConfidence(of sums: ContingencySums, level: Double) -> Confidence {
    sums.wilson(sums.observed, of: sums.total, level: level)
  }
}

extension ForecastRate {
  public func samplingConfidence(of sums: ContingencySums, level: Double) -> Confidence {
    sums.wilson(sums.forecast, of: sums.total, level: level)
  }
}

extension ProportionCorrect {
  public func samplingConfidence(of sums: ContingencySums, level: Double) -> Confidence {
    sums.wilson(sums.hits + sums.correctNegatives, of: sums.total, level: level)
  }
}

extension ProbabilityOfDetection {
  public func samplingConfidence(of sums: ContingencySums, level: Double) -> Confidence {
    sums.wilson(sums.hits, of: sums.observed, level: level)
  }
}

extension ProbabilityOfFalseDetection {
  public func samplingConfidence(of sums: ContingencySums, level: Double) -> Confidence {
    sums.wilson(sums.falseAlarms, of: sums.falseAlarms + sums.correctNegatives, level: level)
  }
}

extension FalseAlarmRatio {
  public func samplingConfidence(of sums: ContingencySums, level: Double) -> Confidence {
    sums.wilson(sums.falseAlarms, of: sums.forecast, level: level)
  }
}

extension SuccessRatio {
  public func samplingConfidence(of sums: ContingencySums, level: Double) -> Confidence {
    sums.wilson(sums.hits, of: sums.forecast, level: level)
  }
}

extension CriticalSuccessIndex {
  public func samplingConfidence(of sums: ContingencySums, level: Double) -> Confidence {
    sums.wilson(sums.hits, of: sums.hits + sums.falseAlarms + sums.misses, level: level)
  }
}

extension PeirceSkillScore {
  /// As far to both sides as the half-widths of Wilson's limits of POD and POFD are together, the root of the sum of
  /// their squares; the standard error is that of the delta method.
  ///
  /// MET does so too, but gives POFD the variance of POD.
  public func samplingConfidence(of sums: ContingencySums, level: Double) -> Confidence {
    let normal = sums.delta(value(of: sums), level: level) { a, b, c, d in a / (a + c) - b / (b + d) }
    let hit = sums.wilson(sums.hits, of: sums.observed, level: level)
    let alarm = sums.wilson(sums.falseAlarms, of: sums.falseAlarms + sums.correctNegatives, level: level)
    guard case .limits(_, _, let error) = normal, case .limits(let low, let high, _) = hit,
      case .limits(let least, let most, _) = alarm, let score = value(of: sums).value
    else { return normal }
    let half = ((high - low) * (high - low) + (most - least) * (most - least)).squareRoot() / 2
    return .limits(lower: score - half, upper: score + half, standardError: error)
  }
}

extension OddsRatioSkillScore {
  public func samplingConfidence(of sums: ContingencySums, level: Double) -> Confidence {
    sums.delta(value(of: sums), level: level) { a, b, c, d in (a * d - b * c) / (a * d + b * c) }
  }
}

extension ExtremeDependencyScore {
  public func samplingConfidence(of sums: ContingencySums, level: Double) -> Confidence {
    sums.delta(value(of: sums), level: level) { a, b, c, d in
      let n = a + b + c + d
      let (seen, hit) = (CellGradient.log((a + c) / n), CellGradient.log(a / n))
      return (seen + seen - hit) / hit
    }
  }
}

extension SymmetricExtremeDependencyScore {
  public func samplingConfidence(of sums: ContingencySums, level: Double) -> Confidence {
    sums.delta(value(of: sums), level: level) { a, b, c, d in
      let n = a + b + c + d
      let (seen, said, hit) = (CellGradient.log((a + c) / n), CellGradient.log((a + b) / n), CellGradient.log(a / n))
      return (seen + said - hit) / hit
    }
  }
}

extension ExtremalDependenceIndex {
  /// The full delta method: the formula that MET and harp print holds only where the event is forecast exactly as
  /// often as it is observed, and is about 17 % too wide for Finley's tornadoes.
  public func samplingConfidence(of sums: ContingencySums, level: Double) -> Confidence {
    sums.delta(value(of: sums), level: level) { a, b, c, d in
      let (hit, alarm) = (CellGradient.log(a / (a + c)), CellGradient.log(b / (b + d)))
      return (alarm - hit) / (alarm + hit)
    }
  }
}

extension SymmetricExtremalDependenceIndex {
  /// The full delta method; see `ExtremalDependenceIndex`.
  public func samplingConfidence(of sums: ContingencySums, level: Double) -> Confidence {
    sums.delta(value(of: sums), level: level) { a, b, c, d in
      let (hit, miss) = (CellGradient.log(a / (a + c)), CellGradient.log(c / (a + c)))
      let (alarm, silence) = (CellGradient.log(b / (b + d)), CellGradient.log(d / (b + d)))
      return (alarm - hit - silence + miss) / (alarm + hit + silence + miss)
    }
  }
}

extension OddsRatio {
  /// Woolf's limits, even in the logarithm (1955, doi:10.1111/j.1469-1809.1955.tb01348.x).
  public func samplingConfidence(of sums: ContingencySums, level: Double) -> Confidence {
    let logarithm = sums.delta(value(of: sums), level: level) { a, b, c, d in CellGradient.log(a * d / (b * c)) }
    guard case .limits(let lower, let upper, let error) = logarithm, let odds = value(of: sums).value else {
      return logarithm
    }
    return .limits(lower: exp(lower), upper: exp(upper), standardError: odds * error)
  }
}
