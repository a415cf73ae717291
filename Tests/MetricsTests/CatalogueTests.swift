import Foundation
import Metrics
import TestSupport
import Testing

@Suite struct CatalogueTests {
  /// The texts of the library's source files.
  private func sources() throws -> [String] {
    let folder = Fixture.root.appending(path: "Sources/Metrics")
    let files = try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
    return try files.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }
      .map { try String(contentsOf: $0, encoding: .utf8) }
  }

  /// The names of the structures that conform to a protocol.
  private func types(conformingTo name: String) throws -> Set<String> {
    let pattern = try Regex("struct (\\w+)(?:<[^>]*>)?: [^{]*\\b\(name)\\b", as: (Substring, Substring).self)
    return Set(try sources().flatMap { $0.matches(of: pattern).map { String($0.output.1) } })
  }

  @Test func everyMetricInTheSourcesIsInTheCatalogue() throws {
    let listed = (Catalogue.metrics + Catalogue.furtherMetrics).map { String(describing: type(of: $0)) }
    #expect(try types(conformingTo: "Metric") == Set(listed))
    let parametric = Catalogue.parametricMetrics.map { String(describing: $0) }
    #expect(try types(conformingTo: "ParametricMetric") == Set(parametric))
    let events = Catalogue.eventMetrics.map { String(describing: $0) }
    #expect(try types(conformingTo: "EventMetric") == Set(events))
    let all = listed + parametric + events
    #expect(all.count == Set(all).count)
  }

  /// All but those that keep another by station or by initial time.
  @Test func everyStatisticInTheSourcesIsInTheCatalogue() throws {
    let listed = Catalogue.statistics.map { String(describing: $0) }
    let found = try types(conformingTo: "Statistic").union(try types(conformingTo: "EventStatistic"))
      .union(try types(conformingTo: "FieldStatistic"))
    #expect(found.subtracting(["ByStation", "ByInitTime"]) == Set(listed))
    #expect(Set(Catalogue.statistics.map { $0.name }).count == listed.count)
  }

  @Test func everyMetricsStatisticIsInTheCatalogue() {
    let names = Catalogue.statistics.map { $0.name }
    for statistic in Accumulation.statistics(of: Samples.metrics) {
      let name = type(of: statistic as any Statistic).name
      #expect(names.contains(name.replacing("by_init_time.", with: "")))
    }
  }

  @Test func identitiesAreUniqueAndFitForColumnsAndLinks() throws {
    let ids = Catalogue.definitions.map(\.id)
    #expect(Set(ids).count == ids.count)
    for id in ids { #expect(try Regex("[a-z][a-z0-9_]*").wholeMatch(in: id) != nil, "\(id)") }
    #expect(Catalogue.metric(id: "rmse") is RootMeanSquaredError)
    #expect(Catalogue.metric(id: "RMSE") == nil)
    #expect(Catalogue.metric(id: "pod") == nil)
    #expect(Catalogue.metric(id: "pod(>5)")?.threshold == ">5")
    #expect(Catalogue.metric(id: "pod(5)") == nil)
    #expect(Catalogue.metric(id: "none(>5)") == nil)
    #expect(Catalogue.metric(id: "pod", at: Threshold(.above, 5))?.threshold == ">5")
  }

  /// The chapter that adds a score shows the sources as they are.
  @Test func theChapterOnAddingAScoreShowsItsSource() throws {
    let chapter = try String(contentsOf: Fixture.root.appending(path: "docs/adding-a-score.md"), encoding: .utf8)
    let script = try String(contentsOf: Fixture.root.appending(path: "Scripts/check_scores.py"), encoding: .utf8)
    let known = try sources() + [script]
    let blocks = chapter.split(separator: "```").enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
    #expect(blocks.count == 5)
    for block in blocks {
      let code = block.drop { $0 != "\n" }.trimmingPrefix("\n")
      #expect(known.contains { $0.contains(code) }, "not in the sources:\n\(code)")
    }
  }

  @Test func everyDefinitionSaysAllOfIt() {
    for score in Catalogue.definitions {
      for text in [
        score.name, score.symbol, score.formula, score.summary, score.undefinedWhen, score.aggregation, score.reference,
      ] {
        #expect(!text.isEmpty && text.trimmingCharacters(in: .whitespaces) == text, "\(score.id): '\(text)'")
      }
      #expect(score.bounds != nil, "\(score.id): '\(score.range)' is no range")
      if let perfect = score.perfect { #expect(score.bounds?.contains(perfect) == true, "\(score.id)") }
    }
  }

  @Test func aRangeOfAnotherFormHasNoBounds() {
    var bounds: [ClosedRange<Double>?] = []
    for range in ["0 to ∞", "-∞ to ∞", "-1/3 to 1", "any", "1 to 0", "0 to 1 to 2"] {
      bounds.append(
        MetricDefinition(
          id: "x", name: "", symbol: "", formula: "", range: range, perfect: nil, orientation: .none, units: .none,
          summary: "", undefinedWhen: "", aggregation: "", reference: ""
        ).bounds)
    }
    #expect(bounds == [0...Double.infinity, -Double.infinity...Double.infinity, -1.0 / 3...1, nil, nil, nil])
  }

  /// `RECORD=1` rewrites the page, and fails so that nobody records without looking.
  @Test func thePageOfScoresIsTheCatalogue() throws {
    let page = Fixture.root.appending(path: "docs/scores.md")
    if ProcessInfo.processInfo.environment["RECORD"] == "1" {
      try FileManager.default.createDirectory(
        at: page.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Catalogue.markdown.write(to: page, atomically: true, encoding: .utf8)
      Issue.record("docs/scores.md was rewritten; run again without RECORD")
    }
    let written = try String(contentsOf: page, encoding: .utf8)
    #expect(written == Catalogue.markdown, "docs/scores.md is out of date: run the tests with RECORD=1")
  }
}
