import Metrics
import Testing

@Suite struct StudentTTests {
  /// Upper tails from the regularised incomplete beta function of mpmath 1.3 with 40 digits.
  static let tails: [(nu: Double, t: Double, p: Double)] = [
    (1, 0.001, 0.4996816902199194), (1, 0.5, 0.3524163823495667), (1, 2, 0.1475836176504333),
    (1, 40, 0.007956089912025813), (2, 0.5, 0.3333333333333333), (2, 6, 0.01333573660771239),
    (4.5, 0.001, 0.4996224532560758), (4.5, 2, 0.05412895359056251), (4.5, 40, 3.224782606460499e-7),
    (9, 0.5, 0.3145356499130132), (9, 2, 0.03827641188535052), (9, 40, 9.491499224669913e-12),
    (29, 2, 0.02747181859148359), (29, 6, 7.963954213087332e-7), (29, 40, 3.173438664864674e-27),
    (364, 0.001, 0.4996013316906289), (364, 2, 0.02312142812516452), (364, 40, 1.358326414894389e-135),
    (1_000_000, 0.5, 0.3085375937361857), (1_000_000, 2, 0.0227502669256596),
    (1_000_000, 6, 9.869249061772173e-10),
  ]

  @Test(arguments: tails)
  func tailsAgreeWithFortyDigits(nu: Double, t: Double, p: Double) {
    let distribution = StudentT(degreesOfFreedom: nu)
    #expect(abs(distribution.upperTail(t) / p - 1) < (nu > 1000 ? 1e-10 : 1e-12))
    #expect(abs(distribution.upperTail(-t) - (1 - p)) < 1e-12)
    #expect(distribution.cumulative(-t) == distribution.upperTail(t))
    #expect(distribution.twoSided(-t) == 2 * distribution.upperTail(t))
  }

  /// `scipy.stats.t.ppf` of scipy 1.17.1.
  static let quantiles: [(nu: Double, p: Double, t: Double)] = [
    (1, 0.6, 0.32491969623290634), (1, 0.975, 12.706204736174694), (2, 0.95, 2.9199855803537242),
    (2, 0.9999999, 2236.067642678063), (4.5, 0.975, 2.6589123472044034), (9, 0.975, 2.262157162798205),
    (29, 0.9999999, 6.76516019347368), (364, 0.95, 1.6490505451718847), (1_000_000, 0.975, 1.959966356814107),
  ]

  @Test(arguments: quantiles)
  func quantilesAgreeWithSciPy(nu: Double, p: Double, t: Double) {
    let distribution = StudentT(degreesOfFreedom: nu)
    #expect(abs(distribution.quantile(p) / t - 1) < 1e-9)
    #expect(abs(distribution.upperTail(distribution.quantile(p)) / (1 - p) - 1) < 1e-10)
  }

  @Test func quantilesAreSymmetric() {
    let distribution = StudentT(degreesOfFreedom: 7)
    #expect(distribution.quantile(0.5) == 0)
    #expect(distribution.quantile(0.25) == -distribution.quantile(0.75))
    #expect(distribution.upperTail(0) == 0.5)
    #expect(distribution.upperTail(.infinity) == 0)
    #expect(distribution.upperTail(-.infinity) == 1)
    #expect(distribution.upperTail(.nan).isNaN)
  }
}
