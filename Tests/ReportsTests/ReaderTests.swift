import Fields
import Metrics
import Testing

@testable import Reports

/// What is done for who reads: units, digits, caution about many tests.
@Suite struct ReaderTests {
  @Test(arguments: [
    ("Pa", "hPa", 0.01), ("Pa2", "hPa²", 0.0001), ("kg m-2", "mm", 1), ("kg2 m-4", "mm²", 1), ("m s-1", "m s⁻¹", 1),
    ("K", "K", 1), ("Pa s-1", "Pa s⁻¹", 1), ("1", "", 1),
  ])
  func unitsAreTheOnesPeopleRead(canonical: String, shown: String, factor: Double) {
    let unit = DisplayUnit(canonical: canonical)
    #expect(DisplayUnit.text(unit.symbol) == shown)
    #expect(unit.factor == factor)
  }

  @Test func peopleReadHectopascalsAndProgramsPascals() throws {
    var sample = SampleRecord()
    sample.variables = [.seaLevelPressure]
    var record = sample.make()
    for i in record.scores.indices where record.scores[i].metric == "rmse" {
      record.scores[i].outcome = .value(123)
      (record.scores[i].lower, record.scores[i].upper) = (113, 133)
    }
    #expect(try TextReport().text(of: record).contains(/RMSE +hPa +1\.23 \[1\.13, 1\.33\]/))
    #expect(try MarkdownReport().text(of: record).contains("| RMSE | hPa | 1.23 \\[1.13, 1.33\\] |"))
    #expect(try HTMLReport().text(of: record).contains("1.13 to 1.33"))
    let lines = try CSVReport().text(of: record).split(separator: "\n")
    #expect(lines.contains { $0.contains(",rmse,,12345,123,113,133,Pa") })
  }

  @Test func differencesHaveTheDigitsOfTheirUncertainty() {
    #expect(Digits.decimals(ofDifference: -0.0233, halfWidth: 0.7642) == 2)
    #expect(Digits.decimals(ofDifference: -0.12, halfWidth: 0.03) == 3)
    #expect(Digits.decimals(ofDifference: 120, halfWidth: 340) == 0)
    // Without an interval the difference itself has three digits.
    #expect(Digits.decimals(ofDifference: -0.0233, halfWidth: nil) == 4)
    #expect(Digits.decimals(ofDifference: -0.0233, halfWidth: 0) == 4)
  }

  @Test func scoresOfWideIntervalsHaveNoMoreDigitsThanThose() {
    #expect(Digits.decimals(for: [0.367], halfWidths: [1.91]) == 1)
    #expect(Digits.decimals(for: [0.307, 0.280], halfWidths: [0.61, 1.24]) == 2)
  }

  /// The example of Benjamini and Hochberg (1995), section 4.1: 15 p-values, of which the four smallest are
  /// discoveries.
  @Test func discoveriesAreThoseOfThePublishedExample() {
    let pValues = [
      0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590,
      1.0,
    ]
    #expect(Discoveries.areDiscoveries(pValues) == pValues.map { $0 <= 0.0095 })
    #expect(Discoveries.areDiscoveries(pValues.reversed()) == pValues.reversed().map { $0 <= 0.0095 })
    #expect(Discoveries.areDiscoveries([nil, 0.04]) == [false, true])
    #expect(Discoveries.areDiscoveries([nil, 0.06]) == [false, false])
    #expect(Discoveries.areDiscoveries([]) == [])
  }

