import Fields
import Foundation

/// The fields of one lead time, as far as they have come.
struct StreamedState: Sendable {
  let initTime: UTCTime
  let leadTime: TimeSpan
  private(set) var messages: [[UInt8]] = []
  private(set) var fields: [GRIBField] = []
  /// Whether no field of it is to come.
  var isComplete = false
  /// Fields that are no variable of ours, in words.
  private(set) var unread: [String] = []
  private var keys: Set<ForecastKey> = []
  /// The keys of its fields and of what follows from them.
  private var held: Set<ForecastKey> = []
  /// Whether a field is of a member of an ensemble, so that how many are to come is not known.
  private var isEnsemble = false

  init(from initTime: UTCTime, at leadTime: TimeSpan) {
    self.initTime = initTime
    self.leadTime = leadTime
  }

  mutating func add(_ message: [UInt8], _ found: [GRIBField]) {
    let known = found.filter { $0.key != nil }
    for field in found where field.key == nil { unread.append("\(field.place): \(field.reason ?? "is unmapped")") }
    guard !known.isEmpty else { return }
    messages.append(message)
    fields += known.map { field in
      var field = field
      field.file = messages.count - 1
      return field
    }
    isEnsemble = isEnsemble || known.contains { $0.product?.member != nil }
    let new = Set(known.compactMap(\.key)).subtracting(keys)
    guard !new.isEmpty else { return }
    keys.formUnion(new)
    held = DerivingSource.contents(of: Array(keys))
  }

  /// Whether all of some variables can be taken from it; of an ensemble once its last member has come.
  func holds(_ variables: [Variable]) -> Bool {
    missing(of: variables).isEmpty && (isComplete || !isEnsemble)
  }

  func missing(of variables: [Variable]) -> [Variable] {
    variables.filter { !held.contains(ForecastKey($0, initTime: initTime, leadTime: leadTime)) }
  }

  /// In words, for messages.
  var contents: String {
    let names = Set(keys.map(\.variable.description)).sorted()
    return names.isEmpty ? "nothing that is known" : names.joined(separator: ", ")
  }

  func source(named name: String, grids: GRIBGrids) -> DerivingSource {
    DerivingSource(
      GRIBSource(
        name: name, messages: messages, fields: fields, grids: grids,
        origin: URL(filePath: "/standard output of \(name)")))
  }
}
