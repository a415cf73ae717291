import Fields
import Foundation
import Metrics
import Reports
import Testing

/// What holds for every page, whatever is in the record.
@Suite struct HTMLStructureTests {
  static let records: [(name: String, record: EvaluationRecord)] = {
    var oneLead = SampleRecord()
    oneLead.leads = [24]
    oneLead.hasIntervals = false
    oneLead.cases = 1
    var alone = SampleRecord()
    alone.systems = ["alone"]
    alone.stationCount = 1
    var many = SampleRecord()
    many.systems = ["first", "second", "third", "baseline"]
    many.leads = Array(0...240)
    many.stationCount = 0
    var undefined = SampleRecord().make()
    for i in undefined.scores.indices where i % 3 == 0 { undefined.scores[i].outcome = .undefined("no pairs") }
    for i in undefined.scores.indices where i % 5 == 0 { undefined.scores[i].outcome = .value(.nan) }
    for i in undefined.scores.indices where i % 7 == 0 { undefined.scores[i].upper = .infinity }
    for i in undefined.differences.indices { undefined.differences[i].outcome = .undefined("no pairs") }
    for i in undefined.stationScores.indices { undefined.stationScores[i].outcome = .value(.nan) }
    let nothing = EvaluationRecord(
      title: "", systems: [], onCommonPairs: true, scores: [], differences: [], stationScores: [], ledger: [],
      definitions: [], provenance: [], planText: "")
    return [
      ("sample", SampleRecord().make()), ("one lead time", oneLead.make()), ("one system", alone.make()),
      ("many", many.make()), ("undefined values", undefined), ("nothing", nothing),
      ("everything", SampleRecord().full()),
    ]
  }()

  @Test(arguments: records.indices)
  func pageIsSoundAndFetchesNothing(index: Int) throws {
    let (name, record) = Self.records[index]
    let page = try HTMLReport().text(of: record)
    #expect(!page.contains("src=") && !page.contains("@import") && !page.contains("url("), "\(name)")
    #expect(!page.contains("<script") && !page.contains("<link"), "\(name)")
    for part in page.split(separator: "http").dropFirst() where !part.hasPrefix("-equiv=") {
      #expect(part.hasPrefix("s://doi.org/10."), "\(name): \(part.prefix(40))")
    }
    for word in ["NaN", "nan ", "nan\"", " inf", "Infinity"] { #expect(!page.contains(word), "\(name): \(word)") }
    let pictures = page.split(separator: "<svg").dropFirst().filter {
      !$0.contains("aria-hidden") || $0.contains("role")
    }
    for picture in pictures where picture.hasPrefix(" viewBox") {
      #expect(picture.contains("<title id=") && picture.contains("<desc id="), "\(name)")
    }
    #expect(Self.unclosedElements(page).isEmpty, "\(name): \(Self.unclosedElements(page))")
  }

  /// The elements that are open at the end, or the one that was closed out of turn.
  private static func unclosedElements(_ page: String) -> [Substring] {
    var open: [Substring] = []
    for part in page.split(separator: "<").dropFirst() {
      let name = part.prefix { $0.isLetter || $0.isNumber || $0 == "/" || $0 == "!" }
      if name.hasPrefix("/") {
        guard open.last == name.dropFirst() else { return open + [name] }
        open.removeLast()
      } else if !["meta", "br", "hr", "input", "!DOCTYPE"].contains(String(name)),
        !part.prefix(while: { $0 != ">" }).hasSuffix("/")
      {
        open.append(name)
      }
    }
    return open
  }

  @Test func everyStringOfTheUserIsEscaped() throws {
    let bad = "<script>alert('x')</script>\"&"
    var record = SampleRecord(systems: [bad, "baseline"]).make()
    record.title = bad
    record.planText = bad
    record.provenance = [.init(name: bad, value: bad)]
    for i in record.scores.indices { (record.scores[i].stratum, record.scores[i].threshold) = (bad, bad) }
    for i in record.differences.indices { record.differences[i].intervalNote = bad }
    for i in record.stationScores.indices { record.stationScores[i].station = bad }
    let page = try HTMLReport().text(of: record)
    #expect(!page.contains("<script"))
    #expect(page.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot;&amp;"))
    let markdown = try MarkdownReport().text(of: record)
    #expect(!markdown.contains("<script"))
  }

  @Test func stationsWhoseErrorDiffersBeyondChanceAreRinged() throws {
    var record = SampleRecord().make()
    let page = try HTMLReport().text(of: record)
    #expect(!page.contains("class=\"ring\"") && !page.contains("Ringed"))
    let stations = record.stationScores.filter { $0.system == "candidate" && $0.variable == .temperature2m }
    record.stationDifferences = stations.enumerated().map { i, station in
      var difference = station
      (difference.reference, difference.metric) = ("baseline", "rmse")
      difference.outcome = .value(i == 0 ? 0.2 : -0.3)
      difference.adjustedPValue = i < 3 ? 0.02 : 0.4
      return difference
    }
    let ringed = try HTMLReport().text(of: record)
    #expect(ringed.contains("class=\"ring\""))
    #expect(
      ringed.contains(
        "Ringed: RMSE other than that of baseline beyond chance (false discovery rate 10 %): lower at 2, higher at 1 of "
          + "\(stations.count) stations."))
    for i in record.stationDifferences.indices { record.stationDifferences[i].adjustedPValue = 0.3 }
    #expect(try HTMLReport().text(of: record).contains("At no station does the RMSE differ from that of baseline"))
    if let file = ProcessInfo.processInfo.environment["PAGE"] {
      try ringed.write(toFile: file, atomically: true, encoding: .utf8)
    }
  }

  @Test func mapOfTenThousandStationsStaysSmall() throws {
    var sample = SampleRecord()
    sample.variables = [.temperature2m]
    let without = try HTMLReport().text(of: sample.make()).utf8.count
    sample.stationCount = 10_000
    let page = try HTMLReport().text(of: sample.make()).utf8.count
    // Two systems, so two maps.
    #expect((page - without) / 2 < 1_000_000)
  }

  @Test func headlineSaysWhatTheIntervalsSay() throws {
    func verdict(_ lower: Double, _ value: Double, _ upper: Double, cases: Int = 10) throws -> String {
      var sample = SampleRecord()
      sample.cases = cases
      var record = sample.make()
      for i in record.differences.indices {
        record.differences[i].outcome = .value(value)
        record.differences[i].adjustedPValue = nil
        (record.differences[i].lower, record.differences[i].upper) = (lower, upper)
      }
      return try MarkdownReport().text(of: record)
    }
    #expect(try verdict(-0.3, -0.2, -0.1).contains("**candidate is better than baseline for all 2 variables.**"))
    #expect(try verdict(0.1, 0.2, 0.3).contains("**candidate is worse than baseline for all 2 variables.**"))
    #expect(try verdict(-0.1, 0.2, 0.3).contains("**Inconclusive: over all lead times together"))
    #expect(
      try verdict(0.1, 0.2, 0.3, cases: 6).contains(
        "**candidate is worse than baseline for all 2 variables. That rests on 6 initial times, fewer than the 10 that "
          + "a finding takes: take it as a hint.**"))
    #expect(try !verdict(-0.1, 0.2, 0.3, cases: 6).contains("That rests on"))
    var single = SampleRecord()
    single.hasIntervals = false
    single.cases = 1
    let text = try MarkdownReport().text(of: single.make())
    #expect(text.contains("**Inconclusive: candidate cannot be told from baseline, because one initial time"))
  }
}
