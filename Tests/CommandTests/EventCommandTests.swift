import Foundation
import TestSupport
import Testing

/// `verify events find` and `verify case-study`, as they are typed.
@Suite("Commands of events")
struct EventCommandTests {
  private let folder: URL

  init() throws { folder = try Fixture.temporaryFolder() }

  /// Winds at three stations, one hour a file.
  private func observations() throws -> [String] {
    try [4.0, 18, 22, 6].enumerated().map { hour, wind in
      let file = folder.appending(path: "vobs201902170\(hour)")
      try """
      3 0 4
      1
      FF 0
      03001 60.00 -5.00 10 \(wind)
      03002 60.30 -5.00 10 \(wind + 1)
      03003 60.00 -4.50 10 \(wind - 1)

      """.write(to: file, atomically: true, encoding: .utf8)
      return file.path
    }
  }

  @Test func aRegionMayBeginWestOfGreenwich() throws {
    let options = ["--hazard", "wind-storm", "--threshold", ">= 17 m/s", "--unscreened", "--output", folder.path]
    let files = try observations()
    let found = try Tool.run(["events", "find", "--region", "-6,59,-4,61"] + options + ["--observations"] + files)
    #expect(found.code == 0, "\(found.errors)")
    #expect(found.output.contains("03002 (60.3°N 5°W, 10 m), 2019-02-17 02 UTC"), "\(found.output)")
    #expect(found.output.contains("6 of 12 values at 3 stations are beyond it"))
    let event = try String(contentsOf: folder.appending(path: "01-wind-storm-2019-02-17.yaml"), encoding: .utf8)
    #expect(event.contains("lead-times: 3h.."), "\(event)")
    // The observations end at 03 UTC, and the window with them.
    #expect(event.contains("to: '2019-02-17T03:00'}"))
    let elsewhere = try Tool.run(["events", "find", "--region", "20,59,24,61"] + options + ["--observations"] + files)
    #expect(elsewhere.output.contains("No event"), "\(elsewhere.output)")
  }

  @Test func anEventThatCannotBeReadIsBadInput() throws {
    let absent = try Tool.run(["case-study", folder.appending(path: "absent.yaml").path])
    #expect(absent.code == 3 && absent.errors.contains("absent.yaml"), "\(absent.errors)")
    let broken = folder.appending(path: "broken.yaml")
    try "hazard: wind-storm\nregion: [".write(to: broken, atomically: true, encoding: .utf8)
    let wrong = try Tool.run(["case-study", broken.path])
    #expect(wrong.code == 3 && wrong.errors.contains("broken.yaml"), "\(wrong.errors)")
  }
}
