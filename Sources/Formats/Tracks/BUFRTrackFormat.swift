import Fields
public import Foundation

/// Forecast tracks of tropical cyclones in BUFR, through ecCodes: one message a storm, one subset a member.
///
/// Each subset has the storm's identity and name, the member, the initial time, the observed position and that of the
/// analysis with pressure and wind, and then for every lead time position, pressure and wind. Winds are the model's,
/// and 10-minute or other averages no more than that. Members without the storm stay, with an empty track. Forecast
/// type 0 is the forecast of high resolution, 1 the control, all others are perturbed.
///
/// Messages of other kinds and damaged ones are counted.
///
/// Source: WMO-No. 306, Manual on Codes, volume I.2, FM 94 BUFR, template 316082.
public enum BUFRTrackFormat: TrackFormat {
  public static let name = "BUFR cyclone tracks"

  public static func recognises(_ path: PathProbe) -> Bool {
    !path.isFolder && BUFRSynopReader.recognises(head: path.head, fileName: path.url.lastPathComponent)
  }

  /// Throws where the file holds no forecast track at all, and says what it holds.
  public static func read(_ url: URL) throws(FormatError) -> TrackFile {
    let file = try ByteFile(url)
    let found = try MessageScanner(magic: "BUFR", length: BUFRSynopReader.length).scan(file)
    var result = TrackFile(format: name)
    if !found.broken.isEmpty { result.reject("damaged message", count: found.broken.count) }
    for (i, range) in found.messages.enumerated() {
      let bytes = try file.bytes(range)
      do {
        let forecast = try ECCodes.withHandle(of: bytes) { (handle: borrowing ECCodesHandle) -> TrackForecast? in
          // 1 025 is the identity of a storm.
          guard try handle.integers("unexpandedDescriptors").contains(1025) else { return nil }
          return try decoded(BUFRMessage(handle, keeping: elements))
        }
        if let forecast { result.forecasts.append(forecast) } else { result.reject("message that is no track") }
      } catch let error as ECCodesError {
        result.reject("message that ecCodes can't read: \(error)")
      } catch let error as BUFRTrackSubset.Problem {
        throw FormatError(url, place: "message \(i + 1) at byte \(range.lowerBound)", error.description)
      } catch {
        throw FormatError(url, place: "message \(i + 1) at byte \(range.lowerBound)", "\(error)")
      }
    }
    guard !result.forecasts.isEmpty else {
      let reasons = result.rejected.sorted { $0.key < $1.key }.map { "\($0.value) × \($0.key)" }
      throw FormatError(
        url, "holds no track of a cyclone: \(reasons.isEmpty ? "no message" : reasons.joined(separator: ", "))")
    }
    return result
  }

  private static let elements: [String: BUFRMessage.Element] = [
    "stormIdentifier": .stormIdentifier, "longStormName": .stormName, "ensembleMemberNumber": .memberNumber,
    "ensembleForecastType": .forecastType, "year": .year, "month": .month, "day": .day, "hour": .hour,
    "minute": .minute, "meteorologicalAttributeSignificance": .positionSignificance, "latitude": .latitude,
    "longitude": .longitude, "pressureReducedToMeanSeaLevel": .seaLevelPressure, "windSpeedAt10M": .windSpeed10m,
    "timeSignificance": .timeSignificance, "timePeriod": .timePeriod,
  ]

  private static func decoded(_ message: BUFRMessage) throws -> TrackForecast? {
    let subsets = try (0..<message.subsetCount).map { try BUFRTrackSubset(message.elements(of: $0), number: $0 + 1) }
    guard let first = subsets.first else { return nil }
    guard subsets.allSatisfy({ $0.initTime == first.initTime && $0.storm == first.storm }) else {
      throw BUFRTrackSubset.Problem(description: "its subsets are of several storms or initial times")
    }
    let leads = Set(subsets.flatMap(\.leadTimes))
    return TrackForecast(
      storm: first.storm, name: first.name, initTime: first.initTime, members: subsets.map(\.member),
      reported: first.reported, leadTimes: Array(leads))
  }
}
