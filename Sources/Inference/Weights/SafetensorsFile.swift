public import Foundation

/// A safetensors file: tensors by name, with their kind of number, shape and place.
///
/// The format: eight bytes of length, least significant first; a JSON object of that length; the numbers.
public struct SafetensorsFile: Sendable {
  public enum Number: String, Sendable, Codable {
    case float32 = "F32"
    case float16 = "F16"
    case bfloat16 = "BF16"

    var byteCount: Int { self == .float32 ? 4 : 2 }
  }

  public struct Entry: Sendable {
    public let number: Number
    public let shape: [Int]
    /// In the file.
    let bytes: Range<Int>
  }

  public let path: String
  public let entries: [String: Entry]
  /// What the writer has noted.
  public let metadata: [String: String]
  let content: MappedFile

  /// Reads the header and checks that every tensor has as many bytes as its shape says, and that they fill the file.
  public init(_ file: URL) throws {
    let content = try MappedFile(file)
    let bytes = content.bytes
    func damaged(_ what: String) -> InferenceError {
      InferenceError(file: file.path, "is no complete safetensors file: \(what)", suggestion: "Copy it again.")
    }
    guard bytes.count >= 8 else { throw damaged("it has \(bytes.count) bytes") }
    let length = UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
    guard length <= UInt64(bytes.count - 8) else {
      throw damaged("its header should have \(length) bytes, and the file has \(bytes.count)")
    }
    let start = 8 + Int(length)
    let header: [String: HeaderEntry]
    do {
      header = try JSONDecoder().decode([String: HeaderEntry].self, from: Data(bytes[8..<start]))
    } catch {
      throw damaged("its header is no JSON object of tensors")
    }
    var entries: [String: Entry] = [:]
    var metadata: [String: String] = [:]
    let announced = header.values.map(\.end).max() ?? 0
    guard announced <= bytes.count - start else {
      throw damaged("it should have \(announced) bytes behind its header, and has \(bytes.count - start)")
    }
    for (name, entry) in header.sorted(by: { $0.key < $1.key }) {
      switch entry {
      case .metadata(let notes): metadata = notes
      case .tensor(let type, let shape, let offsets):
        guard let number = Number(rawValue: type) else {
          throw InferenceError(
            file: file.path, "'\(name)' is of \(type), and weights are F32, F16 or BF16",
            suggestion: "Convert it with Scripts/convert_weights.py.")
        }
        guard let count = SafetensorsFile.count(of: shape), offsets.count == 2, 0 <= offsets[0],
          offsets[0] <= offsets[1],
          offsets[1] <= bytes.count - start
        else { throw damaged("'\(name)' lies beyond its end") }
        guard offsets[1] - offsets[0] == count * number.byteCount else {
          throw damaged("'\(name)' of shape \(shape) has \(offsets[1] - offsets[0]) bytes")
        }
        entries[name] = Entry(number: number, shape: shape, bytes: start + offsets[0]..<start + offsets[1])
      }
    }
    // A tensor that is named twice would leave room behind.
    var end = start
    for entry in entries.sorted(by: { $0.value.bytes.lowerBound < $1.value.bytes.lowerBound })
    where !entry.value.bytes.isEmpty {
      guard entry.value.bytes.lowerBound == end else {
        throw damaged(
          "'\(entry.key)' begins at byte \(entry.value.bytes.lowerBound), and what is before it ends at \(end)")
      }
      end = entry.value.bytes.upperBound
    }
    guard end == bytes.count else { throw damaged("its tensors end at byte \(end), and it has \(bytes.count)") }
    path = file.path
    self.content = content
    self.entries = entries
    self.metadata = metadata
  }

  /// How many numbers a shape has; nil where that is no number, or more than any file's.
  private static func count(of shape: [Int]) -> Int? {
    var count = 1
    for length in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: length)
      guard length >= 0, !overflow, product < 1 << 48 else { return nil }
      count = product
    }
    return count
  }

  private enum HeaderEntry: Decodable {
    case metadata([String: String])
    case tensor(type: String, shape: [Int], offsets: [Int])

    private struct Tensor: Decodable {
      let dtype: String
      let shape: [Int]
      let offsets: [Int]

      enum CodingKeys: String, CodingKey {
        case dtype, shape
        case offsets = "data_offsets"
      }
    }

    /// Where its bytes end, from the end of the header on.
    var end: Int {
      switch self {
      case .metadata: 0
      case .tensor(_, _, let offsets): offsets.last ?? 0
      }
    }

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let tensor = try? container.decode(Tensor.self) {
        self = .tensor(type: tensor.dtype, shape: tensor.shape, offsets: tensor.offsets)
      } else {
        self = .metadata(try container.decode([String: String].self))
      }
    }
  }
}
