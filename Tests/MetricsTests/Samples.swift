import Fields
import Metrics

/// Made-up pairs for the laws, the same on every run and machine.
enum Samples {
  /// Thresholds whose limits come from a climatology.
  static let climatological = [
    Threshold(.atLeast, .quantile(QuantileLevel(0.9))), Threshold(.above, .returnPeriod(years: 2)),
  ]

  /// Every score: those of events at 1 mm and at one of the thresholds of a climatology, those with another parameter
  /// at their example.
  static let metrics: [any Metric] =
    Catalogue.metrics + Catalogue.furtherMetrics + Catalogue.parametricMetrics.map { example($0) }
    + Catalogue.eventMetrics.map { $0.init(Threshold(.atLeast, 1)) }
    + Catalogue.eventMetrics.enumerated().map { position, type in type.init(climatological[position % 2]) }

  private static func example(_ type: any ParametricMetric.Type) -> any Metric {
    func make<M: ParametricMetric>(_: M.Type) -> any Metric { M(M.example) }
    return make(type)
  }

  static let initTime = UTCTime(secondsSince1970: 0)

  static func pairs(
    _ forecasts: [Double], _ observations: [Double], weights: [Double]? = nil, members: [Double] = [],
    memberCount: Int = 1, stations: [Int32]? = nil, columns: [PairColumn: [Double]] = [:]
  ) -> MatchedPairs {
    MatchedPairs(
      variable: .precipitation(.hours(24)), initTime: initTime, leadTime: .hours(24),
      stations: stations ?? forecasts.indices.map { Int32($0 % 7) }, forecasts: forecasts,
      observations: observations, weights: weights, members: members, memberCount: memberCount, columns: columns)
  }

  /// An ensemble of `m` with its mean as the forecast. NaN members are missing.
  static func ensemble(_ ensembles: [[Double]], _ observations: [Double], weights: [Double]? = nil) -> MatchedPairs {
    let means = ensembles.map { ensemble in
      let present = ensemble.filter { !$0.isNaN }
      return present.reduce(0, +) / Double(present.count)
    }
    return pairs(
      means, observations, weights: weights, members: ensembles.flatMap { $0 },
      memberCount: ensembles.first?.count ?? 1)
  }

  /// 1200 pairs of an ensemble of 5: precipitation-like, with ties, zeros, missing members and weights.
  static let rain: MatchedPairs = {
    var random = SplitMix(state: 11)
    var (ensembles, observations, weights): ([[Double]], [Double], [Double]) = ([], [], [])
    for i in 0..<1200 {
      let scale = random.unit() < 0.4 ? 0 : -6 * (1 - random.unit()).logarithm()
      observations.append(random.unit() < 0.3 ? 0 : (scale * random.unit() * 10).rounded() / 10)
      var ensemble = (0..<5).map { _ in random.unit() < 0.2 ? 0 : (scale * random.unit() * 10).rounded() / 10 }
      if i % 9 == 0 { ensemble[i % 5] = .nan }
      ensembles.append(ensemble)
      weights.append([0.25, 1, 1, 2.5][i % 4])
    }
    var pairs = ensemble(ensembles, observations, weights: weights)
    pairs.columns = columns(observations)
    pairs.northwardMembers = pairs.members.indices.map { i in
      i % 31 == 7 ? .nan : (random.unit() * 80).rounded() / 10 - 4
    }
    return pairs
  }()

  static let seepsCategories = [0.2, 0.25].flatMap { limit in
    [false, true].map { SEEPSCategories(dryLimit: limit, includesLimits: $0) }
  }

  static let columns: [PairColumn] =
    [
      .climatology, .baseline, .secondForecast, .secondObservation, .lowerLimit, .upperLimit,
      .greatestForecastNearby, .greatestObservationNearby, .leastForecastNearby, .leastObservationNearby,
    ]
    + seepsCategories.flatMap { [PairColumn.dryProbability($0), .heavyLimit($0)] }
    + (climatological + [Threshold(.atLeast, 1)]).flatMap {
      [PairColumn.limit($0), .eventProbability($0)]
    }

  /// Every column, with something missing in each of the numbers.
  private static func columns(_ observations: [Double]) -> [PairColumn: [Double]] {
    var random = SplitMix(state: 23)
    var columns: [PairColumn: [Double]] = [:]
    for name in Samples.columns {
      columns[name] = observations.indices.map { i in
        let x = random.unit()
        if i % 97 == 5 { return .nan }
        switch name {
        case .climatology: return 1 + (x * 16).rounded() / 8
        case .baseline: return (observations[i] * x * 10).rounded() / 10
        case .secondForecast, .secondObservation: return (x * 80).rounded() / 10 - 4
        case .dryProbability, .eventProbability: return 0.05 + 0.9 * x
        case .limit: return 0.8 + (x * 20).rounded() / 10
        case .heavyLimit: return 0.5 + (x * 40).rounded() / 10
        case .lowerLimit: return (x * 20).rounded() / 10
        case .upperLimit: return 2 + (x * 40).rounded() / 10
        case .greatestForecastNearby, .greatestObservationNearby: return observations[i] + (x * 20).rounded() / 10
        case .leastForecastNearby, .leastObservationNearby: return observations[i] * x
        }
      }
    }
    return columns
  }

  /// 1500 pairs of single forecasts of pressure in Pa.
  static let pressure: MatchedPairs = {
    var random = SplitMix(state: 5)
    let observations = (0..<1500).map { _ in 101_325 + 900 * (random.unit() + random.unit() - 1) }
    return pairs(observations.map { $0 + 0.01 + 40 * (random.unit() - 0.5) }, observations)
  }()

  static let onePair = ensemble([[1, 2, 4, 7]], [3])
  static let constant = ensemble([[5, 5, 5], [5, 5, 5]], [5, 5])

  static let all: [(name: String, pairs: MatchedPairs)] = [
    ("rain", rain), ("pressure", pressure), ("one pair", onePair), ("constant", constant),
    ("no pairs", pairs([], [])),
  ]
}

/// The generator of Steele, Lea and Flood (2014), doi:10.1145/2714064.2660195.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  /// From 0 to below 1.
  mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }
}

extension Double {
  /// ln x to a few digits, the same on every machine: by halving into the series around 1.
  fileprivate func logarithm() -> Double {
    let (k, m) = (Double(exponent), significand)
    let s = (m - 1) / (m + 1)
    return k * 0.693147180559945 + 2 * s * (1 + s * s / 3 + s * s * s * s / 5)
  }
}

/// Whether two outcomes agree: both undefined for the same reason, or numbers within a relative tolerance.
func agree(_ a: Outcome, _ b: Outcome, to tolerance: Double, floor: Double = 0) -> Bool {
  switch (a, b) {
  case (.value(let a), .value(let b)): abs(a - b) <= tolerance * max(abs(a), abs(b), floor)
  default: a == b
  }
}
