import CHDF5
import Foundation

/// A block of a variable of a NetCDF-4 file, read chunk by chunk without the library and decoded on as many
/// threads as there are.
///
/// HDF5 tells where the chunks are. Where there are very many of them, so that it would take long to tell, it
/// reads them too, and only decoding is left to the threads.
struct HDF5Chunks: Sendable {
  /// Where a chunk is in the file.
  enum Place: Sendable {
    case bytes(offset: Int, count: Int, skippedFilters: UInt32)
    /// It was never written.
    case nowhere
  }

  let url: URL
  let variable: String
  let layout: HDF5Layout
  let touched: ChunkGrid.Touched
  /// One a chunk; nil where the library reads them.
  var places: [Place]?
  let file: HDF5Descriptor

  /// nil where the library has to read the block: it is not stored as one of the ways known here, or reaches
  /// beyond what was written or the file, or would be read with much that is not wanted.
  init?(_ url: URL, _ array: CFArray, _ slab: Hyperslab) {
    let found = NetCDFLibrary.withHDF5(url) { file -> HDF5Chunks? in
      guard let dataset = file.dataset(of: array.name), let layout = HDF5Layout(dataset),
        layout.element.element == array.element, layout.grid.shape.count == slab.start.count,
        zip(layout.grid.shape, zip(slab.start, slab.count)).allSatisfy({ $1.1 > 0 && $1.0 + $1.1 <= $0 }),
        let descriptor = file.descriptor, let bytes = try? ByteFile(url, copying: descriptor)
      else { return nil }
      return HDF5Chunks(url, array.name, layout, slab, HDF5Descriptor(bytes), dataset)
    }
    guard let found else { return nil }
    self = found
  }

  private init?(
    _ url: URL, _ variable: String, _ layout: HDF5Layout, _ slab: Hyperslab, _ file: HDF5Descriptor, _ dataset: hid_t
  ) {
    let touched = layout.grid.touched(by: slab)
    self.url = url
    self.variable = variable
    self.layout = layout
    self.touched = touched
    self.file = file
    switch layout.storage {
    case .contiguous(let offset):
      // So no place of a piece is out of range.
      guard offset >= 0, offset <= file.file.count - layout.grid.shape.reduce(layout.byteCount, *),
        touched.count * layout.grid.chunkElementCount <= 4 * slab.elementCount + (1 << 18)
      else { return nil }
      places = (0..<touched.count).map { HDF5Chunks.piece(touched.index($0), of: layout, from: offset) }
    case .chunked:
      let chunks = zip(layout.grid.shape, layout.grid.chunkShape).reduce(1) { $0 * (($1.0 + $1.1 - 1) / $1.1) }
      // HDF5 goes through its whole index for every chunk.
      guard touched.count.multipliedReportingOverflow(by: chunks).partialValue <= 1 << 16, chunks <= 1 << 16 else {
        places = nil
        return
      }
      var places: [Place] = []
      for number in 0..<touched.count {
        guard let place = HDF5Chunks.place(touched.index(number), of: layout, dataset) else { return nil }
        if case .nowhere = place, layout.fill == nil { return nil }
        places.append(place)
      }
      self.places = places
    }
  }

  private static func piece(_ index: [Int], of layout: HDF5Layout, from offset: Int) -> Place {
    var (start, count) = (0, 1)
    for (axis, length) in layout.grid.shape.enumerated() {
      let first = index[axis] * layout.grid.chunkShape[axis]
      start = start * length + first
      count *= min(layout.grid.chunkShape[axis], length - first)
    }
    return .bytes(
      offset: offset + start * layout.byteCount, count: count * layout.byteCount, skippedFilters: 0)
  }

  /// nil where HDF5 can't tell.
  private static func place(_ index: [Int], of layout: HDF5Layout, _ dataset: hid_t) -> Place? {
    let start = origin(index, layout)
    var (skipped, address, size) = (UInt32(0), haddr_t(0), hsize_t(0))
    guard H5Dget_chunk_info_by_coord(dataset, start, &skipped, &address, &size) >= 0 else { return nil }
    if address == haddr_t.max || size == 0 { return .nowhere }
    guard let offset = Int(exactly: address), let count = Int(exactly: size), count < 1 << 32 else { return nil }
    return .bytes(offset: offset, count: count, skippedFilters: skipped)
  }

  static func origin(_ index: [Int], _ layout: HDF5Layout) -> [hsize_t] {
    zip(index, layout.grid.chunkShape).map { hsize_t($0 * $1) }
  }
}

/// A file that threads share.
final class HDF5Descriptor: Sendable {
  let file: ByteFile
  init(_ file: consuming ByteFile) { self.file = file }
}
