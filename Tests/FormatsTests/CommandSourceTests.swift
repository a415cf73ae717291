import Fields
import Foundation
import TestSupport
import Testing

@testable import Formats

/// Small programs of the shell stand for models; what they write are messages of our own.
@Suite("Forecasts from a program's standard output", .timeLimit(.minutes(1)))
struct CommandSourceTests {
  let folder: URL
  let initTime: UTCTime

  init() throws {
    folder = try Fixture.temporaryFolder()
    initTime = try #require(UTCTime("2018-11-20T12"))
    for lead in [0, 6, 12, 18] { try write("\(lead).grib", at: lead) }
  }

  /// A file with temperature, wind and pressure of one lead time. The wind is 3 and 4 m/s, and the temperature of cell c
  /// at lead time l is 270 + l + c K.
  private func write(_ name: String, at lead: Int, from time: UTCTime? = nil, _ variables: [Variable]? = nil) throws {
    let grid = try RectilinearGrid(latitudes: [62, 61, 60], longitudes: [10, 11, 12, 13])
    let values: [Variable: (Int) -> Float] = [
      .temperature2m: { Float(270 + lead + $0) }, .eastwardWind10m: { _ in 3 }, .northwardWind10m: { _ in 4 },
      .seaLevelPressure: { _ in 101_325 },
    ]
    let order = variables ?? [.temperature2m, .eastwardWind10m, .northwardWind10m, .seaLevelPressure]
    try GRIBWriter.write(
      order.map { variable in
        Forecast(
          variable, initTime: time ?? initTime, leadTime: .hours(lead),
          values: .fields([Field(values: (0..<12).map(values[variable] ?? { _ in 0 }), grid: grid)]), origin: "test")
      }, to: folder.appending(path: name))
  }

  private func source(
    _ program: ForecastCommand.Program, leads: [Int] = [6, 12], timeout: Int64 = 20,
    _ variables: [Variable] = [.temperature2m, .windSpeed10m, .seaLevelPressure]
  ) -> CommandSource {
    CommandSource(
      name: "model", command: ForecastCommand(program, in: folder, timeout: .seconds(timeout)),
      initTimes: [initTime, initTime + .hours(12)], leadTimes: leads.map(TimeSpan.hours), variables: variables)
  }

  private func source(_ line: String, leads: [Int] = [6, 12], timeout: Int64 = 20) -> CommandSource {
    source(.shell(line), leads: leads, timeout: timeout)
  }

  private func values(_ forecast: Forecast?) throws -> [Float] {
    guard case .fields(let fields) = try #require(forecast).values else { return [] }
    return fields[0].values
  }

