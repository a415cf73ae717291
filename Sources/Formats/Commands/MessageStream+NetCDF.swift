import Foundation

/// NetCDF files on a stream, each kept in a temporary file without a name while it is read.
///
/// Where a file ends follows from the variables in its header (CDF-1, 2 and 5) or is the address of its end in the HDF5
/// superblock (NetCDF-4).
///
/// A temporary file rather than memory: a state in it takes no memory however long it is, and HDF5 chunks are read and
/// decoded from it on all threads as those of any file are. Writing and reading it took 1 ms a megabyte more than
/// `nc_open_mem`, where inflating a megabyte takes 30 ms. HDF5 can't open a file that has no name (`memfd_create`,
/// `/dev/fd`), so it is opened by its name, which is then removed.
extension MessageStream {
  /// No file is longer: this holds all variables of any state in double precision.
  private static let longestNetCDF = 1 << 36
  /// No header is longer; what it says is held in memory.
  private static let longestHeader = 1 << 23
  /// Libraries that make a file in memory round its length up, with zeros behind its end; netCDF by up to 64 kB.
  private static let mostZeros = 1 << 20

  mutating func netCDF(_ head: [UInt8]) throws -> NetCDFDataset {
    var beginning = Beginning(output: output, bytes: head)
    let extent: ClassicHeader.Extent
    do {
      defer { output = beginning.output }
      extent = head[0] == HDF5Superblock.signature[0] ? try hdf5(&beginning) : try classic(&beginning)
    }
    let length = extent.byteCount
    guard length <= MessageStream.longestNetCDF else {
      throw damage("claims \(length) bytes; expected at most \(MessageStream.longestNetCDF)")
    }
    do {
      var file = try TemporaryFile()
      try spool(beginning.bytes, to: length, into: &file)
      padding = extent.padding
      if head[0] == HDF5Superblock.signature[0], let problem = try HDF5GlobalHeaps.problem(in: ByteFile(file.url)) {
        throw damage(problem)
      }
      return try NetCDFDataset(
        URL(filePath: "/standard output of \(name), message \(count + 1)"), keeping: file.url, byteCount: length)
    } catch let error as FormatError {
      throw damage(error.problem)
    }
  }

  /// Takes what fills up behind a file: the rest of a word, and zeros. Throws `Damage` where these are too many.
  mutating func skipPadding() throws -> Int {
    var bytes: [UInt8] = []
    _ = try output.fill(&bytes, to: padding > 0 ? 4 : 0)
    // A writer may have left the rest of the word out.
    let skipped = bytes.count < 4 || MessageStream.kind(of: bytes) == nil ? min(padding, bytes.count) : 0
    output.giveBack(bytes[skipped...])
    padding = 0
    let zeros = try output.skipZeros(MessageStream.mostZeros)
    guard zeros < MessageStream.mostZeros else { throw damage("expected a NetCDF file, found \(zeros) zeros and more") }
    return skipped + zeros
  }

  // MARK: - The length

  private func classic(_ beginning: inout Beginning) throws -> ClassicHeader.Extent {
    guard let extent = try ClassicHeader.extent(of: &beginning) else {
      throw beginning.hasEnded
        ? cutShort(beginning.bytes.count, of: nil)
        : damage("its NetCDF header is corrupt: it makes no sense within its first \(beginning.bytes.count) bytes")
    }
    guard extent.recordCount != nil else {
      throw damage(
        "its header does not tell the number of its records, so that its end is not known; "
          + "write it to a file or to memory first, and then its bytes")
    }
    return extent
  }

  private func hdf5(_ beginning: inout Beginning) throws -> ClassicHeader.Extent {
    do {
      guard try beginning.reach(HDF5Superblock.signature.count),
        beginning.bytes.starts(with: HDF5Superblock.signature), let end = try HDF5Superblock.endOfFile(&beginning)
      else {
        throw beginning.hasEnded ? cutShort(beginning.bytes.count, of: nil) : damage("its HDF5 signature is damaged")
      }
      guard end >= beginning.bytes.count else { throw damage("claims \(end) bytes, fewer than its superblock has") }
      return ClassicHeader.Extent(byteCount: end, padding: 0, recordCount: 0)
    } catch let problem as HDF5Superblock.Problem {
      throw damage(problem.text)
    }
  }

  private mutating func spool(_ beginning: [UInt8], to length: Int, into file: inout TemporaryFile) throws {
    try file.append(beginning)
    var piece: [UInt8] = []
    while file.byteCount < length {
      piece.removeAll(keepingCapacity: true)
      guard try output.take(upTo: min(length - file.byteCount, 1 << 16), into: &piece) else {
        throw cutShort(file.byteCount, of: length)
      }
      try file.append(piece)
    }
  }

  /// The beginning of a message, taken as far as it is asked for.
  private struct Beginning: LeadingBytes {
    var output: ProgramOutput
    var bytes: [UInt8]
    private(set) var hasEnded = false

    init(output: ProgramOutput, bytes: [UInt8]) {
      self.output = output
      self.bytes = bytes
    }

    mutating func reach(_ count: Int) throws -> Bool {
      guard count > bytes.count else { return true }
      guard count <= MessageStream.longestHeader else { return false }
      hasEnded = try !output.fill(&bytes, to: count)
      return !hasEnded
    }

    subscript(place: Int) -> UInt8 { bytes[place] }
  }
}
