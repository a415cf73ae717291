import Foundation
import TestSupport
import Testing

@testable import Formats

/// Which folders a Zarr store may take the place of, and what a run that ends early leaves.
@Suite struct ZarrDraftTests {
  private let folder: URL
  private var target: URL { folder.appending(path: "forecast.zarr") }
  private var draft: URL { folder.appending(path: "forecast.zarr.part") }

  init() throws { folder = try Fixture.temporaryFolder() }

  private func put(_ text: String, at path: String) throws {
    let url = folder.appending(path: path)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  private func names(_ path: String = "") throws -> Set<String> {
    Set(try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: path).path))
  }

  /// Writes a store that holds `.zgroup` alone, to the same folder in any spelling of it.
  private func write(_ url: URL? = nil) throws {
    var draft = try ZarrDraft(creating: url ?? target)
    try ZarrDraft.write(Array("new".utf8), to: draft.folder.appending(path: ".zgroup"), of: target)
    try draft.close()
  }

  private func refusal(_ url: URL? = nil) -> String {
    do {
      try write(url)
      return "none"
    } catch { return "\(error)" }
  }

  @Test(arguments: ["forecast.zarr", "forecast.zarr/"]) func aStoreAppearsWhole(name: String) throws {
    do {
      let draft = try ZarrDraft(creating: URL(filePath: folder.path + "/" + name))
      #expect(try names() == ["forecast.zarr.part"] && draft.folder.path == self.draft.path)
    }
    #expect(try names().isEmpty, "what is not closed is removed")
    try write(URL(filePath: folder.path + "/" + name))
    #expect(try names() == ["forecast.zarr"])
    #expect(try names("forecast.zarr") == [".zgroup"])
  }

  @Test(arguments: [
    [".zgroup", ".zattrs", ".zmetadata", "t2m/.zarray", "t2m/0.0", "deeper/.zgroup"], ["zarr.json", "t2m/zarr.json"],
  ]) func aStoreIsReplacedWhole(_ files: [String]) throws {
    for file in files { try put("old", at: "forecast.zarr/" + file) }
    try write()
    #expect(try names() == ["forecast.zarr"] && names("forecast.zarr") == [".zgroup"])
  }

  @Test(arguments: [
    (["diary.txt"], "is a folder, and no Zarr store"), (["t2m/.zarray"], "is a folder, and no Zarr store"),
    ([".zgroup/x"], "is a folder, and no Zarr store"), ([".zgroup", "diary.txt"], "is a folder with diary.txt"),
    ([".zgroup", "photos/1.png"], "is a folder with photos"), (["zarr.json", "c/0"], "is a folder with c"),
  ]) func anyOtherFolderIsNeverReplaced(_ files: [String], _ reason: String) throws {
    for file in files { try put("precious", at: "forecast.zarr/" + file) }
    let text = refusal()
    #expect(text.contains(reason) && text.contains("move it away, or give another name"), "\(text)")
    #expect(try names() == ["forecast.zarr"])
    for file in files {
      #expect(try String(contentsOf: target.appending(path: file), encoding: .utf8) == "precious")
    }
  }

  @Test func anEmptyFolderAndAFileAreNoStore() throws {
    try FileManager.default.createDirectory(at: target, withIntermediateDirectories: false)
    #expect(refusal().contains("is an empty folder; remove it"))
    try FileManager.default.removeItem(at: target)
    try put("precious", at: "forecast.zarr")
    #expect(refusal().contains("is no folder"))
    #expect(try String(contentsOf: target, encoding: .utf8) == "precious")
  }

  @Test(arguments: [true, false]) func aLinkIsNotFollowed(isOfDraft: Bool) throws {
    try put("old", at: "store.zarr/.zgroup")
    try FileManager.default.createSymbolicLink(
      at: isOfDraft ? draft : target, withDestinationURL: folder.appending(path: "store.zarr"))
    for url in [target, URL(filePath: target.path + "/")] {
      #expect(refusal(url).contains("is a symbolic link, which is not followed"))
    }
    #expect(try String(contentsOf: folder.appending(path: "store.zarr/.zgroup"), encoding: .utf8) == "old")
    #expect(try names() == ["store.zarr", (isOfDraft ? draft : target).lastPathComponent])
  }

  /// A link in a store is no part of it, and one deeper down goes without what it names.
  @Test func whatALinkInAStoreNamesStays() throws {
    try put("precious", at: "photos/.zgroup")
    try put("old", at: "forecast.zarr/.zgroup")
    let photos = folder.appending(path: "photos")
    try FileManager.default.createSymbolicLink(at: target.appending(path: "photos"), withDestinationURL: photos)
    #expect(refusal().contains("is a folder with photos"))
    try FileManager.default.removeItem(at: target.appending(path: "photos"))
    try put("old", at: "forecast.zarr/t2m/.zarray")
    try FileManager.default.createSymbolicLink(at: target.appending(path: "t2m/deep"), withDestinationURL: photos)
    try write()
    #expect(try names() == ["forecast.zarr", "photos"] && names("photos") == [".zgroup"])
  }

  @Test func whatAKilledRunLeftIsTaken() throws {
    for files in [[], [".unfinished", "t2m/.zarray"], [".unfinished", ".zgroup"], [".zgroup", "t2m/.zarray"]] {
      try FileManager.default.createDirectory(at: draft, withIntermediateDirectories: true)
      for file in files { try put("cut off", at: "forecast.zarr.part/" + file) }
      try write()
      #expect(try names() == ["forecast.zarr"] && names("forecast.zarr") == [".zgroup"])
    }
    try put("precious", at: "forecast.zarr.part/diary.txt")
    let text = refusal()
    #expect(text.contains("forecast.zarr.part is a folder, and no Zarr store"), "\(text)")
    #expect(try names("forecast.zarr.part") == ["diary.txt"])
  }

  /// Whatever has come there while the forecast was made.
  @Test func whatTookTheNameMeanwhileStays() throws {
    var draft = try ZarrDraft(creating: target)
    try put("precious", at: "forecast.zarr/diary.txt")
    var text = ""
    do { try draft.close() } catch { text = "\(error)" }
    #expect(text.contains("is a folder, and no Zarr store"))
    #expect(try names("forecast.zarr") == ["diary.txt"])
  }

  @Test func aFolderThatCanNotBeWrittenIsNamed() throws {
    #expect(refusal(folder.appending(path: "none/forecast.zarr")).contains("can't be created: No such file"))
    try put("", at: "file")
    #expect(refusal(folder.appending(path: "file/forecast.zarr")).contains("Not a directory"))
    // Whose writes all fail as on a full disk.
    var text = ""
    do {
      try ZarrDraft.write([1], to: URL(filePath: "/dev/full"), of: target)
    } catch { text = "\(error)" }
    #if os(Linux)
      #expect(text == "\(target.path), dev/full: can't be written: No space left on device")
    #endif
  }
}
