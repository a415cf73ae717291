public import Fields
public import Foundation
import Stations

/// A climatology that `ClimatologyWriter` wrote.
public final class ClimatologyFile: Sendable {
  /// The attribute of a file that tells it from other NetCDF files.
  static let mark = "verify_climatology"

  public let url: URL
  public let layout: ClimatologyLayout
  public let origin: ClimatologyOrigin
  /// In the order of the file.
  public let variables: [Variable]
  public let title: String
  let dataset: NetCDFDataset
  private let arrays: [Variable: [ClimatologyArray: (array: CFArray, scale: Double, offset: Double)]]

  /// Whether a path is a climatology, and not another NetCDF file.
  public static func recognises(_ path: PathProbe) -> Bool {
    guard !path.isFolder, NetCDFFormat.recognises(path), let dataset = try? NetCDFDataset(path.url) else {
      return false
    }
    return dataset.attributes.text(mark) != nil
  }

  /// Reads the axes of a file, and no values.
  ///
  /// Throws where it is no climatology, or one that this version does not know.
  public init(_ url: URL) throws(FormatError) {
    let probe = try PathProbe(url)
    guard !probe.isFolder, NetCDFFormat.recognises(probe) else { throw ClimatologyFile.notOne(url) }
    let dataset = try NetCDFDataset(url)
    guard let version = dataset.attributes.text(ClimatologyFile.mark) else { throw ClimatologyFile.notOne(url) }
    guard version == "1" else {
      throw FormatError(
        url, "it is a climatology of version \(version), and this program reads version 1; build it anew")
    }
    self.url = url
    self.dataset = dataset
    title = dataset.attributes.text("title") ?? ""
    layout = try ClimatologyAxes(dataset).layout
    origin = try ClimatologyAxes(dataset).origin
    (variables, arrays) = try ClimatologyFile.arrays(dataset, layout)
  }

  private static func notOne(_ url: URL) -> FormatError {
    FormatError(url, "it is no climatology; `verify climatology build` makes one")
  }

  private static func arrays(_ dataset: NetCDFDataset, _ layout: ClimatologyLayout) throws(FormatError) -> (
    [Variable], [Variable: [ClimatologyArray: (array: CFArray, scale: Double, offset: Double)]]
  ) {
    var variables: [Variable] = []
    var arrays: [Variable: [ClimatologyArray: (array: CFArray, scale: Double, offset: Double)]] = [:]
    for array in dataset.arrays {
      guard let name = array.attributes.text("verify_variable") else { continue }
      guard let variable = Variable(name) else { throw dataset.error(array, "there is no variable '\(name)'") }
      guard let kind = ClimatologyArray.allCases.first(where: { array.name == "\(name)_\($0.rawValue)" }) else {
        continue
      }
      let dimensions = layout.dimensions(of: kind)
      guard array.dimensions == dimensions else {
        func text(_ axes: [CFDimension]) -> String { axes.map { "\($0.name) \($0.length)" }.joined(separator: ", ") }
        throw dataset.error(
          array, "expected the dimensions \(text(dimensions)), found \(text(array.dimensions)); build it anew")
      }
      var line = (scale: 1.0, offset: 0.0)
      if kind.hasUnitOfVariable {
        let text = array.attributes.text("units") ?? ""
        guard let unit = PhysicalUnit(text), let known = unit.line(to: variable.unit) else {
          throw dataset.error(
            array, "expected a unit of \(variable.quantity.title) such as \(variable.unit), found '\(text)'")
        }
        line = known
        // A difference has no zero to move.
        if kind == .standardDeviation { line.offset = 0 }
      }
      if !variables.contains(variable) { variables.append(variable) }
      arrays[variable, default: [:]][kind] = (array, line.scale, line.offset)
    }
    return (variables, arrays)
  }

  /// Whether it has an array of a variable.
  public func has(_ array: ClimatologyArray, of variable: Variable) -> Bool { arrays[variable]?[array] != nil }

  /// The values of an array at every place, in the variable's canonical unit; NaN is missing. Nil where the file has
  /// no such array, day or hour.
  ///
  /// - hour: of the day; not read where all hours are one.
  /// - position: along the array's further dimension: of the level, the limit, the event or the parameter.
  public func values(
    _ array: ClimatologyArray, of variable: Variable, on day: CalendarDay, hour: Int, at position: Int = 0
  ) throws(FormatError) -> [Double]? {
    guard let known = arrays[variable]?[array] else { return nil }
    var start: [Int] = []
    if array.dependsOnDay {
      guard let day = layout.days.firstIndex(of: day) else { return nil }
      start.append(day)
      if let hours = layout.hours {
        guard let hour = hours.firstIndex(of: hour) else { return nil }
        start.append(hour)
      }
    }
    if array.furtherDimension != nil { start.append(position) }
    var count = start.map { _ in 1 }
    let places = known.array.dimensions.dropFirst(start.count).map(\.length)
    start += places.map { _ in 0 }
    count += places
    let values = try dataset.values(known.array, Hyperslab(start: start, count: count))
    guard values.count == layout.places.count else {
      throw dataset.error(
        known.array, "expected one value for each of \(layout.places.count) places, found \(values.count)")
    }
    guard known.scale != 1 || known.offset != 0 else { return values }
    return values.map { $0 * known.scale + known.offset }
  }
}
