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

  /// How wide neighbourhoods are, each once.
  func scales(_ root: Node) throws -> [FieldScale] {
    var scales: [FieldScale] = []
    for item in items(root["scales"]) {
      guard let scale = FieldScale(item.string ?? "") else {
        throw validator.error(
          at: item,
          "'scales' has '\(item.string ?? "")'; expected a distance such as 50km, or an odd number of cells such as "
            + "5 cells")
      }
      if !scales.contains(scale) { scales.append(scale) }
    }
    return scales
  }
}
