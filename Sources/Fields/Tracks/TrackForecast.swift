/// The tracks of one storm in all members of one forecast.
public struct TrackForecast: Hashable, Sendable, Codable {
  public enum Kind: String, Hashable, Sendable, Codable {
    /// The forecast of higher resolution that some centres run beside their ensemble.
    case highResolution = "high resolution"
    case control
    case perturbed
  }

  /// One member; a forecast that is alone has one.
  public struct Member: Hashable, Sendable, Codable {
    public var number: Int
    public var kind: Kind
    /// Without a point where the member does not have the storm.
    public var track: Track
    /// Why the track ends where it does, as a tracker says; nil where it is not known.
    public var end: String?

    public init(number: Int, kind: Kind, track: Track, end: String? = nil) {
      self.number = number
      self.kind = kind
      self.track = track
      self.end = end
    }
  }

  public var storm: String
  public var name: String
  public var initTime: UTCTime
  public var members: [Member]
  /// The position of the storm at the initial time that the forecast was given; nil where its file has none.
  public var reported: Coordinate?
  /// The lead times at which there could be fixes, sorted.
  public var leadTimes: [TimeSpan]

  public init(
    storm: String, name: String = "", initTime: UTCTime, members: [Member], reported: Coordinate? = nil,
    leadTimes: [TimeSpan]? = nil
  ) {
    self.storm = storm
    self.name = name
    self.initTime = initTime
    self.members = members
    self.reported = reported
    let times = Set(members.flatMap { $0.track.points.map { $0.time - initTime } })
    self.leadTimes = (leadTimes ?? Array(times)).sorted()
  }

  /// The members that are one sample: control and perturbed ones, without the forecast of higher resolution.
  public var ensemble: [Member] { members.filter { $0.kind != .highResolution } }

  public func isCalled(_ word: String) -> Bool {
    Track(storm: storm, name: name, points: []).isCalled(word)
  }
}
