import CNetCDF
import Fields
import Foundation
import TestSupport
import Testing

@testable import Formats

/// Small programs of the shell stand for models; what they write are NetCDF files of our own.
@Suite("NetCDF files from a program's standard output", .timeLimit(.minutes(1)))
struct NetCDFStreamTests {
  let folder: URL
  let initTime: UTCTime

  init() throws {
    folder = try Fixture.temporaryFolder()
    initTime = try #require(UTCTime("2018-11-20T12"))
    for lead in [6, 12, 18] { try write("\(lead).nc", at: lead) }
  }

  private func sample(_ leads: Int...) -> NetCDFSample {
    NetCDFSample(
      initTime: initTime, validTimes: leads.map { initTime + .hours($0) }, offset: 270 + (leads.first ?? 0))
  }

  private func write(_ name: String, at lead: Int, _ change: (inout NetCDFSample) -> Void = { _ in }) throws {
    var sample = sample(lead)
    change(&sample)
    try sample.write(to: folder.appending(path: name))
  }

  private func bytes(_ name: String) throws -> Data { try Data(contentsOf: folder.appending(path: name)) }

  private func put(_ name: String, _ bytes: some Sequence<UInt8>) throws {
    try Data(bytes).write(to: folder.appending(path: name))
  }

  private func source(_ line: String, leads: [Int] = [6, 12], timeout: Int64 = 20) -> CommandSource {
    CommandSource(
      name: "model", command: ForecastCommand(.shell(line), in: folder, timeout: .seconds(timeout)),
      initTimes: [initTime], leadTimes: leads.map(TimeSpan.hours), variables: [.temperature2m, .windSpeed10m])
  }

  private func temperatures(_ source: CommandSource, at lead: Int) async throws -> [Float] {
    let forecast = try #require(try await source.forecast(.temperature2m, from: initTime, at: .hours(lead)))
    guard case .fields(let fields) = forecast.values else { return [] }
    return fields[0].values
  }

  private func expected(_ lead: Int) -> [Float] { (0..<15).map { Float(270 + lead + $0) } }

