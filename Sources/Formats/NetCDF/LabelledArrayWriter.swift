import CNetCDF
public import Fields
public import Foundation

/// Arrays over named axes that are written to one NetCDF-4 file after the CF conventions, so that xarray opens it.
///
/// An axis is defined where an array first has it; arrays with an equal one share it. Missing numbers are NaN.
public struct LabelledArrayWriter: ~Copyable {
  /// A dimension with its coordinate.
  public enum Axis: Hashable, Sendable {
    case texts(name: String, values: [String], longName: String)
    /// In hours.
    case leadTimes(name: String, values: [TimeSpan])
    case initTimes(name: String, values: [UTCTime])

    public var name: String {
      switch self {
      case .texts(let name, _, _), .leadTimes(let name, _), .initTimes(let name, _): name
      }
    }

    public var count: Int {
      switch self {
      case .texts(_, let values, _): values.count
      case .leadTimes(_, let values): values.count
      case .initTimes(_, let values): values.count
      }
    }
  }

  /// So few values take less room as they are than deflated.
  private static let fewValues = 4096

  private var output: NetCDFOutput
  private let url: URL
  private var dimensions: [Axis: Int32] = [:]
  private var names: Set<String> = []

  private init(_ output: consuming NetCDFOutput, _ url: URL) {
    self.output = output
    self.url = url
  }

  /// Creates a file with its attributes beside `Conventions`.
  ///
  /// Throws where the file can't be written.
  public static func create(
    _ url: URL, attributes: [(name: String, text: String)]
  ) throws(FormatError) -> LabelledArrayWriter {
    let output = try NetCDFOutput(creating: url)
    try output.attribute("Conventions", "CF-1.8")
    for (name, text) in attributes { try output.attribute(name, text) }
    return LabelledArrayWriter(output, url)
  }

  /// Adds an array in row-major order; counts are written as whole numbers, missing ones as -1, the fill value.
  ///
  /// Throws where the file can't be written, and where an axis has a name that another one has. Traps where there are
  /// not as many values as places, or an axis is empty.
  public mutating func add(
    _ name: String, over axes: [Axis], _ values: [Double?], areCounts: Bool = false,
    attributes: KeyValuePairs<String, String>
  ) throws(FormatError) {
    precondition(axes.allSatisfy { $0.count > 0 }, "an empty axis of \(name)")
    let lengths = axes.map(\.count)
    var identities: [Int32] = []
    for axis in axes { identities.append(try dimension(axis)) }
    let chunk = values.count > LabelledArrayWriter.fewValues ? lengths : nil
    let array = try output.array(name, identities, chunk: chunk, areCounts ? .integer : .double, attributes)
    try output.put(
      values.map { $0 ?? (areCounts ? -1 : .nan) }, into: array, start: axes.map { _ in 0 }, count: lengths)
  }

  private mutating func dimension(_ axis: Axis) throws(FormatError) -> Int32 {
    if let known = dimensions[axis] { return known }
    guard names.insert(axis.name).inserted else {
      throw FormatError(url, place: "dimension \(axis.name)", "can't be written: it was given two sets of values")
    }
    let dimension = try output.dimension(axis.name, axis.count)
    dimensions[axis] = dimension
    switch axis {
    case .texts(let name, let values, let longName):
      try output.texts(name, dimension, values, ["long_name": longName])
    case .leadTimes(let name, let values):
      try output.coordinate(
        name, dimension, values.map(\.hours),
        ["standard_name": "forecast_period", "long_name": "lead time", "units": "hours"])
    case .initTimes(let name, let values):
      try output.coordinate(
        name, dimension, values.map { Double($0.secondsSince1970) },
        [
          "standard_name": "forecast_reference_time", "long_name": "initial time",
          "units": "seconds since 1970-01-01 00:00:00", "calendar": "proleptic_gregorian",
        ])
    }
    return dimension
  }

  /// Finishes the file and gives it its name.
  public mutating func finish() throws(FormatError) { try output.close() }
}
