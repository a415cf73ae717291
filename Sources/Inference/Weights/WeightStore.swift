public import Foundation

/// The weights of a model, by the names of its public state dictionary, in one file or several.
public struct WeightStore: Sendable {
  struct Place: Sendable {
    let file: Int
    let name: String
  }

  /// Where the files are, for messages.
  public let path: String
  let files: [SafetensorsFile]
  private let places: [String: Place]

  /// Opens the files. Names lose `prefix`; others are left out.
  ///
  /// Throws where a file is damaged or a tensor is in two of them.
  public init(_ urls: [URL], path: String, prefix: String = "") throws {
    self.path = path
    files = try urls.map { try SafetensorsFile($0) }
    var places: [String: Place] = [:]
    for (number, file) in files.enumerated() {
      for name in file.entries.keys where name.hasPrefix(prefix) {
        if let other = places.updateValue(Place(file: number, name: name), forKey: String(name.dropFirst(prefix.count)))
        {
          throw InferenceError(
            file: path, "'\(name)' is in \(files[other.file].path) and in \(file.path)",
            suggestion: "Remove one of the files.")
        }
      }
    }
    self.places = places
  }

  /// The weights of a model folder: `weights*.safetensors`.
  public init(folder: URL) throws {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    let found = names.filter { $0.hasPrefix("weights") && $0.hasSuffix(".safetensors") }.sorted()
    guard !found.isEmpty else {
      throw InferenceError(
        file: folder.path, "holds no weights*.safetensors",
        suggestion: "Make them of a checkpoint with Scripts/convert_weights.py.")
    }
    try self.init(found.map { folder.appending(path: $0) }, path: folder.path)
  }

  public var names: Set<String> { Set(places.keys) }

  public func shape(of name: String) -> [Int]? { entry(name)?.shape }

  /// Bytes of the tensors whose names begin so, as Float32.
  func byteCount(under prefix: String) -> Int {
    places.keys.filter { $0.hasPrefix(prefix) }.reduce(0) { $0 + 4 * (entry($1)?.shape.reduce(1, *) ?? 0) }
  }

  private func entry(_ name: String) -> SafetensorsFile.Entry? {
    places[name].flatMap { files[$0.file].entries[$0.name] }
  }

  /// A tensor as Float32; throws where it is absent.
  func weight(_ name: String) throws -> Weight {
    guard let place = places[name], let entry = files[place.file].entries[place.name] else {
      throw InferenceError(file: path, "there is no tensor '\(name)'")
    }
    return Weight(entry, in: files[place.file])
  }

  func weightIfPresent(_ name: String) -> Weight? { try? weight(name) }

  /// Tells the system what becomes of the tensors whose names begin so.
  func advise(under prefix: String, _ advice: MappedFile.Advice) {
    for (name, place) in places where name.hasPrefix(prefix) {
      if let entry = entry(name) { files[place.file].content.advise(entry.bytes, advice) }
    }
  }

  /// Checks that the tensors are those of a network, each of its shape.
  ///
  /// - Parameters:
  ///   - expected: shapes by name.
  ///   - isOptional: whether a name that is not expected may be there all the same.
  /// - Throws: an error that lists what is missing, of another shape or unknown.
  func check(_ expected: [String: [Int]], isOptional: (String) -> Bool) throws {
    var faults: [String] = []
    for (name, shape) in expected.sorted(by: { $0.key < $1.key }) {
      guard let found = self.shape(of: name) else {
        faults.append("\(name) is missing (expected \(shape))")
        continue
      }
      if found != shape { faults.append("\(name) has shape \(found), expected \(shape)") }
    }
    for name in names.sorted() where expected[name] == nil && !isOptional(name) { faults.append("\(name) is unknown") }
    guard !faults.isEmpty else { return }
    let shown = faults.prefix(20).joined(separator: "; ")
    throw InferenceError(
      file: path,
      "the weights do not fit model.json: \(shown)" + (faults.count > 20 ? "; and \(faults.count - 20) more" : ""),
      suggestion: "Check the hyper-parameters in model.json, or convert the checkpoint again.")
  }
}

extension UnsafeBufferPointer {
  /// The first element's place; traps where there is none.
  var start: UnsafePointer<Element> {
    guard let baseAddress else { preconditionFailure("no values") }
    return baseAddress
  }
}

extension UnsafeMutableBufferPointer {
  /// The first element's place; traps where there is none.
  var start: UnsafeMutablePointer<Element> {
    guard let baseAddress else { preconditionFailure("no values") }
    return baseAddress
  }
}
