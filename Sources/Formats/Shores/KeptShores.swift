import Fields
import Foundation

/// Shores of one scale in a folder of caches.
///
/// A cache may always be thrown away: what can't be written is not kept, and a file that is not as it was written is
/// made anew.
///
/// The file: `shores 1`, the source and the number of lines in a line of text each, then of every line its number of
/// points in 4 bytes and of every point the latitude and the longitude in Float32, all little-endian.
struct KeptShores {
  let url: URL

  /// The name tells the original by its name, size and time of change.
  init(folder: URL, of original: URL, tolerance: Double) {
    let attributes = try? FileManager.default.attributesOfItem(atPath: original.resolvingSymlinksInPath().path)
    let size = (attributes?[.size] as? NSNumber)?.intValue ?? 0
    let changed = (attributes?[.modificationDate] as? Date).map { Int($0.timeIntervalSince1970) } ?? 0
    let name = original.deletingPathExtension().lastPathComponent
    url = folder.appending(path: "\(name)-\(size)-\(changed)-\(tolerance).shores")
  }

  private static let mark = "shores 1"

  func read() -> Shores? {
    guard let bytes = (try? Data(contentsOf: url)).map({ [UInt8]($0) }) else { return nil }
    let head = bytes.prefix(256).split(separator: UInt8(ascii: "\n"), maxSplits: 3, omittingEmptySubsequences: false)
    guard head.count == 4, String(decoding: head[0], as: UTF8.self) == KeptShores.mark,
      let count = Int(String(decoding: head[2], as: UTF8.self))
    else { return nil }
    var place = head[3].startIndex
    func word() -> UInt32 {
      defer { place += 4 }
      return (0..<4).reduce(0) { $0 | UInt32(bytes[place + $1]) << (8 * UInt32($1)) }
    }
    var lines: [[Coordinate]] = []
    for _ in 0..<count {
      guard bytes.count - place >= 4 else { return nil }
      let points = Int(word())
      guard bytes.count - place >= 8 * points else { return nil }
      var line: [Coordinate] = []
      line.reserveCapacity(points)
      for _ in 0..<points {
        let latitude = Double(Float(bitPattern: word()))
        line.append(Coordinate(latitude: latitude, longitude: Double(Float(bitPattern: word()))))
      }
      guard line.allSatisfy(\.isValid) else { return nil }
      lines.append(line)
    }
    guard place == bytes.count else { return nil }
    return Shores(lines: lines, source: String(decoding: head[1], as: UTF8.self))
  }

  func write(_ shores: Shores) {
    var bytes = Array("\(KeptShores.mark)\n\(shores.source)\n\(shores.lines.count)\n".utf8)
    func append(_ word: UInt32) {
      for shift: UInt32 in [0, 8, 16, 24] { bytes.append(UInt8(truncatingIfNeeded: word >> shift)) }
    }
    for line in shores.lines {
      append(UInt32(line.count))
      for point in line {
        append(Float(point.latitude).bitPattern)
        append(Float(point.longitude).bitPattern)
      }
    }
    try? FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try? Data(bytes).write(to: url, options: .atomic)
  }
}
