import Fields
import Metrics
import Yams

extension PlanReader {
  /// How near in time and place an event counts; nil where the plan does not say.
  func tolerance(_ root: Node) throws -> EventTolerance? {
    guard let node = root["tolerance"] else { return nil }
    let time = node["time"]?.string.flatMap { TimeSpan($0) } ?? .zero
    guard time >= .zero else {
      throw validator.error(
        at: node["time"] ?? node, "'tolerance: time' is '\(time)'; expected a length of time from 0h")
    }
    guard let text = node["distance"] else { return EventTolerance(time: time) }
    guard let distance = EventTolerance.metres(text.string ?? "") else {
      throw validator.error(
        at: text, "'tolerance: distance' is '\(text.string ?? "")'; expected a distance such as 50km or 500m")
    }
    return EventTolerance(time: time, distance: distance)
  }
}
