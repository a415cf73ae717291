public import Fields
public import Foundation

/// A CF Zarr store, version 2, of one forecast that grows state by state, as a model makes them.
///
/// It holds what `NetCDFForecastFile` holds: values are Float32, compressed, in chunks of one field or, of a large one,
/// of some of its rows. Its folder has another name, ending in `.part`, until `close` has written all of it, and until then
/// nothing in it that makes it a group, so that nobody reads it as one.
public struct ZarrForecastFile: ~Copyable {
  /// Bytes of a chunk before it is compressed.
  static let chunkLimit = 16 << 20

  private var draft: ZarrDraft
  private let metadata: ZarrGroupMetadata
  private let variables: Set<Variable>
  private let leadTimes: [TimeSpan]
  private let rows: Int
  private let columns: Int
  private let rowsPerChunk: Int
  private let url: URL

  /// - Parameters:
  ///   - url: replaced where it is a Zarr store, and never where it is anything else.
  ///   - grid: a latitude-longitude grid.
  ///   - leadTimes: all that will be written, in order.
  /// - Throws: where the folder can't be created or the grid has no rows and columns of latitudes and longitudes.
  public init(
    creating url: URL, title: String, source: String? = nil, _ variables: [Variable], on grid: any Grid,
    from initTime: UTCTime,
    at leadTimes: [TimeSpan]
  ) throws(FormatError) {
    try self.init(
      creating: url, title: title, source: source, variables, on: grid, from: initTime, at: leadTimes,
      chunkLimit: ZarrForecastFile.chunkLimit)
  }

  init(
    creating url: URL, title: String, source: String? = nil, _ variables: [Variable], on grid: any Grid,
    from initTime: UTCTime,
    at leadTimes: [TimeSpan], chunkLimit: Int
  ) throws(FormatError) {
    let layout = try ForecastFileLayout(title: title, source: source, grid: grid, from: initTime, at: leadTimes, url)
    let shape = layout.dimensions.map(\.length)
    let (rows, columns) = (shape[1], shape[2])
    let chunks = max(1, min(rows, (4 * rows * columns + chunkLimit - 1) / chunkLimit))
    let rowsPerChunk = (rows + chunks - 1) / chunks
    var metadata = ZarrGroupMetadata(attributes: layout.attributes)
    for coordinate in layout.coordinates { metadata.add(coordinate) }
    for variable in variables {
      metadata.add(
        field: ForecastFileLayout.name(of: variable), layout.dimensions, chunk: [1, rowsPerChunk, columns],
        ForecastFileLayout.attributes(of: variable))
    }
    let draft = try ZarrDraft(creating: url)
    try metadata.writeArrays(into: draft.folder, of: url)
    for coordinate in layout.coordinates {
      let file = draft.folder.appending(path: "\(coordinate.name)/0")
      try ZarrDraft.write(coordinate.values.withUnsafeBytes(Array.init), to: file, of: url)
    }
    self.url = url
    self.variables = Set(variables)
    self.leadTimes = leadTimes
    self.rows = rows
    self.columns = columns
    self.rowsPerChunk = rowsPerChunk
    self.metadata = metadata
    self.draft = draft
  }

  /// Writes one field; NaN is missing. Traps where it has another number of cells than the grid.
  public func put(_ field: Field, of variable: Variable, at leadTime: TimeSpan) throws(FormatError) {
    guard variables.contains(variable), let position = leadTimes.firstIndex(of: leadTime) else {
      throw FormatError(url, place: "\(variable)", "has no place for \(leadTime)")
    }
    let values = field.values
    precondition(values.count == rows * columns, "\(values.count) values for a field of \(rows) x \(columns)")
    let (folder, url) = (draft.folder.appending(path: ForecastFileLayout.name(of: variable)), url)
    let count = rowsPerChunk * columns
    try ParallelPieces.run((rows + rowsPerChunk - 1) / rowsPerChunk, scratch: { ScratchBuffers(2) }) {
      chunk, scratch throws(FormatError) in
      let file = folder.appending(path: "\(position).\(chunk).0")
      let encoded = scratch.buffer(0, byteCount: 4 * count + Compression.Blosc.overhead)
      let part = values[(chunk * count)..<min((chunk + 1) * count, values.count)]
      let size: Int?
      if part.count == count {
        size = part.withUnsafeBytes { Compression.Blosc.compress($0, elementSize: 4, into: encoded) }
      } else {
        // A chunk has all its rows, also those beyond the field.
        let whole = scratch.buffer(1, byteCount: 4 * count).bindMemory(to: Float.self)
        let end = whole.update(fromContentsOf: part)
        whole[end...].update(repeating: .nan)
        size = Compression.Blosc.compress(UnsafeRawBufferPointer(whole), elementSize: 4, into: encoded)
      }
      guard let size else {
        throw FormatError(
          url, place: variable.description, "can't be written: this blosc has no \(Compression.Blosc.compressor)")
      }
      try ZarrDraft.write(UnsafeRawBufferPointer(rebasing: encoded[..<size]), to: file, of: url)
    }
  }

  /// Finishes the store and gives it its name.
  public mutating func close() throws(FormatError) {
    try metadata.writeGroup(into: draft.folder, of: url)
    try draft.close()
  }
}
