import Foundation

/// The metadata of a group and of the arrays directly in it.
struct ZarrGroup {
  let version: Int
  private(set) var attributes = CFAttributes()
  private(set) var arrays: [ZarrArray] = []
  private(set) var notes: [String] = []

  init(_ url: URL) throws(FormatError) {
    func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: url.appending(path: name).path) }
    if exists("zarr.json") {
      version = 3
      try read3(url)
    } else if exists(".zmetadata") || exists(".zgroup") {
      version = 2
      try read2(url)
    } else if exists(".zarray") {
      throw FormatError(url, "it is a single Zarr array; give the group that holds it and its coordinates")
    } else {
      throw FormatError(url, "it holds no Zarr metadata; expected zarr.json, .zgroup or .zmetadata")
    }
    arrays.sort { $0.name < $1.name }
  }

  // MARK: - Version 2

  private mutating func read2(_ url: URL) throws(FormatError) {
    let consolidated = url.appending(path: ".zmetadata")
    if FileManager.default.fileExists(atPath: consolidated.path) {
      let json = try ZarrJSON(contentsOf: consolidated, in: url)
      guard let entries = json["metadata"]?.object else {
        throw FormatError(url, place: "metadata .zmetadata", "it has no member 'metadata'")
      }
      attributes = CFAttributes(entries[".zattrs"])
      for (key, value) in entries where key.hasSuffix("/.zarray") {
        let name = String(key.dropLast("/.zarray".count))
        if name.contains("/") { continue }
        try add2(name, value, entries[name + "/.zattrs"], url)
      }
      note(
        Set(
          entries.keys.filter { $0.hasSuffix("/.zgroup") }.compactMap {
            $0.split(separator: "/").first.map(String.init)
          }))
      return
    }
    attributes = CFAttributes(try optional(url.appending(path: ".zattrs"), url))
    var groups: Set<String> = []
    for name in folders(in: url) {
      let folder = url.appending(path: name)
      if let json = try optional(folder.appending(path: ".zarray"), url) {
        try add2(name, json, try optional(folder.appending(path: ".zattrs"), url), url)
      } else if FileManager.default.fileExists(atPath: folder.appending(path: ".zgroup").path) {
        groups.insert(name)
      }
    }
    note(groups)
  }

  private mutating func add2(_ name: String, _ json: ZarrJSON, _ attributes: ZarrJSON?, _ url: URL) throws(FormatError)
  {
    do throws(ZarrMetadataProblem) {
      arrays.append(try ZarrArray(version2: name, json, attributes: attributes))
    } catch {
      throw FormatError(url, place: "variable \(name)", error.text)
    }
  }

  // MARK: - Version 3

  private mutating func read3(_ url: URL) throws(FormatError) {
    let json = try ZarrJSON(contentsOf: url.appending(path: "zarr.json"), in: url)
    guard json["zarr_format"]?.integer == 3 else {
      throw FormatError(url, place: "metadata zarr.json", "its zarr_format is not 3")
    }
    guard json["node_type"]?.text == "group" else {
      throw FormatError(url, "it is a single Zarr array; give the group that holds it and its coordinates")
    }
    attributes = CFAttributes(json["attributes"])
    var groups: Set<String> = []
    if let entries = json["consolidated_metadata"]?["metadata"]?.object {
      for (name, value) in entries where !name.contains("/") { try add3(name, value, &groups, url) }
    } else {
      for name in folders(in: url) {
        guard let value = try optional(url.appending(path: name).appending(path: "zarr.json"), url) else { continue }
        try add3(name, value, &groups, url)
      }
    }
    note(groups)
  }

  private mutating func add3(
    _ name: String, _ json: ZarrJSON, _ groups: inout Set<String>, _ url: URL
  ) throws(FormatError) {
    guard json["node_type"]?.text == "array" else {
      groups.insert(name)
      return
    }
    do throws(ZarrMetadataProblem) {
      arrays.append(try ZarrArray(version3: name, json))
    } catch {
      throw FormatError(url, place: "variable \(name)", error.text)
    }
  }

  // MARK: - Files

  private mutating func note(_ groups: Set<String>) {
    if !groups.isEmpty {
      notes.append("only the root group is read; not read: \(groups.sorted().joined(separator: ", "))")
    }
  }

  private func optional(_ file: URL, _ store: URL) throws(FormatError) -> ZarrJSON? {
    FileManager.default.fileExists(atPath: file.path) ? try ZarrJSON(contentsOf: file, in: store) : nil
  }

  private func folders(in url: URL) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
    return names.filter { !$0.hasPrefix(".") }.sorted()
  }
}
