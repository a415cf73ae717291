import Fields
import Metrics

extension Score {
  /// The system, or `A - B` for a difference.
  var model: String { reference.map { "\(system) - \($0)" } ?? system }

  /// The value where it is a finite number.
  var number: Double? { outcome.value.flatMap { $0.isFinite ? $0 : nil } }

  /// Why there is no number, or nil where there is one.
  var reasonUndefined: String? {
    switch outcome {
    case .undefined(let reason): reason
    case .value(let x): x.isFinite ? nil : "the result is not finite"
    }
  }

  /// The interval where both limits are finite numbers.
  var interval: ClosedRange<Double>? {
    guard let lower, let upper, lower.isFinite, upper.isFinite, lower <= upper else { return nil }
    return lower...upper
  }
}

extension String {
  /// With a capital letter before and a full stop behind.
  var asSentence: String {
    guard let first else { return "" }
    return first.uppercased() + dropFirst() + (hasSuffix(".") ? "" : ".")
  }
}

extension Level {
  /// For tables: `2 m`, `500 hPa`, `surface`.
  var text: String {
    switch self {
    case .surface: "surface"
    case .meanSeaLevel: "mean sea level"
    case .column: "column"
    case .height(let metres): "\(Digits.shortest(metres)) m"
    case .pressure(let hectopascals): "\(Digits.shortest(hectopascals)) hPa"
    case .model(let number): "model level \(number)"
    }
  }
}

extension EvaluationRecord {
  /// The definition of a metric, or nil where the record does not carry it.
  func definition(_ metric: String) -> MetricDefinition? { definitions.first { $0.id == metric } }

  /// What a score is called where there is little room: its symbol, or its identity where another score of the record
  /// has the symbol too, as `fss` and `fss_whole` have.
  func symbol(of metric: String) -> String {
    guard let symbol = definition(metric)?.symbol else { return metric }
    return definitions.contains { $0.id != metric && $0.symbol == symbol } ? metric : symbol
  }
}

extension EvaluationRecord.StationScore {
  /// The value where it is a finite number.
  var number: Double? { outcome.value.flatMap { $0.isFinite ? $0 : nil } }

  /// Why there is no number, or nil where there is one.
  var reasonUndefined: String? {
    switch outcome {
    case .undefined(let reason): reason
    case .value(let x): x.isFinite ? nil : "the result is not finite"
    }
  }
}
