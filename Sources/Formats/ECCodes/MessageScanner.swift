import Foundation

/// Finds the messages of a GRIB or BUFR file without decoding them.
///
/// Both formats write a four-letter word, the message's length, and at its end `7777`. Between
/// messages anything may stand (bulletin headings, padding); it is skipped and counted.
struct MessageScanner {
  /// `GRIB` or `BUFR`.
  let magic: String
  /// The length of a message from the file and the place of its magic word; nil where what follows
  /// the word can't be a message.
  let length: (borrowing ByteFile, Int) throws(FormatError) -> Int?

  struct Result {
    var messages: [Range<Int>] = []
    /// Ranges that belong to no message.
    var junk: [Range<Int>] = []
    /// Messages that are cut short or whose end is not where their length says.
    var broken: [Broken] = []
  }

  struct Broken {
    var offset: Int
    /// How many whole messages stand before it.
    var number: Int
    var problem: String
  }

  /// Everything in a file, in order.
  func scan(_ file: borrowing ByteFile) throws(FormatError) -> Result {
    var result = Result()
    var position = 0
    var end = 0  // of the last whole message
    while let start = try next(in: file, from: position) {
      position = start + 4
      guard let length = try length(file, start) else { continue }
      let isWhole: Bool
      if start + length > file.count {
        isWhole = false
      } else {
        let tail = try file.bytes(at: start + max(length - 4, 0), count: min(4, length))
        isWhole = length >= 12 && tail == Array("7777".utf8)
      }
      guard isWhole else {
        result.broken.append(broken(at: start, length: length, after: result.messages.count, of: file.count))
        continue
      }
      if start > end { result.junk.append(end..<start) }
      result.messages.append(start..<start + length)
      end = start + length
      position = end
    }
    if end < file.count { result.junk.append(end..<file.count) }
    return result
  }

  private func broken(at start: Int, length: Int, after number: Int, of fileLength: Int) -> Broken {
    let problem =
      start + length > fileLength
      ? "cut short: \(length) bytes announced, \(fileLength - start) left in the file"
      : "damaged: its end, 7777, is not where its length of \(length) bytes says"
    return Broken(offset: start, number: number + 1, problem: problem)
  }

  /// The place of the next magic word at or after a position.
  private func next(in file: borrowing ByteFile, from start: Int) throws(FormatError) -> Int? {
    let word = Array(magic.utf8)
    var position = start
    var chunk = 64  // messages mostly follow each other at once
    while position + word.count <= file.count {
      let bytes = try file.bytes(at: position, count: min(chunk, file.count - position))
      if bytes.count >= word.count {
        for i in 0...bytes.count - word.count where bytes[i] == word[0] && bytes[i..<i + 4].elementsEqual(word) {
          return position + i
        }
      }
      position += max(1, bytes.count - word.count + 1)
      chunk = 1 << 16
    }
    return nil
  }
}