  /// The message of the error of asking for temperature at a lead time.
  private func failure(_ source: CommandSource, at lead: Int) async throws -> String {
    let error = await #expect(throws: FormatError.self) {
      _ = try await source.forecast(.temperature2m, from: initTime, at: .hours(lead))
    }
    return try #require(error).description
  }

  private func starts() throws -> Int {
    try String(contentsOf: folder.appending(path: "log"), encoding: .utf8).split(separator: "\n").count
  }

  // MARK: - What is taken

  @Test func oneRunGivesAllVariablesAndLeadTimesOfAnInitialTime() async throws {
    let source = source("echo {initial_time} >> log; cat 6.grib 12.grib")
    let first = try await source.forecasts([.temperature2m, .windSpeed10m], from: initTime, at: .hours(6))
    #expect(try values(first[0]) == (0..<12).map { Float(276 + $0) })
    // From components of 3 and 4 m/s.
    #expect(try values(first[1]).allSatisfy { abs($0 - 5) < 1e-4 })
    #expect(first[0].origin == "standard output of model, message 1")
    let pressure = try await source.forecast(.seaLevelPressure, from: initTime, at: .hours(6))
    #expect(try values(pressure).allSatisfy { $0 == 101_325 })
    let second = try await source.forecast(.temperature2m, from: initTime, at: .hours(12))
    #expect(try values(second) == (0..<12).map { Float(282 + $0) })
    #expect(try String(contentsOf: folder.appending(path: "log"), encoding: .utf8) == "2018-11-20T12:00:00Z\n")
  }

  @Test func aStateIsTakenBeforeTheNextIsWritten() async throws {
    let source = source("cat 6.grib; sleep 100; cat 12.grib", timeout: 100)
    let forecast = try await source.forecast(.temperature2m, from: initTime, at: .hours(6))
    #expect(try values(forecast)[0] == 276)
  }

  @Test func leadTimesThatAreNotAskedForArePassedOver() async throws {
    let source = source("cat 0.grib 6.grib 12.grib 18.grib", leads: [12])
    #expect(try values(try await source.forecast(.temperature2m, from: initTime, at: .hours(12)))[0] == 282)
    #expect(try await source.forecast(.temperature2m, from: initTime, at: .hours(18)) == nil)
    #expect(try await source.forecast(.dewPoint2m, from: initTime, at: .hours(12)) == nil)
    let contents = try await source.contents()
    #expect(contents.count == 2 * 3)
  }

  @Test func aLeadTimeThatHasGoneByIsAnsweredByANewRun() async throws {
    let source = source("echo run >> log; cat 6.grib 12.grib")
    for lead in [12, 6, 12] {
      let forecast = try await source.forecast(.temperature2m, from: initTime, at: .hours(lead))
      #expect(try values(forecast)[0] == Float(270 + lead))
    }
    #expect(try starts() == 2)
  }

  @Test func argumentsOfAListAreReadByNoShell() async throws {
    try write("a file; with $(words).grib", at: 6)
    let source = source(.arguments(["cat", "a file; with $(words).grib"]), leads: [6])
    #expect(try values(try await source.forecast(.temperature2m, from: initTime, at: .hours(6)))[0] == 276)
  }

  @Test func initialAndLeadTimesAreFilledIn() {
    let command = ForecastCommand(.arguments(["m", "--at={initial_time}", "{lead_times}", "{x}"]), in: folder)
    let words = command.words(from: initTime, leadTimes: [.hours(6), .minutes(450)])
    #expect(words == ["m", "--at=2018-11-20T12:00:00Z", "6,7.5", "{x}"])
    let line = ForecastCommand(.shell("awk '{print}' {initial_time}"), in: folder)
    #expect(line.words(from: initTime, leadTimes: []) == ["/bin/sh", "-c", "awk '{print}' 2018-11-20T12:00:00Z"])
  }

  @Test func anEnsembleIsTakenOnceItsLastMemberHasCome() async throws {
    var bytes: [UInt8] = []
    for (lead, member) in [(6, 1), (6, 2), (6, 3), (12, 1), (12, 2)] {
      bytes += try GRIBSample.regular(
        columns: 4, rows: 3, first: (62, 10), last: (60, 13), step: (1, 1),
        keys: [
          ("dataDate", .integer(20_181_120)), ("dataTime", .integer(1200)),
          ("productDefinitionTemplateNumber", .integer(1)), ("forecastTime", .integer(lead)),
          ("perturbationNumber", .integer(member)), ("numberOfForecastsInEnsemble", .integer(3)),
        ], values: [Double](repeating: Double(270 + member), count: 12)
      ).bytes
    }
    try Data(bytes).write(to: folder.appending(path: "ensemble.grib"))
    let source = source(.shell("cat ensemble.grib"), [.temperature2m])
    #expect(try await source.forecast(.temperature2m, from: initTime, at: .hours(6))?.memberCount == 3)
    #expect(try await source.forecast(.temperature2m, from: initTime, at: .hours(12))?.memberCount == 2)
  }

  // MARK: - What goes wrong

  @Test func aCrashIsToldWithTheStatusAndTheLastWords() async throws {
    let source = source("cat 6.grib; seq 1 30 >&2; echo 'out of memory' >&2; exit 3")
    #expect(try values(try await source.forecast(.temperature2m, from: initTime, at: .hours(6)))[0] == 276)
    let text = try await failure(source, at: 12)
    #expect(text.hasPrefix("forecast 'model' from 2018-11-20 12 UTC at 12h: the program ended with exit status 3;"))
    #expect(text.contains("\n  30\n  out of memory\n"))
    #expect(!text.contains("\n  3\n"), "the last lines alone")
    #expect(text.hasSuffix("The command is: cat 6.grib; seq 1 30 >&2; echo 'out of memory' >&2; exit 3"))
  }

  @Test func aSignalIsTold() async throws {
    #expect(try await failure(source("kill -9 $$"), at: 6).contains("the program ended with signal 9"))
  }

  /// Remarks without a pause come faster than they are read.
  @Test func aFloodOfRemarksIsAStallToo() async throws {
    let text = try await failure(source("cat 6.grib; yes alas >&2", timeout: 1), at: 12)
    #expect(text.contains("has written nothing for 1s") && text.contains("alas"), "\(text.prefix(200))")
  }

  @Test func aStallEndsTheProgramAndWhatItStarted() async throws {
    let source = source("sleep 100 & echo $! > child; cat 6.grib; wait", timeout: 1)
    #expect(try values(try await source.forecast(.temperature2m, from: initTime, at: .hours(6)))[0] == 276)
    let started = ContinuousClock().now
    #expect(try await failure(source, at: 12).contains("has written nothing for 1s"))
    #expect(ContinuousClock().now - started < .seconds(20))
    let text = try String(contentsOf: folder.appending(path: "child"), encoding: .utf8)
    let child = try #require(pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines)))
    try #require(child > 1)
    for _ in 0..<200 where kill(child, 0) == 0 { try await Task.sleep(for: .milliseconds(20)) }
    #expect(!isRunning(child), "what the program started goes on")
  }

  /// A process that has ended and that nobody has waited for runs no more.
  private func isRunning(_ process: pid_t) -> Bool {
    guard kill(process, 0) == 0 else { return false }
    let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
    return status.map { !$0.contains(") Z ") } ?? true
  }

  @Test func aProgramThatIsNotThereIsTold() async throws {
    for program in [ForecastCommand.Program.shell("no-such-model --fast"), .arguments(["no-such-model"])] {
      let text = try await failure(source(program), at: 6)
      #expect(text.contains("the program ended with exit status 127 (there is no such program)"))
    }
  }

  @Test func aMessageThatIsCutShortIsTold() async throws {
    let text = try await failure(source("head -c 100 6.grib"), at: 6)
    #expect(text.contains(", message 1 at byte 0: cut short: "))
    #expect(text.contains(" bytes announced, 100 bytes came"))
    let crash = try await failure(source("head -c 100 6.grib; exit 7"), at: 6)
    #expect(crash.contains("100 bytes came, and the program ended with exit status 7"))
    #expect(try await failure(source("printf GRIB"), at: 6).contains("cut short: 4 bytes came"))
  }

  @Test func anythingButAMessageIsShown() async throws {
    let text = try await failure(source("cat 6.grib; echo Loading the model; cat 12.grib"), at: 12)
    #expect(text.contains("message 5 at byte"))
    #expect(text.contains("expected a GRIB message, found 'Loading the model.GRIB"))
    #expect(try await failure(source("printf 'GRIB....abcdefgh'"), at: 6).contains("is of GRIB edition 46"))
  }

  @Test func aMessageWithoutItsEndIsDamaged() async throws {
    var bytes = try Data(contentsOf: folder.appending(path: "6.grib"))
    let length = bytes[8..<16].reduce(0) { $0 << 8 | Int($1) }
    bytes[length - 1] = 0x38
    try bytes.write(to: folder.appending(path: "damaged.grib"))
    let text = try await failure(source("cat damaged.grib"), at: 6)
    #expect(text.contains("message 1 at byte 0: its end, 7777, is not where its length of \(length) bytes says"))
  }

  @Test func aLengthNoFieldHasIsDamaged() async throws {
    var bytes = try Data(contentsOf: folder.appending(path: "6.grib"))
    bytes[8] = 0x10
    try bytes.write(to: folder.appending(path: "long.grib"))
    #expect(try await failure(source("cat long.grib"), at: 6).contains("bytes; expected 32 to 4294967296"))
  }

  @Test func anEarlyEndIsTold() async throws {
    #expect(try await failure(source("cat 6.grib"), at: 12).contains("ended after 6h; expected lead times to 12h"))
    #expect(try await failure(source("true"), at: 6).contains("ended without any field"))
  }

  @Test func aStateThatLacksAVariableSaysWhatItHolds() async throws {
    try write("wind.grib", at: 6, [.eastwardWind10m, .northwardWind10m])
    let text = try await failure(source("cat wind.grib 12.grib"), at: 6)
    #expect(text.contains("wrote no t2m, but u10m, v10m"))
  }

  @Test func aLeadTimeThatIsLeftOutIsTold() async throws {
    let text = try await failure(source("cat 6.grib 18.grib", leads: [6, 12, 18]), at: 12)
    #expect(text.contains("wrote no field of it; what comes instead is of 18h"))
  }

  @Test func leadTimesOutOfOrderAreRefused() async throws {
    let text = try await failure(source("cat 12.grib 6.grib 18.grib", leads: [6, 12, 18]), at: 18)
    #expect(text.contains("message 5: is of lead time 6h and comes after 12h; lead times come in order"))
  }

  @Test func anotherInitialTimeIsRefused() async throws {
    try write("late.grib", at: 6, from: initTime + .hours(12))
    let text = try await failure(source("cat late.grib"), at: 6)
    #expect(text.contains("message 1: is from 2018-11-21 00 UTC; expected 2018-11-20 12 UTC"))
  }
}