  @Test func aSingleLeadTimeOfManyIsNotNamed() throws {
    func markdown(_ cases: Int, _ pValues: [Double]) throws -> String {
      var sample = SampleRecord()
      sample.variables = [.temperature2m]
      sample.cases = cases
      var record = sample.make()
      for i in record.differences.indices {
        let isFirst = record.differences[i].leadTime == .hours(24)
        record.differences[i].outcome = .value(0.2)
        record.differences[i].lower = isFirst ? 0.1 : -0.1
        record.differences[i].upper = isFirst ? 0.3 : 0.5
        record.differences[i].pValue = isFirst ? pValues[0] : pValues[1]
      }
      return try MarkdownReport().text(of: record)
    }
    #expect(try markdown(20, [0.001, 0.4]).contains("By lead time: worse at 24 h, at a false discovery rate of 5 %."))
    // 0.03 of six tests is what chance gives.
    #expect(try markdown(20, [0.03, 0.4]).contains("No single lead time is decided"))
    #expect(
      try markdown(9, [0.001, 0.4])
        .contains("- Single lead times of fewer than 10 initial times are not judged."))
  }

  @Test func anIntervalWithoutZeroIsNoFindingWhereTheAdjustedPValueIsLarge() throws {
    var sample = SampleRecord()
    sample.variables = [.windSpeed10m]
    var record = sample.make()
    for i in record.differences.indices {
      record.differences[i].outcome = .value(-0.3)
      (record.differences[i].lower, record.differences[i].upper) = (-0.5, -0.1)
      record.differences[i].adjustedPValue = 0.07
    }
    let text = try TextReport().text(of: record)
    #expect(text.hasPrefix("Candidate against baseline\n\nInconclusive"))
    #expect(text.contains("chance makes one like it: the adjusted p is 0.07."))
    #expect(!text.contains("could not be seen"))
  }

  @Test func anUndecidedHeadlineSaysWhatCouldBeSeen() throws {
    var sample = SampleRecord()
    sample.variables = [.windSpeed10m]
    var record = sample.make()
    for i in record.differences.indices {
      record.differences[i].outcome = .value(-0.00164)
      (record.differences[i].lower, record.differences[i].upper) = (-0.16272, 0.15945)
    }
    let text = try TextReport().text(of: record)
    #expect(text.contains("(95 % interval of the difference -0.16 to 0.16 m s⁻¹; 10 initial times that are worth 6.5 "))
    #expect(text.contains("A difference smaller than 0.16 m s⁻¹ could not be seen."))
  }

  @Test(arguments: ["text", "markdown", "html"])
  func aRunWithoutPairsSaysSo(format: String) throws {
    var record = SampleRecord().make()
    for i in record.scores.indices { (record.scores[i].n, record.scores[i].outcome) = (0, .undefined("no pairs")) }
    let text = try #require(ReportCatalogue.report(named: format)).text(of: record)
    #expect(text.contains("No pairs: no observation met a forecast"))
    #expect(!text.contains("undefined: no pairs") && !text.contains("id=\"scores\""))
    #expect(text.contains("Where the observations went"))
  }

  @Test(arguments: ["text", "markdown", "html"])
  func reportsOfFieldsSpeakOfCells(format: String) throws {
    var record = SampleRecord().make()
    record.comparesFields = true
    (record.stationScores, record.stationDifferences) = ([], [])
    let report = try #require(ReportCatalogue.report(named: format))
    #expect(try report.text(of: record).contains("Where the cells went"))
    #expect(try !report.text(of: record).contains("Where the observations went"))
    record.scores = []
    #expect(try report.text(of: record).contains("No pairs: no analysis met a forecast"))
  }

  @Test func aSystemAloneIsNotComparedWithOthers() throws {
    var sample = SampleRecord()
    sample.systems = ["alone"]
    var record = sample.make()
    record.systems[0].isBaseline = true
    let text = try TextReport().text(of: record)
    #expect(!text.contains("that all systems have") && !text.contains("leaves out zero"))
    #expect(try !HTMLReport().text(of: record).contains("(baseline)"))
  }

  @Test func aLineIsCutAtTheFrameWithoutBendingItsInside() {
    let line = Polyline(points: [.init(x: 0, y: 50), .init(x: 10, y: 150), .init(x: 20, y: -50)])
    #expect(
      line.clamped(to: 0...100).points == [
        .init(x: 0, y: 50), .init(x: 5, y: 100), .init(x: 10, y: 100), .init(x: 12.5, y: 100), .init(x: 17.5, y: 0),
        .init(x: 20, y: 0),
      ])
  }

  @Test func sentencesBeginAndEndAsSuch() {
    #expect("a sum of counts".asSentence == "A sum of counts.")
    #expect("⟨f⟩ is it.".asSentence == "⟨f⟩ is it.")
    #expect("".asSentence == "")
  }
}
