import Fields
import Foundation

/// A forecast system of the demo world: the truth with errors that grow.
struct DemoSystem {
  let name: String
  /// Of the errors of each variable, in the order of `DemoWorld.variables`.
  let growth: [ErrorGrowth]
  /// How much of the departure from the climate is lost at 120 h, as in a model that was trained to
  /// small mean squares.
  let damping: Double
  /// Added to temperatures below 263 K, for each kelvin below: a ground that does not cool enough.
  let warmthInCold: Double
  /// Draws patterns that no other system draws.
  fileprivate let purpose: UInt64

  /// A standard deviation and a mean error over lead time.
  struct ErrorGrowth: Sendable {
    let initial: Double
    let saturated: Double
    /// Hours in which the error comes close to saturation.
    let scale: Double
    let bias: Double
    /// Added to the bias from the initial time to 120 h.
    var drift = 0.0

    ///     σ(L) = σ₀ + (σ∞ - σ₀) (1 - exp(-(L/τ)^1.3))
    func deviation(at lead: TimeSpan) -> Double {
      initial + (saturated - initial) * (1 - exp(-pow(max(0, lead.hours) / scale, 1.3)))
    }

    func meanError(at lead: TimeSpan) -> Double { bias + drift * lead.hours / 120 }
  }

  /// Better early and in the middle, smooth at the end.
  static let candidate = DemoSystem(
    name: "ghr-like",
    growth: [
      ErrorGrowth(initial: 0.6, saturated: 3.6, scale: 150, bias: -0.05, drift: -0.25),
      ErrorGrowth(initial: 0.8, saturated: 4.2, scale: 130, bias: 0),
      ErrorGrowth(initial: 0.8, saturated: 4.2, scale: 130, bias: 0),
      ErrorGrowth(initial: 60, saturated: 800, scale: 150, bias: -10, drift: -40),
      ErrorGrowth(initial: 0.25, saturated: 0.9, scale: 130, bias: 0),
    ], damping: 0.3, warmthInCold: 0, purpose: 1)

  static let baseline = DemoSystem(
    name: "ifs-hres-like",
    growth: [
      ErrorGrowth(initial: 0.9, saturated: 3.7, scale: 135, bias: 0.2),
      ErrorGrowth(initial: 1.05, saturated: 4.2, scale: 130, bias: 0.15),
      ErrorGrowth(initial: 1.05, saturated: 4.2, scale: 130, bias: 0),
      ErrorGrowth(initial: 75, saturated: 820, scale: 135, bias: 25),
      ErrorGrowth(initial: 0.3, saturated: 0.92, scale: 125, bias: 0.05),
    ], damping: 0, warmthInCold: 0.1, purpose: 2)

  /// The part of the variance of errors that systems share, since they start from like analyses.
  static let sharedVariance = 0.5

  /// The forecasts of all variables at one lead time, in their canonical units and the grid's order;
  /// precipitation is absent at lead 0.
  ///
  /// - truth: what `DemoWorld.truth(at:)` gives for the valid time.
  func forecast(
    _ truth: [[Float]], in world: DemoWorld, seed: UInt64, from initTime: UTCTime, at lead: TimeSpan
  ) -> [(variable: Variable, values: [Float])] {
    var fields = truth
    let keep = Float(1 - damping * lead.hours / 120)
    for (index, variable) in DemoWorld.variables.enumerated() {
      let growth = growth[index]
      let offset = Float(growth.meanError(at: lead))
      switch variable.quantity {
      case .eastwardWind, .northwardWind:
        for cell in fields[index].indices { fields[index][cell] = fields[index][cell] * keep + offset }
      case .airTemperature:
        let rate = Float(warmthInCold)
        for cell in fields[index].indices {
          let cold = max(0, min(20, 263 - fields[index][cell]))
          fields[index][cell] += offset + rate * cold
        }
      default:
        for cell in fields[index].indices { fields[index][cell] += offset }
      }
      addError(growth.deviation(at: lead), index, world, seed, initTime, lead, to: &fields[index])
      SmoothPatterns.levelPoles(&fields[index], world.latitudes, world.columns)
    }
    return zip(DemoWorld.variables, fields).compactMap { variable, field in
      guard variable.quantity == .precipitation else { return (variable, field) }
      guard lead > .zero else { return nil }
      return (variable, field.map { DemoWorld.precipitation(ofWetness: $0) * keep })
    }
  }

  /// A smooth error of standard deviation `deviation`: a part that all systems have, and one of this
  /// system that turns from one pattern into another within 120 h.
  private func addError(
    _ deviation: Double, _ variable: Int, _ world: DemoWorld, _ seed: UInt64, _ initTime: UTCTime, _ lead: TimeSpan,
    to field: inout [Float]
  ) {
    let forecast = "\(initTime) \(variable)"
    var shared = SeededRandom(seed: seed, purpose: "shared \(forecast)")
    var own = SeededRandom(seed: seed &+ purpose, purpose: forecast)
    let count = world.patterns.fields.count
    let drift = Int(lead.hours / 6)
    let angle = lead.hours / 120 * .pi / 2
    func draw(_ random: inout SeededRandom) -> (pattern: Int, turn: Int) {
      (Int(random.uniform() * Double(count)), Int(random.uniform() * Double(world.columns)) + drift)
    }
    let common = draw(&shared)
    world.patterns.add(
      common.pattern, times: deviation * DemoSystem.sharedVariance.squareRoot(), turned: common.turn, to: &field)
    let rest = deviation * (1 - DemoSystem.sharedVariance).squareRoot()
    let (first, second) = (draw(&own), draw(&own))
    world.patterns.add(first.pattern, times: rest * cos(angle), turned: first.turn, to: &field)
    world.patterns.add(second.pattern, times: rest * sin(angle), turned: second.turn, to: &field)
  }
}
