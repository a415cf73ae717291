import Fields

/// Takes GRIB messages from the standard output of a program, one behind the other.
///
/// Each begins with `GRIB`, says how long it is, and ends with `7777`; nothing stands between them.
struct GRIBStream {
  /// What is no stream of messages.
  struct Damage: Error {
    /// `message 3 at byte 1200`; nil where it is the program as a whole.
    let place: String?
    let problem: String
  }

  private let process: ChildProcess
  private let timeout: TimeSpan
  /// Messages taken.
  private(set) var count = 0
  private var offset = 0

  init(of process: ChildProcess, timeout: TimeSpan) {
    self.process = process
    self.timeout = timeout
  }

  /// No message is longer: four gigabytes hold any field, and a damaged length is told before memory is asked for it.
  private static let longest = 1 << 32

  /// The next message; nil where the program closes its output at the end of one.
  ///
  /// Throws `Damage` where what comes is no whole message of edition 1 or 2, and `ChildProcess.Stall`.
  mutating func next() throws -> [UInt8]? {
    var message: [UInt8] = []
    message.reserveCapacity(16)
    guard try fill(&message, to: 4) else {
      guard message.isEmpty else { throw damage("the output ends with \(GRIBStream.shown(message))") }
      return nil
    }
    guard message.elementsEqual("GRIB".utf8) else {
      _ = try? fill(&message, to: 24)
      throw damage(
        "expected a GRIB message, found \(GRIBStream.shown(message)); whatever is no forecast belongs on standard error"
      )
    }
    guard try fill(&message, to: 16) else { throw cutShort(message, of: nil) }
    let length = try length(of: message)
    message.reserveCapacity(min(length, 1 << 28))
    guard try fill(&message, to: length) else { throw cutShort(message, of: length) }
    guard message.suffix(4).elementsEqual("7777".utf8) else {
      throw damage("its end, 7777, is not where its length of \(length) bytes says")
    }
    count += 1
    offset += length
    return message
  }

  /// Reads until there are so many bytes; false where the output ends before.
  private func fill(_ message: inout [UInt8], to length: Int) throws -> Bool {
    while message.count < length {
      guard try process.read(upTo: length - message.count, into: &message, within: timeout) else { return false }
    }
    return true
  }

  private func length(of head: [UInt8]) throws -> Int {
    func big(_ range: Range<Int>) -> Int { head[range].reduce(0) { $0 << 8 | Int($1) } }
    switch head[7] {
    case 2:
      // The first bit would make it negative.
      let length = head[8] & 0x80 == 0 ? big(8..<16) : Int.max
      guard (32...GRIBStream.longest).contains(length) else {
        throw damage("claims \(length) bytes; expected 32 to \(GRIBStream.longest)")
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

  private func cutShort(_ message: [UInt8], of length: Int?) -> Damage {
    damage("cut short: \(length.map { "\($0) bytes announced, " } ?? "")\(message.count) bytes came")
  }

  private func damage(_ problem: String) -> Damage {
    Damage(place: "message \(count + 1) at byte \(offset)", problem: problem)
  }

  /// Bytes as text, what is no printable character of ASCII as a dot.
  private static func shown(_ bytes: [UInt8]) -> String {
    "'" + String(decoding: bytes.map { (32..<127).contains($0) ? $0 : 46 }, as: UTF8.self) + "'"
  }
}
