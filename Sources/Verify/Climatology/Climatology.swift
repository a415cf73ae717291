public import Fields
public import Formats
public import Foundation
import Metrics
import Synchronization

/// What is usual, by variable, place, day of the year and hour: the climatology files of an evaluation.
///
/// Values of a time are read when they are first asked for; the latest are kept.
public final class Climatology: Sendable {
  public let files: [ClimatologyFile]
  private let byVariable: [Variable: ClimatologyFile]

  /// What is kept of one array.
  private struct Key: Hashable {
    let variable: Variable
    let array: ClimatologyArray
    let day: CalendarDay
    let hour: Int
    let position: Int
  }

  private struct Kept {
    var values: [Key: [Double]?] = [:]
    /// The oldest first.
    var order: [Key] = []
    var count = 0
  }

  private let kept = Mutex(Kept())
  /// Values kept at most, of all arrays together.
  private static let capacity = 1 << 24

  /// Opens files, and reads their axes alone.
  ///
  /// Throws where one is no climatology, or two hold one variable.
  public init(_ urls: [URL]) throws {
    var files: [ClimatologyFile] = []
    var byVariable: [Variable: ClimatologyFile] = [:]
    for url in urls {
      let file = try ClimatologyFile(url)
      for variable in file.variables {
        if let other = byVariable.updateValue(file, forKey: variable) {
          throw VerifyError(
            file: url.path, "holds a climatology of \(variable), and so does \(other.url.lastPathComponent)",
            suggestion: "Name one file for each variable.")
        }
      }
      files.append(file)
    }
    self.files = files
    self.byVariable = byVariable
  }

  /// The file that holds a variable; nil where none does.
  public func file(of variable: Variable) -> ClimatologyFile? { byVariable[variable] }

  /// The values of an array at every place of the variable's file, at a time; NaN is missing. Nil where no file has
  /// the array, the day or the hour: there is nothing at a quarter past where hours are kept apart.
  ///
  /// - position: along the array's further dimension.
  public func values(
    _ array: ClimatologyArray, of variable: Variable, at time: UTCTime, position: Int = 0
  ) throws -> [Double]? {
    guard let file = byVariable[variable] else { return nil }
    let parts = time.components
    if array.dependsOnDay, file.layout.hours != nil, parts.minute != 0 || parts.second != 0 { return nil }
    let key = Key(
      variable: variable, array: array, day: CalendarDay(of: time), hour: file.layout.hours == nil ? 0 : parts.hour,
      position: position)
    if let known = kept.withLock({ $0.values[key] }) { return known }
    let values = try file.values(array, of: variable, on: key.day, hour: key.hour, at: position)
    kept.withLock { kept in
      guard kept.values.updateValue(values, forKey: key) == nil else { return }
      kept.order.append(key)
      kept.count += values?.count ?? 1
      while kept.count > Climatology.capacity, kept.order.count > 1 {
        let oldest = kept.order.removeFirst()
        kept.count -= kept.values.removeValue(forKey: oldest)??.count ?? 1
      }
    }
    return values
  }

  /// A column of pairs as a field, of a variable whose climatology is on a grid; nil where there is none.
  func field(of column: PairColumn, of variable: Variable, at time: UTCTime) throws -> Field? {
    guard case .grid(let grid)? = byVariable[variable]?.layout.places,
      let values = try values(of: column, of: variable, at: time)
    else { return nil }
    return Field(values: values.map { Float($0) }, grid: grid)
  }
}
