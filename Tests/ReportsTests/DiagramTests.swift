import Metrics
import Testing

@testable import Reports

/// Where diagrams put their marks, by hand.
@Suite struct DiagramTests {
  private let marker = Marker(baseline: false, position: 0)

  /// The coordinates of the first path of a class.
  private func path(_ name: String, in figure: Figure) -> String? {
    for case .element("path", let attributes, _) in figure.content
    where attributes.contains(where: { $0.name == "class" && $0.value == name }) {
      return attributes.first { $0.name == "d" }?.value
    }
    return nil
  }

  private func texts(_ figure: Figure) -> [String] {
    figure.content.compactMap { markup in
      guard case .element("text", _, let children) = markup, case .text(let text)? = children.first else { return nil }
      return text
    }
  }

  @Test func performanceDiagramHasTheLinesOfRoebber() throws {
    let point = PerformanceDiagram.Point(
      system: "a", marker: marker, event: "≥ 1 mm", successRatio: 0.5, detection: 0.5)
    let figure = try #require(PerformanceDiagram(title: "t", points: [point]).figure())
    // The square from (48, 22) to (350, 324): the middle is (199, 173), and the mark is a circle of 3.5 around it.
    #expect(path("mark s0", in: figure)?.hasPrefix("M195.5 173A") == true)
    // CSI 0.9 begins at a success ratio of 0.9 with every event detected, and ends at (1, 0.9).
    let all = figure.content.compactMap { markup -> String? in
      guard case .element("path", let attributes, _) = markup,
        attributes.contains(where: { $0.value == "line guide" })
      else { return nil }
      return attributes.first { $0.name == "d" }?.value
    }
    #expect(all.count == 5)
    #expect(all[4].hasPrefix("M319.8 22L") && all[4].hasSuffix("L350 52.2"))
    #expect(texts(figure).contains("bias 0.5") && texts(figure).contains("CSI 0.9"))
    #expect(figure.description == "a, ≥ 1 mm: probability of detection 0.50, success ratio 0.50.")
  }

  @Test func taylorDiagramPutsAPerfectForecastOnTheRing() throws {
    let perfect = TaylorDiagram.Point(system: "a", marker: marker, name: "t2m", ratio: 1, correlation: 1)
    let figure = try #require(TaylorDiagram(title: "t", points: [perfect]).figure())
    let mark = try #require(path("mark s0", in: figure))
    let ring = try #require(path("ring", in: figure))
    // The mark's circle begins 4 left of its middle, the ring 5.
    let left = { (text: String) in Double(text.dropFirst().prefix { $0 != " " }) ?? .nan }
    #expect(abs(left(mark) + 4 - (left(ring) + 5)) < 0.11)
  }

  @Test func taylorDiagramOfNegativeCorrelationHasBothSides() throws {
    let points = [0.9, -0.3].map {
      TaylorDiagram.Point(system: "a", marker: marker, name: "t2m", ratio: 1, correlation: $0)
    }
    let figure = try #require(TaylorDiagram(title: "t", points: points).figure())
    #expect(texts(figure).contains("\u{2212}0.2") && figure.width > Plot.width)
  }

  @Test func reliabilityDiagramStandsOnTheBaseRate() throws {
    let diagram = ReliabilityDiagram(
      title: "t", series: [.init(name: "a", marker: marker, points: [(0, 0.1, 30), (1, 0.7, 10)])])
    // (30 x 0.1 + 10 x 0.7) / 40
    let figure = try #require(diagram.figure())
    #expect(figure.description.hasPrefix("Base rate 0.250."))
    #expect(ReliabilityDiagram(title: "t", series: []).figure() == nil)
  }

  @Test func rocDiagramHasNoMarksInItsCorners() throws {
    let diagram = ROCDiagram(
      title: "t", series: [.init(name: "a", marker: marker, points: [(0, 0, nil), (0.1, 0.6, 0.5), (1, 1, 0)])])
    let figure = try #require(diagram.figure())
    let marks = figure.content.filter { markup in
      guard case .element("path", let attributes, _) = markup else { return false }
      return attributes.contains { $0.value == "mark s0" }
    }
    #expect(marks.count == 1)
    #expect(path("line s0", in: figure) == "M48 324L78.2 142.8L350 22")
  }

  @Test func stepsReachTheirLevelOverTheirWholeWidth() throws {
    let chart = StepChart(
      title: "t", x: "rank", y: "%", series: [.init(name: "a", marker: marker, points: [(0, 25), (1, 75)])],
      level: (50, "even"), isCounted: true)
    let figure = try #require(chart.figure())
    // Ranks 0 and 1 share the 302 of the axis; 75 of 80 is 15/16 of its 164.
    #expect(path("line s0", in: figure) == "M48 186L48 134.8L199 134.8L199 32.3L350 32.3L350 186")
  }

  @Test func logarithmicScaleTakesDecadesAsEqual() {
    let scale = Scale(logarithmicEnclosing: [0.02, 500], from: 0, to: 100)
    #expect(scale.domain == 0.01...1000)
    #expect(abs(scale(1) - 40) < 1e-9 && abs(scale(0.1) - 20) < 1e-9)
    #expect(scale.labels == ["0.01", "0.1", "1", "10", "100", "1000"])
    #expect(Scale(logarithmicEnclosing: [1e-9], from: 0, to: 1).labels == ["10⁻⁹", "10⁻⁸"])
  }

  @Test func timeScaleHasDays() {
    // 2024-01-01 00 UTC is 473 352 hours after 1970, and 20 days follow.
    let scale = Scale(times: [473_352, 473_352 + 480], from: 0, to: 1)
    #expect(scale.labels == ["3 Jan", "8 Jan", "13 Jan", "18 Jan"])
    #expect(zip(scale.ticks, scale.ticks.dropFirst()).allSatisfy { $1 - $0 == 120 })
  }

  @Test func spectraLeaveOutWhatHasNoLogarithm() throws {
    let chart = CurveChart(
      title: "t", x: "x", y: "y", series: [.init(name: "a", marker: marker, points: [(1, 10), (10, 0), (100, 1)])],
      isLogarithmic: true)
    let figure = try #require(chart.figure())
    let line = try #require(path("line s0", in: figure))
    #expect(line.filter { $0 == "L" }.count == 1)
  }
}
