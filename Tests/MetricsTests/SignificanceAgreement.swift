import Fields
import Metrics

/// What the methods of significance make of the cases of `fixtures/scores/inputs.json`, by the names used there.
enum SignificanceAgreement {
  static func series(_ values: [Double], _ horizon: Int) -> [String: Outcome] {
    let series = Series.daily(values)
    var numbers: [String: Double?] = ["block length": series.automaticBlockLength]
    for method in [
      .autoregressive1, .autoregressive2, .neweyWest(lags: nil), .equalWeightedCosine,
      .dieboldMariano(horizon: horizon),
    ] as [SignificanceMethod] {
      let assessment = series.assessed(by: method)
      numbers["\(method.id) SE"] = assessment.confidence.standardError
      numbers["\(method.id) p"] = assessment.pValue
      numbers["\(method.id) t"] = assessment.confidence.standardError.map { series.whole / $0 }
    }
    return numbers.mapValues { $0.map { .value($0) } ?? .undefined("none") }
  }

  static func adjusted(_ p: [Double]) -> [String: Outcome] {
    var numbers: [String: Outcome] = [:]
    for multiplicity in [Multiplicity.sidak, .benjaminiHochberg] {
      for (i, p) in multiplicity.adjusted(p).enumerated() { numbers["\(multiplicity.rawValue) \(i)"] = .value(p) }
    }
    return numbers
  }

  static func twoWay(_ rows: [[Double]]) -> [String: Outcome] {
    let cells = rows.enumerated().flatMap { day, row in
      row.enumerated().map { station, difference in
        TwoWayClustering.Cell(time: Series.day(day), station: Int32(station), sum: difference)
      }
    }
    let error = TwoWayClustering(cells).confidence.standardError
    return ["two_way SE": error.map { .value($0) } ?? .undefined("none")]
  }
}

/// Made-up series, the same on every run and machine.
enum Series {
  static func day(_ day: Int) -> UTCTime { UTCTime(secondsSince1970: Int64(day) * 86_400) }

  static func daily(_ values: [Double]) -> CaseSeries {
    CaseSeries(times: values.indices.map(day), values: values)
  }

  /// Of an AR(1) process of mean 0, from its own distribution on, by normal numbers.
  static func autoregressive(_ count: Int, correlation: Double, _ random: inout SplitMix) -> [Double] {
    var values = [normal(&random) / (1 - correlation * correlation).squareRoot()]
    while values.count < count { values.append(correlation * values[values.count - 1] + normal(&random)) }
    return values
  }

  /// The sum of twelve uniform numbers less 6: near enough normal, and the same to the bit everywhere.
  private static func normal(_ random: inout SplitMix) -> Double {
    var sum = -6.0
    for _ in 0..<12 { sum += random.unit() }
    return sum
  }
}
