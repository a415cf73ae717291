import Fields
import Foundation

/// The fields of one lead time, as far as they have come.
struct StreamedState: Sendable {
  let initTime: UTCTime
  let leadTime: TimeSpan
  /// Those that hold something that is known, all of one kind.
  private var messages: [StreamedMessage] = []
  /// Whether no field of it is to come.
  var isComplete = false
  /// Fields that are no variable of ours, in words.
  private(set) var unread: [String] = []
  private var keys: Set<ForecastKey> = []
  /// The keys of its fields and of what follows from them.
  private var held: Set<ForecastKey> = []

  init(from initTime: UTCTime, at leadTime: TimeSpan) {
    self.initTime = initTime
    self.leadTime = leadTime
  }

  mutating func add(_ message: StreamedMessage) {
    unread += message.unread
    guard !message.keys.isEmpty else { return }
    messages.append(message)
    let new = message.keys.subtracting(keys)
    guard !new.isEmpty else { return }
    keys.formUnion(new)
    held = DerivingSource.contents(of: Array(keys))
  }

  /// What a NetCDF file holds that another has held: such a file is another member of an ensemble, or a mistake.
  func repeated(by message: StreamedMessage) -> [Variable] {
    guard case .netCDF = message.content else { return [] }
    return message.keys.intersection(keys).map(\.variable).sorted { $0.description < $1.description }
  }

  /// Whether all of some variables can be taken from it; of an ensemble whose members have messages of their own, once
  /// the last has come.
  func holds(_ variables: [Variable]) -> Bool {
    missing(of: variables).isEmpty && (isComplete || !messages.contains(where: \.isOfOneMember))
  }

  func missing(of variables: [Variable]) -> [Variable] {
    variables.filter { !held.contains(ForecastKey($0, initTime: initTime, leadTime: leadTime)) }
  }

  /// In words, for messages.
  var contents: String {
    let names = Set(keys.map(\.variable.description)).sorted()
    return names.isEmpty ? "nothing that is known" : names.joined(separator: ", ")
  }

  /// Throws where a NetCDF file can't be a source.
  func source(named name: String, grids: GRIBGrids) throws(FormatError) -> DerivingSource {
    var bytes: [[UInt8]] = []
    var fields: [GRIBField] = []
    var files: [CFFile] = []
    for message in messages {
      switch message.content {
      case .netCDF(let file): files.append(file)
      case .grib(let message, let found):
        fields += found.map { field in
          var field = field
          field.file = bytes.count
          return field
        }
        bytes.append(message)
      }
    }
    guard files.isEmpty else { return DerivingSource(try CFSource(files, options: SourceOptions(name: name))) }
    return DerivingSource(
      GRIBSource(
        name: name, messages: bytes, fields: fields, grids: grids, origin: URL(filePath: "/standard output of \(name)"))
    )
  }
}
