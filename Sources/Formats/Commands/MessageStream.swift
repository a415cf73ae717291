import Fields

/// Takes messages from the standard output of a program, one behind the other: GRIB messages or NetCDF files.
///
/// A GRIB message begins with `GRIB`, says how long it is, and ends with `7777`; nothing stands between two. How long a
/// NetCDF file is follows from its header (`MessageStream+NetCDF.swift`).
struct MessageStream {
  /// What is no stream of messages.
  struct Damage: Error {
    /// `message 3 at byte 1200`; nil where it is the program as a whole.
    let place: String?
    let problem: String
    /// Whether the output ended within a message.
    var isCutShort = false
  }

  enum Kind: String {
    case grib = "GRIB"
    case netCDF = "NetCDF"

    /// In words, with an article.
    var one: String { self == .grib ? "a GRIB message" : "a NetCDF file" }
  }

  enum Message {
    case grib([UInt8])
    case netCDF(NetCDFDataset)
  }

  /// The program's, in messages.
  let name: String
  var output: ProgramOutput
  /// Of the first message, and so of all.
  private var kind: Kind?
  /// Messages taken.
  private(set) var count = 0
  /// Bytes of these and of what fills up between them.
  private var offset = 0
  /// How many bytes may follow the last message to fill up a word.
  var padding = 0

  init(of process: ChildProcess, named name: String, timeout: TimeSpan) {
    self.name = name
    output = ProgramOutput(of: process, timeout: timeout)
  }

  /// The next message; nil where the program closes its output at the end of one.
  ///
  /// Throws `Damage` where what comes is no whole message, and `ChildProcess.Stall`.
  mutating func next() throws -> Message? {
    if kind == .netCDF { offset += try skipPadding() }
    var head: [UInt8] = []
    head.reserveCapacity(16)
    guard try output.fill(&head, to: 4) else {
      guard head.isEmpty else { throw damage("the output ends with \(MessageStream.shown(head))") }
      return nil
    }
    guard let found = MessageStream.kind(of: head), found == kind ?? found else { throw noMessage(head) }
    kind = found
    let message: Message
    let length: Int
    switch found {
    case .grib:
      let bytes = try grib(head)
      (message, length) = (.grib(bytes), bytes.count)
    case .netCDF:
      let dataset = try netCDF(head)
      (message, length) = (.netCDF(dataset), dataset.byteCount)
    }
    count += 1
    offset += length
    return message
  }

  /// By the first four bytes.
  static func kind(of head: [UInt8]) -> Kind? {
    if head.elementsEqual("GRIB".utf8) { return .grib }
    if head.starts(with: "CDF".utf8), [1, 2, 5].contains(head[3]) { return .netCDF }
    return HDF5Superblock.signature.starts(with: head) ? .netCDF : nil
  }

  private mutating func noMessage(_ head: [UInt8]) -> Damage {
    if let kind, let found = MessageStream.kind(of: head) {
      return damage("expected \(kind.one) as before, found \(found.one); a stream is of one kind")
    }
    var head = head
    _ = try? output.fill(&head, to: 24)
    return damage(
      "expected \(kind?.one ?? "a GRIB message or a NetCDF file"), found \(MessageStream.shown(head)); "
        + "whatever is no forecast belongs on standard error")
  }

  // MARK: - GRIB

  /// No message is longer: four gigabytes hold any field, and a damaged length is told before memory is asked for it.
  private static let longest = 1 << 32

  private mutating func grib(_ head: [UInt8]) throws -> [UInt8] {
    var message = head
    guard try output.fill(&message, to: 16) else { throw cutShort(message.count, of: nil) }
    let length = try length(of: message)
    message.reserveCapacity(min(length, 1 << 28))
    guard try output.fill(&message, to: length) else { throw cutShort(message.count, of: length) }
    guard message.suffix(4).elementsEqual("7777".utf8) else {
      throw damage("its end, 7777, is not where its length of \(length) bytes says")
    }
    return message
  }

  private func length(of head: [UInt8]) throws -> Int {
    func big(_ range: Range<Int>) -> Int { head[range].reduce(0) { $0 << 8 | Int($1) } }
    switch head[7] {
    case 2:
      // The first bit would make it negative.
      let length = head[8] & 0x80 == 0 ? big(8..<16) : Int.max
      guard (32...MessageStream.longest).contains(length) else {
        throw damage("claims \(length) bytes; expected 32 to \(MessageStream.longest)")
      }
      return length
    case 1:
      let length = big(4..<7)
      guard length & 0x80_0000 == 0 else {
        throw damage("is of edition 1 and longer than 8 MiB, which a stream can't tell the end of; write edition 2")
      }
      guard length >= 32 else { throw damage("claims \(length) bytes; expected 32 or more") }
      return length
    default: throw damage("is of GRIB edition \(head[7]); expected 1 or 2")
    }
  }

  // MARK: - Words

  func cutShort(_ came: Int, of length: Int?) -> Damage {
    var cut = damage("cut short: \(length.map { "\($0) bytes announced, " } ?? "")\(came) bytes came")
    cut.isCutShort = true
    return cut
  }

  func damage(_ problem: String) -> Damage {
    Damage(place: "message \(count + 1) at byte \(offset)", problem: problem)
  }

  /// Bytes as text, what is no printable character of ASCII as a dot.
  private static func shown(_ bytes: [UInt8]) -> String {
    "'" + String(decoding: bytes.map { (32..<127).contains($0) ? $0 : 46 }, as: UTF8.self) + "'"
  }
}