  /// The message of the error of asking for temperature at a lead time.
  private func failure(_ line: String, at lead: Int = 6, timeout: Int64 = 20) async throws -> String {
    let source = source(line, leads: [6, 12, 18], timeout: timeout)
    let error = await #expect(throws: FormatError.self) {
      _ = try await source.forecast(.temperature2m, from: initTime, at: .hours(lead))
    }
    return try #require(error).description
  }

  // MARK: - What is taken

  @Test(arguments: [
    (Int32(0), false), (NC_64BIT_OFFSET, false), (NC_64BIT_DATA, false), (0, true), (NC_64BIT_DATA, true),
    (NC_NETCDF4, false), (NC_NETCDF4, true), (NC_NETCDF4 | NC_CLASSIC_MODEL, false),
  ])
  func filesOneBehindAnotherAreAModel(_ mode: Int32, _ hasRecords: Bool) async throws {
    for lead in [6, 12] {
      try write("\(lead).nc", at: lead) { ($0.mode, $0.hasRecords) = (mode, hasRecords) }
    }
    let source = source("echo run >> log; cat 6.nc 12.nc")
    let wind = try await source.forecasts([.windSpeed10m, .temperature2m], from: initTime, at: .hours(6))
    guard case .fields(let fields) = wind[0].values else { return }
    // From components of 3 and 4 m/s.
    #expect(fields[0].values == [Float](repeating: 5, count: 15))
    #expect(wind[1].origin == "standard output of model, message 1, t2m")
    #expect(try await temperatures(source, at: 6) == expected(6))
    #expect(try await temperatures(source, at: 12) == expected(12))
    #expect(try String(contentsOf: folder.appending(path: "log"), encoding: .utf8) == "run\n")
  }

  @Test func aStateIsTakenBeforeTheNextIsWritten() async throws {
    for mode in [0, NC_NETCDF4] {
      try write("6.nc", at: 6) { $0.mode = mode }
      #expect(try await temperatures(source("cat 6.nc; sleep 100; cat 12.nc", timeout: 100), at: 6) == expected(6))
    }
  }

  /// As xarray does that writes NetCDF-4 to memory; and a single variable of short integers in the classic format may
  /// end in half a word.
  @Test func whatFillsUpBehindAFileIsPassedOver() async throws {
    let zeros = "head -c 70000 /dev/zero"
    #expect(try await temperatures(source("cat 6.nc; \(zeros); cat 12.nc; \(zeros)"), at: 12) == expected(12))
    for lead in [6, 12] {
      try write("\(lead).nc", at: lead) { ($0.mode, $0.variables) = (0, [.temperature2m]) }
      let whole = try bytes("\(lead).nc")
      try put("\(lead)-short.nc", whole.dropLast(2))
    }
    #expect(try bytes("6.nc").suffix(2).elementsEqual([0x80, 0x01]), "its last word is filled up, and not with zeros")
    for files in ["6.nc 12.nc", "6-short.nc 12-short.nc", "6.nc 12-short.nc", "6-short.nc 12.nc"] {
      let line = "cat \(files)"
      let source = CommandSource(
        name: "model", command: ForecastCommand(.shell(line), in: folder), initTimes: [initTime],
        leadTimes: [.hours(6), .hours(12)], variables: [.temperature2m])
      #expect(try await temperatures(source, at: 6) == expected(6), "\(files)")
      #expect(try await temperatures(source, at: 12) == expected(12), "\(files)")
    }
  }

  @Test func variablesOfOneLeadTimeMayComeInSeveralFiles() async throws {
    try write("t.nc", at: 6) { $0.variables = [.temperature2m] }
    try write("w.nc", at: 6) { ($0.variables, $0.mode) = ([.eastwardWind10m, .northwardWind10m], 0) }
    let source = source("cat w.nc t.nc 12.nc")
    #expect(try await source.forecasts([.windSpeed10m, .temperature2m], from: initTime, at: .hours(6)).count == 2)
    #expect(try await temperatures(source, at: 12) == expected(12))
  }

  @Test func membersLieAlongADimension() async throws {
    for lead in [6, 12] { try write("\(lead).nc", at: lead) { $0.members = 3 } }
    let source = source("cat 6.nc; sleep 100", timeout: 100)
    #expect(try await source.forecast(.temperature2m, from: initTime, at: .hours(6))?.memberCount == 3)
  }

  @Test(arguments: try FileManager.default.contentsOfDirectory(atPath: Fixture.url("netcdf").path).sorted())
  func aFileTellsItsLength(_ name: String) throws {
    guard name.hasSuffix(".nc") else { return }
    let data = try Data(contentsOf: Fixture.url("netcdf/\(name)"))
    var bytes = HeldBytes(data: data)
    if data.starts(with: "CDF".utf8) {
      let extent = try #require(ClassicHeader.extent(of: &bytes))
      #expect([extent.byteCount, extent.byteCount + extent.padding].contains(data.count))
    } else {
      #expect(try HDF5Superblock.endOfFile(&bytes) == data.count)
    }
  }

  /// By hand, after the specification: version 1 has four more bytes before its addresses, here of four bytes each.
  @Test func aSuperblockOfVersionOneTellsTheLength() throws {
    let head = HDF5Superblock.signature + [1, 0, 0, 0, 0, 4, 4] + [UInt8](repeating: 0, count: 13)
    let addresses: [UInt8] = [0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0x10, 0x20, 0, 0]
    var bytes = HeldBytes(data: Data(head + addresses))
    #expect(try HDF5Superblock.endOfFile(&bytes) == 0x2010)
  }

  /// So many files are opened that the library closes the first of them.
  @Test func aFileIsReadThatHasLostItsName() throws {
    let url = folder.appending(path: "6.nc")
    let size = try bytes("6.nc").count
    let dataset = try NetCDFDataset(URL(filePath: "/message 1"), keeping: url, byteCount: size)
    try FileManager.default.removeItem(at: url)
    for number in 0..<60 {
      let other = folder.appending(path: "\(number)-other.nc")
      try FileManager.default.copyItem(at: folder.appending(path: "12.nc"), to: other)
      let array = try #require(try NetCDFDataset(other).array(named: "t2m"))
      #expect(array.count == 15)
    }
    let array = try #require(dataset.array(named: "t2m"))
    #expect(try dataset.values(array) == expected(6).map(Double.init))
    #expect(try dataset.readByLibrary(array, Hyperslab(whole: array)).count == 15)
    #expect(try dataset.readByChunks(array, Hyperslab(whole: array))?.count == 15, "HDF5 has it too")
  }

  @Test func aTemporaryFileGoesWithItsOwner() throws {
    var path = ""
    do {
      var file = try TemporaryFile()
      try file.append([1, 2, 3])
      path = file.url.path
      #expect(try Data(contentsOf: file.url).elementsEqual([1, 2, 3]))
    }
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  // MARK: - What goes wrong

  @Test(arguments: [Int32(0), NC_64BIT_DATA, NC_NETCDF4])
  func aFileThatIsCutShortIsTold(_ mode: Int32) async throws {
    try write("6.nc", at: 6) { $0.mode = mode }
    let size = try bytes("6.nc").count
    for count in [3, 7, 20, 300, size - 30] {
      let text = try await failure("head -c \(count) 6.nc; exit 7")
      if count < 4 {
        #expect(text.contains("message 1 at byte 0: the output ends with"), "\(text)")
      } else {
        #expect(text.contains("message 1 at byte 0: cut short: "), "\(text)")
        #expect(text.contains("\(count) bytes came, and the program ended with exit status 7"), "\(text)")
      }
    }
    #expect(try await failure("cat 6.nc; head -c 200 12.nc", at: 12).contains("message 2 at byte \(size): cut short"))
  }

  @Test func aCrashKeepsTheStatesBeforeIt() async throws {
    let source = source("cat 6.nc; echo 'out of memory' >&2; exit 3")
    #expect(try await temperatures(source, at: 6) == expected(6))
    let error = await #expect(throws: FormatError.self) {
      _ = try await source.forecast(.temperature2m, from: initTime, at: .hours(12))
    }
    let text = try #require(error).description
    #expect(text.contains("at 12h: the program ended with exit status 3; it said:\n  out of memory"))
  }

  @Test func aStallWithinAFileIsTold() async throws {
    let text = try await failure("head -c 2000 6.nc; sleep 100", timeout: 1)
    #expect(text.contains("has written nothing for 1s"))
  }

  @Test func lengthsThatNoFileHasAreTold() async throws {
    // The end is the third address of a superblock of version 2, which begins at byte 12.
    var whole = try bytes("6.nc")
    #expect(whole[8] == 2)
    whole[34] = 0x7F
    try put("long.nc", whole)
    #expect(try await failure("cat long.nc").contains("bytes; expected at most 68719476736"))
    whole[34] = 0xFF
    try put("longer.nc", whole + [0])
    #expect(try await failure("cat longer.nc").contains("bytes; expected at most 68719476736"))
    whole.replaceSubrange(28..<36, with: [9, 0, 0, 0, 0, 0, 0, 0])
    try put("none.nc", whole)
    #expect(try await failure("cat none.nc").contains("claims 9 bytes, fewer than its superblock has"))
    whole[12] = 1
    try put("block.nc", whole)
    #expect(try await failure("cat block.nc").contains("begins with a user block"))
    whole[8] = 4
    try put("new.nc", whole)
    #expect(try await failure("cat new.nc").contains("has an HDF5 superblock of version 4; expected 0 to 3"))
  }

  /// HDF5 1.10 ends the process for most of these, or never returns.
  @Test func aDamagedHeapIsToldBeforeHDF5ReadsIt() async throws {
    let whole = try bytes("6.nc")
    #expect(try HDF5GlobalHeaps.problem(in: ByteFile(folder.appending(path: "6.nc"))) == nil)
    let heap = try #require(whole.range(of: Data("GCOL".utf8))).lowerBound
    // Its size; then the number and the size of its first object.
    for (place, value) in [(10, 9), (15, 0x40), (16, 0), (17, 1), (26, 0x98), (31, 0x80), (31, 0xFF)] {
      var changed = whole
      changed[heap + place] = UInt8(value)
      try put("changed.nc", changed)
      let text = try await failure("cat changed.nc")
      #expect(text.contains("message 1 at byte 0: its HDF5 heap at byte \(heap) is damaged: "), "\(place): \(text)")
    }
  }

  @Test func recordsThatAreNotCountedAreTold() async throws {
    try write("6.nc", at: 6) { ($0.mode, $0.hasRecords) = (0, true) }
    var whole = try bytes("6.nc")
    whole.replaceSubrange(4..<8, with: [0xFF, 0xFF, 0xFF, 0xFF])
    try put("records.nc", whole)
    #expect(try await failure("cat records.nc").contains("does not tell the number of its records"))
    // The number of dimensions, of which there are then more than fit.
    whole.replaceSubrange(4..<16, with: [0, 0, 0, 0, 0, 0, 0, 10, 0x7F, 0xFF, 0xFF, 0xFF])
    try put("lies.nc", whole + [UInt8](repeating: 1, count: 100_000))
    #expect(try await failure("cat lies.nc").contains("its NetCDF header is corrupt"))
  }

  @Test func anythingElseBetweenFilesIsShown() async throws {
    let text = try await failure("cat 6.nc; echo Loading the model; cat 12.nc", at: 12)
    #expect(
      text.contains("message 2 at byte \(try bytes("6.nc").count): expected a NetCDF file, found 'Loading the model."))
    let first = try await failure("echo Loading the model; cat 12.nc")
    #expect(first.contains("expected a GRIB message or a NetCDF file, found 'Loading the model."))
    #expect(try await failure("printf 'CDF\\003abcdefgh'").contains("found 'CDF.abcdefgh'"))
    let zeros = try await failure("cat 6.nc; cat /dev/zero", at: 12)
    #expect(zeros.contains("expected a NetCDF file, found 1048576 zeros and more"))
  }

  @Test func aStreamIsOfOneKind() async throws {
    let grib = try GRIBSample.regular(
      columns: 4, rows: 3, first: (62, 10), last: (60, 13), step: (1, 1),
      keys: [
        ("dataDate", .integer(20_181_120)), ("dataTime", .integer(1200)), ("forecastTime", .integer(6)),
      ], values: [Double](repeating: 270, count: 12)
    ).bytes
    try put("6.grib", grib)
    let text = try await failure("cat 6.nc 6.grib", at: 12)
    #expect(text.contains("expected a NetCDF file as before, found a GRIB message; a stream is of one kind"))
    #expect(
      try await failure("cat 6.grib 12.nc", at: 12).contains(
        "expected a GRIB message as before, found a NetCDF file; a stream is of one kind"))
  }

  @Test func theInitialTimeMustBeThatOfTheFile() async throws {
    try write("late.nc", at: 6) {
      $0.initTime = initTime + .hours(12)
      $0.validTimes = [initTime + .hours(18)]
    }
    let late = try await failure("cat late.nc")
    #expect(late.contains("message 1: is from 2018-11-21 00 UTC; expected 2018-11-20 12 UTC"))
    try write("bare.nc", at: 6) { $0.initTime = nil }
    let bare = try await failure("cat bare.nc")
    #expect(bare.contains("is an analysis of 2018-11-20 18 UTC, or tells no initial time (forecast_reference_time)"))
  }

  @Test func leadTimesComeOneAFileAndInOrder() async throws {
    try sample(6, 12).write(to: folder.appending(path: "both.nc"))
    #expect(
      try await failure("cat both.nc").contains(
        "message 1: has fields of 12h beside those of 6h; a message or file is of one lead time"))
    let text = try await failure("cat 12.nc 6.nc 18.nc", at: 18)
    #expect(text.contains("message 2: is of lead time 6h and comes after 12h; lead times come in order"))
    let early = try await failure("cat 6.nc", at: 12)
    #expect(early.contains("ended after 6h; expected lead times to 18h"))
  }

  /// A file a member would otherwise be a forecast without members, and the others passed over.
  @Test func whatComesTwiceIsRefused() async throws {
    let source = source("cat 6.nc 6.nc 12.nc")
    #expect(try await temperatures(source, at: 6) == expected(6))
    let error = await #expect(throws: FormatError.self) {
      _ = try await source.forecast(.temperature2m, from: initTime, at: .hours(12))
    }
    let text = try #require(error).description
    #expect(text.contains("message 2: holds t2m, u10m, v10m of 6h once more; members of an ensemble lie along"))
  }

  @Test func aFileWithoutFieldsSaysWhy() async throws {
    try put("stations.nc", try Data(contentsOf: Fixture.url("netcdf/stations.nc")))
    #expect(try await failure("cat stations.nc").contains("message 1: holds no field that can be read: t2m: it"))
    try write("wind.nc", at: 6) { $0.variables = [.eastwardWind10m, .northwardWind10m] }
    #expect(try await failure("cat wind.nc 12.nc").contains("wrote no t2m, but u10m, v10m"))
  }

  @Test(arguments: [(Int32(0), 29), (NC_64BIT_DATA, 31), (NC_NETCDF4, 307)])
  func bytesThatAreChangedAreReadOrRefused(_ mode: Int32, _ step: Int) async throws {
    try write("6.nc", at: 6) { $0.mode = mode }
    let whole = try bytes("6.nc")
    for (number, place) in stride(from: 0, to: whole.count, by: step).enumerated() {
      var changed = whole
      changed[place] ^= [0xFF, 0x80, 0x01][number % 3]
      try put("changed.nc", changed)
      let source = source("cat changed.nc", leads: [6])
      do {
        _ = try await source.forecasts([.temperature2m, .windSpeed10m], from: initTime, at: .hours(6))
      } catch let error as FormatError {
        #expect(error.description.hasPrefix("forecast 'model' from 2018-11-20 12 UTC at 6h"), "\(place): \(error)")
      }
    }
  }
}
