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

  /// The weights of a model folder: `weights*.safetensors`, or the shards that `model.safetensors.index.json` names.
  public init(folder: URL) throws {
    let index = folder.appending(path: "model.safetensors.index.json")
    if FileManager.default.fileExists(atPath: index.path) {
      try self.init(index: index, in: folder)
      return
    }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    let found = names.filter { $0.hasPrefix("weights") && $0.hasSuffix(".safetensors") }.sorted()
    guard !found.isEmpty else {
      throw InferenceError(
        file: folder.path, "holds no weights*.safetensors",
        suggestion: "Make them of a checkpoint with Scripts/convert_weights.py.")
    }
    try self.init(found.map { folder.appending(path: $0) }, path: folder.path)
  }

  private init(index: URL, in folder: URL) throws {
    let faults = JSONSection.Faults()
    let root = JSONSection(try JSONValue(try Data(contentsOf: index), file: index.path), path: "", faults: faults)
    let shards = root.take("weight_map", "an object of file names by tensor", or: nil) { value -> [String: String]? in
      guard case .object(let object) = value else { return nil }
      let names = object.compactMapValues { if case .text(let text) = $0 { text } else { nil } }
      return names.count == object.count ? names : nil
    }
    for shard in Set((shards ?? [:]).values) where shard.contains("/") || shard.isEmpty {
      root.fault("weight_map", "names '\(shard)', expected a file beside it")
    }
    guard faults.list.isEmpty, let shards, !shards.isEmpty else {
      throw InferenceError(
        file: index.path, "is no index of shards: \((faults.list + ["it names none"])[0])",
        suggestion: "Remove it where the weights are in one file.")
    }
    try self.init(Set(shards.values).sorted().map { folder.appending(path: $0) }, path: folder.path)
    let misplaced = shards.filter { name, shard in
      places[name].map { URL(filePath: files[$0.file].path).lastPathComponent != shard } ?? true
    }
    guard misplaced.isEmpty else {
      let list = misplaced.sorted { $0.key < $1.key }.prefix(20).map { "\($0.key) (in \($0.value))" }
      throw InferenceError(
        file: index.path,
        "\(misplaced.count) tensors are not in the files it names: \(list.joined(separator: ", "))",
        suggestion: "Copy the shards and their index together again.")
    }
  }

  public var names: Set<String> { Set(places.keys) }

  public func shape(of name: String) -> [Int]? { entry(name)?.shape }

  func parameterCount(of name: String) -> Int { entry(name)?.shape.reduce(1, *) ?? 0 }

  /// Bytes of the tensors whose names begin so, as they are stored.
  func storedBytes(under prefixes: [String]) -> Int { entries(under: prefixes).reduce(0) { $0 + $1.bytes.count } }

  /// Bytes of the same while they are used: as they are stored and, where that is not Float32, converted beside.
  func residentBytes(under prefixes: [String]) -> Int {
    entries(under: prefixes).reduce(0) { $0 + $1.bytes.count * ($1.number == .float32 ? 1 : 3) }
  }

  private func entries(under prefixes: [String]) -> [SafetensorsFile.Entry] {
    names.filter { name in prefixes.contains { name.hasPrefix($0) } }.compactMap(entry)
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
  ///   - adapters: which low-rank adapters may be there as well, both parts of each; of a group in use one has to.
  /// - Throws: one error that lists what is missing, of another shape or unknown.
  func check(_ expected: [String: [Int]], _ adapters: AdapterNames) throws {
    var faults: [String] = []
    for (name, shape) in expected.sorted(by: { $0.key < $1.key }) {
      guard let found = self.shape(of: name) else {
        faults.append("\(name) is missing (expected \(shape))")
        continue
      }
      if found != shape { faults.append("\(name) has shape \(found), expected \(shape)") }
    }
    for name in names.sorted() where expected[name] == nil {
      guard let adapter = adapters.adapter(name, of: expected) else {
        faults.append("\(name) is unknown")
        continue
      }
      if let found = shape(of: name), found != adapter.shape {
        faults.append("\(name) has shape \(found), expected \(adapter.shape)")
      }
      if shape(of: adapter.other) == nil { faults.append("\(adapter.other) is missing, the other half of \(name)") }
    }
    for group in adapters.used where !names.contains(where: { $0.hasSuffix(".lora_A.\(group)") }) {
      faults.append("adapters of group \(group), which lora_group_by_step names, are missing")
    }
    guard !faults.isEmpty else { return }
    let shown = faults.prefix(100).joined(separator: "; ")
    throw InferenceError(
      file: path,
      "the weights do not fit model.json: \(shown)" + (faults.count > 100 ? "; and \(faults.count - 100) more" : ""),
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
