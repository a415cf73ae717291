import Fields
import Metrics

extension SampleRecord {
  /// The sample with all that a page can draw: curves of every kind, initial times, stations that differ.
  func full() -> EvaluationRecord {
    var record = make()
    for (position, system) in systems.enumerated() {
      for variable in variables {
        record.curves += curves(system, variable, shift: 0.1 * Double(position))
        record.initTimeScores += (0..<cases).map { i in
          Score(
            system: system, variable: variable, stratum: "all",
            initTime: UTCTime(secondsSince1970: 1_704_067_200 + 86_400 * Int64(i)), metric: "rmse", n: 100, cases: 1,
            outcome: i == 4 ? .undefined("no pairs") : .value(1 + 0.1 * Double(i * 3 % 7) + 0.2 * Double(position)),
            units: variable.unit.symbol)
        }
      }
    }
    let candidate = record.stationScores.filter { $0.system == systems[0] }
    record.stationDifferences = candidate.enumerated().map { i, station in
      var difference = station
      (difference.reference, difference.metric) = (systems[systems.count - 1], "rmse")
      difference.outcome = .value(0.1 * Double(i % 5) - 0.3)
      (difference.pValue, difference.adjustedPValue) = (i < 3 ? 0.001 : 0.4, i < 3 ? 0.02 : 0.4)
      return difference
    }
    return record
  }

  private func curves(_ system: String, _ variable: Variable, shift: Double) -> [Curve] {
    func curve(_ kind: Curve.Kind, _ points: [Curve.Point], _ threshold: String? = nil) -> Curve {
      Curve(
        kind: kind, system: system, variable: variable, stratum: "all", leadTime: nil, threshold: threshold, n: 12_345,
        points: points)
    }
    let tenths = (0...10).map { Double($0) / 10 }
    return [
      curve(.reliability, tenths.map { Curve.Point(x: $0, y: 0.8 * $0 + shift, weight: 1.1 - $0) }, ">=1"),
      curve(
        .roc, tenths.reversed().map { Curve.Point(x: 1 - $0, y: 1 - $0 * $0, limit: $0 == 1 ? nil : $0) }, ">=1"),
      curve(.rankHistogram, [4, 2, 1, 1, 2, 5].map { $0 / 15 }.enumerated().map { Curve.Point(x: Double($0), y: $1) }),
      curve(
        .errorDensity,
        (-10...10).map { Curve.Point(x: Double($0) / 2, y: max(0, 0.2 - 0.02 * Double(abs($0)) - 0.1 * shift)) }),
      curve(.quantiles, tenths.map { Curve.Point(x: 270 + 20 * $0, y: 270 + 21 * $0 + shift, limit: $0) }),
      curve(.taylor, [Curve.Point(x: 0.9 + shift, y: 0.95 - shift)]),
    ]
  }
}
