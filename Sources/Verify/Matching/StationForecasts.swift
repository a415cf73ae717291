import Fields
import Metrics

/// What a forecast says at each candidate, before it is paired.
struct StationForecasts {
  let memberCount: Int
  /// Candidates × members; NaN is missing.
  var members: [Double]
  /// Why a candidate has no forecast.
  var fates: [RejectionReason?]

  init(memberCount: Int, count: Int) {
    self.memberCount = memberCount
    members = [Double](repeating: .nan, count: count * memberCount)
    fates = [RejectionReason?](repeating: nil, count: count)
  }

  /// Pairs of the candidates that have a value of one member at least; without any the forecast is
  /// missing there. An ensemble's forecast is the mean of the members that are not. Directions are paired
  /// by the shorter way around.
  func match(_ forecast: Forecast, _ candidates: Candidates) -> Match {
    var fates = fates
    let isDirection = Bearing.isMeasured(by: forecast.variable)
    var pairs = MatchedPairs(
      variable: forecast.variable, initTime: forecast.initTime, leadTime: forecast.leadTime, stations: [],
      forecasts: [], observations: [], memberCount: memberCount)
    pairs.stations.reserveCapacity(candidates.count)
    pairs.forecasts.reserveCapacity(candidates.count)
    pairs.observations.reserveCapacity(candidates.count)
    for i in fates.indices where fates[i] == nil {
      let value = memberCount == 1 ? members[i] : isDirection ? meanDirection(i) : mean(i)
      guard !value.isNaN else {
        fates[i] = .mask
        continue
      }
      let observed = candidates.values[i]
      pairs.stations.append(candidates.stationIndex[i])
      pairs.forecasts.append(isDirection ? Bearing.turned(value, towards: observed) : value)
      pairs.observations.append(observed)
      guard memberCount > 1 else { continue }
      let all = members[i * memberCount..<(i + 1) * memberCount]
      if isDirection {
        pairs.members += all.map { Bearing.turned($0, towards: observed) }
      } else {
        pairs.members += all
      }
    }
    pairs.weights = [Double](repeating: 1, count: pairs.count)
    return Match(fates: fates, pairs: pairs)
  }

  private func meanDirection(_ candidate: Int) -> Double {
    let all = members[candidate * memberCount..<(candidate + 1) * memberCount]
    return Bearing.mean(all.lazy.filter { !$0.isNaN }.map { ($0, 1) })
  }

  /// The mean of the members that are not missing; NaN where all are.
  private func mean(_ candidate: Int) -> Double {
    var (sum, count) = (0.0, 0)
    for k in candidate * memberCount..<(candidate + 1) * memberCount where !members[k].isNaN {
      sum += members[k]
      count += 1
    }
    return sum / Double(count)
  }
}
