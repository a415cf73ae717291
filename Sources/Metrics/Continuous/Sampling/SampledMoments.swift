import Foundation

/// Means, standard deviations and the correlation of pairs as a sample, with limits for pairs that are independent of one
/// another: what MET prints in its CNT lines.
///
/// Neighbouring stations and hours share their weather, so that these limits are too narrow for most pairs; those of
/// `ScoreEstimate`, from the spread between initial times, are what to trust. There are no limits where weights differ
/// from 1. Standard deviations divide by n - 1, unlike `stde`.
///
/// - Means: value ± q s / √n, q of the normal distribution from 120 pairs on and of Student's t below, as MET has it
/// - Standard deviations: √((n-1) s² / χ²), of the upper and the lower quantile of χ² with n - 1 degrees of freedom
/// - Correlation: Fisher's z, tanh(atanh r ± z / √(n-3)); none for 3 pairs or fewer
///
/// Wilks (2011), Statistical Methods in the Atmospheric Sciences, 3rd edition, chapter 5; Fisher (1921), Metron 1, 3-32
public struct SampledMoments: Hashable, Sendable {
  public struct Estimate: Hashable, Sendable {
    public let outcome: Outcome
    public let confidence: Confidence
  }

  /// From so many pairs on, the normal distribution stands for Student's t.
  public static let largeSample = 120

  public let meanForecast: Estimate
  public let forecastDeviation: Estimate
  public let meanObservation: Estimate
  public let observationDeviation: Estimate
  public let correlation: Estimate
  public let meanError: Estimate
  public let errorDeviation: Estimate

  /// - Parameter level: How often limits so made hold the truth, between 0 and 1.
  public init(_ sums: ErrorSums, level: Double = 0.95) {
    let sample = Sample(n: sums.n, isPlain: sums.sumW == Double(sums.n) && sums.sumW2 == Double(sums.n), level: level)
    meanForecast = sample.mean(sums.meanF, sums.m2F)
    forecastDeviation = sample.deviation(sums.m2F)
    meanObservation = sample.mean(sums.meanO, sums.m2O)
    observationDeviation = sample.deviation(sums.m2O)
    correlation = sample.correlation(Correlation().value(of: sums))
    meanError = sample.mean(sums.meanE, sums.m2E)
    errorDeviation = sample.deviation(sums.m2E)
  }
}

/// The size of a sample and what follows from it.
private struct Sample {
  let n: Int
  /// Whether all weights are 1.
  let isPlain: Bool
  let level: Double

  private typealias Estimate = SampledMoments.Estimate

  private var noLimits: Confidence? {
    n == 0 ? .none("no pairs") : isPlain ? nil : .none("limits of a sample need weights of 1")
  }

  func mean(_ mean: Double, _ squares: Double) -> SampledMoments.Estimate {
    guard n > 0 else { return Estimate(outcome: .noPairs, confidence: .none("no pairs")) }
    if let noLimits { return Estimate(outcome: Outcome(mean), confidence: noLimits) }
    guard n > 1 else { return Estimate(outcome: Outcome(mean), confidence: .none("only one pair")) }
    let error = (squares / Double(n - 1) / Double(n)).squareRoot()
    let upper = (1 + level) / 2
    let reach =
      error
      * (n >= SampledMoments.largeSample
        ? normalQuantile(upper) : StudentT(degreesOfFreedom: Double(n - 1)).quantile(upper))
    return Estimate(
      outcome: Outcome(mean), confidence: .limits(lower: mean - reach, upper: mean + reach, standardError: error))
  }

  func deviation(_ squares: Double) -> SampledMoments.Estimate {
    guard n > 1 else {
      let reason = n == 0 ? "no pairs" : "only one pair"
      return Estimate(outcome: .undefined(reason), confidence: .none(reason))
    }
    let deviation = (squares / Double(n - 1)).squareRoot()
    if let noLimits { return Estimate(outcome: Outcome(deviation), confidence: noLimits) }
    let distribution = ChiSquare(degreesOfFreedom: Double(n - 1))
    let (low, high) = (distribution.quantile((1 - level) / 2), distribution.quantile((1 + level) / 2))
    return Estimate(
      outcome: Outcome(deviation),
      confidence: .limits(
        lower: (squares / high).squareRoot(), upper: (squares / low).squareRoot(),
        standardError: deviation / (2 * Double(n - 1)).squareRoot()))
  }

  func correlation(_ outcome: Outcome) -> SampledMoments.Estimate {
    guard let r = outcome.value else { return Estimate(outcome: outcome, confidence: .none("no score")) }
    if let noLimits { return Estimate(outcome: outcome, confidence: noLimits) }
    guard n > 3 else { return Estimate(outcome: outcome, confidence: .none("three pairs or fewer")) }
    guard 1 - abs(r) > 1e-12 else {
      return Estimate(outcome: outcome, confidence: .none("a correlation of \(r) has no spread"))
    }
    let reach = normalQuantile((1 + level) / 2) / Double(n - 3).squareRoot()
    return Estimate(
      outcome: outcome,
      confidence: .limits(
        lower: tanh(atanh(r) - reach), upper: tanh(atanh(r) + reach),
        standardError: (1 - r * r) / Double(n - 3).squareRoot()))
  }
}
