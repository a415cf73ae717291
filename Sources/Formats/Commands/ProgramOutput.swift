import Fields

/// The bytes that a program writes, in order, each taken once.
struct ProgramOutput {
  private let process: ChildProcess
  private let timeout: TimeSpan
  /// What was read and given back.
  private var ahead: ArraySlice<UInt8> = []

  init(of process: ChildProcess, timeout: TimeSpan) {
    self.process = process
    self.timeout = timeout
  }

  /// Appends bytes until there are so many; false where the output ends before. Throws `ChildProcess.Stall`.
  mutating func fill(_ bytes: inout [UInt8], to count: Int) throws -> Bool {
    while bytes.count < count {
      guard try take(upTo: count - bytes.count, into: &bytes) else { return false }
    }
    return true
  }

  /// Appends what comes next, at most `count` bytes; false at the end. Throws `ChildProcess.Stall`.
  mutating func take(upTo count: Int, into bytes: inout [UInt8]) throws -> Bool {
    guard ahead.isEmpty else {
      bytes += ahead.prefix(count)
      ahead = ahead.dropFirst(count)
      return true
    }
    return try process.read(upTo: count, into: &bytes, within: timeout)
  }

  /// Gives bytes back, which are the next to be taken.
  mutating func giveBack(_ bytes: some Sequence<UInt8>) { ahead = ArraySlice(Array(bytes) + ahead) }

  /// Takes the zeros that come next, at most `most`, and tells how many. Throws `ChildProcess.Stall`.
  mutating func skipZeros(_ most: Int) throws -> Int {
    var count = 0
    while count < most {
      var bytes: [UInt8] = []
      guard try take(upTo: min(most - count, 1 << 16), into: &bytes) else { break }
      let zeros = bytes.prefix { $0 == 0 }.count
      count += zeros
      guard zeros == bytes.count else {
        giveBack(bytes[zeros...])
        break
      }
    }
    return count
  }
}
