import Fields
import Formats
import Foundation
import Yams

extension PlanReader {
  /// The program that a forecast comes from; nil where it comes from something else.
  func command(_ node: Node) throws -> PlannedCommand? {
    let name = node["name"]?.string ?? ""
    guard let item = node["command"] else {
      for key in ["initial-times", "lead-times", "variables", "timeout", "working-directory"] {
        guard let stray = node[key] else { continue }
        throw validator.error(
          at: stray, "the forecast '\(name)' has '\(key)' and no 'command'",
          suggestion: "Remove it; files say themselves what they hold.")
      }
      return nil
    }
    for key in ["column", "variable", "units", "init-time"] {
      guard let stray = node[key] else { continue }
      throw validator.error(
        at: stray, "the forecast '\(name)' has '\(key)' and a 'command'",
        suggestion: "Remove it; GRIB messages say themselves what they are.")
    }
    let words = items(item).compactMap(\.string)
    let program: ForecastCommand.Program
    if case .sequence = item { program = .arguments(words) } else { program = .shell(words.joined()) }
    guard let leadTimes = leadTimes(node) else {
      throw validator.error(
        at: item, "the forecast '\(name)' has no 'lead-times'",
        suggestion: "List those that its program writes, as in 6h..48h by 6h.")
    }
    var command = ForecastCommand(program, in: try workingDirectory(node["working-directory"]))
    if let timeout = node["timeout"], let span = timeout.string.flatMap({ TimeSpan($0) }) {
      guard span > .zero else { throw validator.mismatch(timeout, .span, at: "forecasts: timeout") }
      command.timeout = span
    }
    let variables = node["variables"].map { items($0).compactMap(\.string).compactMap(PlanVariables.variable(named:)) }
    return PlannedCommand(
      command, initTimes: try initTimes(of: node, named: name), leadTimes: leadTimes, variables: variables)
  }

  /// The initial times of a forecast that is made: listed, or from one to another by a step.
  private func initTimes(of node: Node, named name: String) throws -> [UTCTime] {
    guard let list = node["initial-times"] else {
      throw validator.error(
        at: node, "the forecast '\(name)' has no 'initial-times'",
        suggestion: "List them, or give {from: 2018-11-18T00, to: 2018-11-20T00, step: 12h}.")
    }
    guard case .mapping = list else { return Set(items(list).compactMap(\.string).compactMap { UTCTime($0) }).sorted() }
    guard let from = list["from"]?.string.flatMap({ UTCTime($0) }),
      let to = list["to"]?.string.flatMap({ UTCTime($0) }),
      let step = list["step"]?.string.flatMap({ TimeSpan($0) })
    else { throw validator.mismatch(list, .time, at: "forecasts: initial-times") }
    guard from <= to, step > .zero, (to - from).seconds / step.seconds < 100_000 else {
      throw validator.error(
        at: list, "'forecasts: initial-times' goes from \(from.shortDescription) to \(to.shortDescription) by \(step)",
        suggestion: "Let it go forwards, in fewer than 100 000 steps.")
    }
    return stride(from: from.secondsSince1970, through: to.secondsSince1970, by: Int(step.seconds))
      .map { UTCTime(secondsSince1970: $0) }
  }

  /// A folder by its path from that of the evaluation file, which it is where none is named.
  private func workingDirectory(_ node: Node?) throws -> URL {
    let folder = file.deletingLastPathComponent().standardizedFileURL
    guard let node, let text = node.string else { return folder }
    let url = text.hasPrefix("/") ? URL(filePath: text) : folder.appending(path: text).standardizedFileURL
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder), isFolder.boolValue else {
      throw validator.error(
        at: node, "'forecasts: working-directory': there is no folder '\(text)'",
        suggestion: "Paths are relative to the folder of the evaluation file, \(folder.path).")
    }
    return url
  }
}
