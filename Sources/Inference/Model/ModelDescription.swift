public import Fields
import Foundation

/// What `model.json` says: the network's hyper-parameters, the channels of its state, its grid and its time step.
public struct ModelDescription: Sendable {
  public let title: String
  public internal(set) var network: FengWuConfiguration
  /// In the order of the network.
  public let channels: [ModelChannel]
  public let grid: RectilinearGrid
  public let timeStep: TimeSpan
  /// How many steps a forecast has where nobody asks for fewer.
  public let steps: Int

  public var variables: [Variable] { channels.map(\.variable) }

  /// - Parameter file: the name of the file, for messages.
  /// - Throws: one `InferenceError` with everything that is wrong.
  init(_ data: Data, file: String) throws {
    let faults = JSONSection.Faults()
    let root = JSONSection(try JSONValue(data, file: file), path: "", faults: faults)
    let architecture = root.text("architecture")
    if let architecture, architecture != "fengwu-ghr" {
      root.fault("architecture", "is '\(architecture)', expected fengwu-ghr")
    }
    let title = root.text("title", or: "model")
    let hours = root.whole("time_step_hours", in: 1...240)
    let steps = root.whole("steps", in: 1...10_000, or: 40)
    let network = root.section("network").flatMap { FengWuConfiguration($0) }
    let grid = root.section("grid").flatMap(ModelDescription.grid)
    let sections = root.sections("channels")
    let channels = sections.compactMap { ModelChannel($0) }
    root.refuseOthers()
    if let network {
      faults.list += network.faults.map { "network: \($0)" }
      if network.channels != sections.count {
        root.fault("channels", "are \(sections.count), and network.channels is \(network.channels)")
      }
      if let grid, network.downscale == 1, [grid.rows, grid.columns] != network.imageSize {
        root.fault(
          "grid", "is \(grid.rows) x \(grid.columns), and the meta model's network.image_size \(network.imageSize)")
      }
    }
    for (variable, group) in Dictionary(grouping: channels, by: \.variable) where group.count > 1 {
      root.fault("channels", "has \(variable) \(group.count) times, as \(group.map(\.name).joined(separator: ", "))")
    }
    guard faults.list.isEmpty, let title, let hours, let steps, let network, let grid else {
      throw InferenceError(
        file: file, "this is no model: \(faults.list.joined(separator: "; "))",
        suggestion: "docs/inference.md lists the keys.")
    }
    self.title = title
    self.network = network
    self.network.isCyclic = grid.wraps
    self.channels = channels
    self.grid = grid
    timeStep = .hours(hours)
    self.steps = steps
  }

  private static func grid(_ section: JSONSection) -> RectilinearGrid? {
    let rows = section.whole("rows", in: 2...100_000)
    let columns = section.whole("columns", in: 2...100_000)
    let north = section.number("first_latitude")
    let south = section.number("last_latitude")
    let west = section.number("first_longitude")
    section.refuseOthers()
    guard let rows, let columns, let north, let south, let west else { return nil }
    do {
      return try RectilinearGrid(
        latitudes: (0..<rows).map { north + (south - north) * Double($0) / Double(rows - 1) },
        longitudes: (0..<columns).map { west + 360 * Double($0) / Double(columns) })
    } catch {
      section.fault("rows", "and the latitudes make no grid: \(error)")
      return nil
    }
  }
}
