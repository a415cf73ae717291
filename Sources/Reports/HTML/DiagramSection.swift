import Fields
import Metrics

/// Diagrams of whole distributions and of probabilities: of every variable those that its sums hold.
func diagramSection(_ page: inout Page) -> Section? {
  var content: [Markup] = []
  if let taylor = taylorDiagram(&page) { content.append(.element("div", ["class": "panels"], [taylor])) }
  for variable in page.record.variables {
    let panels = panels(variable, &page)
    guard !panels.isEmpty else { continue }
    content += [.element("h3", [:], variable.title), .element("div", ["class": "panels"], panels)]
  }
  guard !content.isEmpty else { return nil }
  return Section(
    id: "diagrams", title: "Diagrams",
    content: [.element("p", [:], "Of all pairs, all lead and initial times together.")] + content)
}

/// Of more events there are scores, and no diagrams.
private let mostEventsDrawn = 4

private func panels(_ variable: Variable, _ page: inout Page) -> [Markup] {
  let own = page.record.curves.filter {
    $0.variable == variable && $0.leadTime == nil && $0.stratum == page.record.firstStratum && !$0.points.isEmpty
  }
  let curves = Dictionary(grouping: own, by: \.kind)
  let units = DisplayUnit.text(DisplayUnit(canonical: variable.unit.symbol).symbol)
  var panels: [Markup] = []
  if let errors = curves[.errorDensity] { panels += [errorHistogram(errors, variable, units, &page)].compactMap { $0 } }
  if let quantiles = curves[.quantiles] {
    panels += [quantilePlot(quantiles, variable, units, &page)].compactMap { $0 }
  }
  panels += [performanceDiagram(variable, &page)].compactMap { $0 }
  for event in EvaluationRecord.unique((curves[.reliability] ?? []).map(\.threshold)).prefix(mostEventsDrawn) {
    panels += [
      reliability((curves[.reliability] ?? []).filter { $0.threshold == event }, variable, event ?? "", &page),
      roc((curves[.roc] ?? []).filter { $0.threshold == event }, variable, event ?? "", &page),
    ].compactMap { $0 }
  }
  if let ranks = curves[.rankHistogram] { panels += [rankHistogram(ranks, variable, &page)].compactMap { $0 } }
  return panels + spectra(own, variable, units, &page)
}

// MARK: - Of values

private func errorHistogram(_ curves: [Curve], _ variable: Variable, _ units: String, _ page: inout Page) -> Markup? {
  let chart = StepChart(
    title: "Errors of \(variable.title)", x: axis("forecast − observation", units),
    y: units.isEmpty ? "% of pairs a unit" : "% of pairs per \(units)",
    series: curves.map { curve in
      StepChart.Series(
        name: curve.system, marker: page.marker(curve.system), points: curve.points.map { ($0.x, 100 * $0.y) })
    }, hasZero: true)
  return chart.figure().map { page.figure($0, caption: caption("Errors", "how often each size occurred")) }
}

private func quantilePlot(_ curves: [Curve], _ variable: Variable, _ units: String, _ page: inout Page) -> Markup? {
  let chart = CurveChart(
    title: "Quantiles of \(variable.title)", x: axis("observed quantile", units), y: axis("forecast quantile", units),
    series: curves.map { curve in
      CurveChart.Series(
        name: curve.system, marker: page.marker(curve.system), points: curve.points.map { ($0.x, $0.y) },
        hasMarkers: true)
    }, isAgainstItself: true)
  return chart.figure().map {
    page.figure($0, caption: caption("Quantiles", "above the line where such values are forecast too often"))
  }
}

private func taylorDiagram(_ page: inout Page) -> Markup? {
  let curves = page.record.curves.filter {
    $0.kind == .taylor && $0.leadTime == nil && $0.stratum == page.record.firstStratum
  }
  let points = page.record.variables.flatMap { variable in
    curves.filter { $0.variable == variable }.compactMap { curve in
      curve.points.first.map {
        TaylorDiagram.Point(
          system: curve.system, marker: page.marker(curve.system), name: variable.description, ratio: $0.x,
          correlation: $0.y)
      }
    }
  }
  return TaylorDiagram(title: "Taylor diagram", points: points).figure().map {
    page.figure(
      $0, caption: caption("Taylor diagram", "the nearer to the ring the better; dashed: equal error after a shift"))
  }
}

// MARK: - Of events

private func performanceDiagram(_ variable: Variable, _ page: inout Page) -> Markup? {
  let scores = page.record.scores.filter {
    $0.variable == variable && $0.leadTime == nil && $0.initTime == nil && $0.stratum == page.record.firstStratum
  }
  func value(_ metric: String, _ system: String, _ event: String) -> Double? {
    scores.first { $0.metric == metric && $0.system == system && $0.threshold == event }?.number
  }
  let events = EvaluationRecord.unique(scores.filter { $0.metric == "pod" }.compactMap(\.threshold))
  let points = page.systems.flatMap { system in
    events.compactMap { event -> PerformanceDiagram.Point? in
      guard let detection = value("pod", system, event),
        let ratio = value("success_ratio", system, event) ?? value("far_ratio", system, event).map({ 1 - $0 })
      else { return nil }
      return PerformanceDiagram.Point(
        system: system, marker: page.marker(system), event: event, successRatio: ratio, detection: detection)
    }
  }
  return PerformanceDiagram(title: "Performance diagram of \(variable.title)", points: points).figure().map {
    page.figure($0, caption: caption("Performance diagram", "up and to the right is better"))
  }
}

private func reliability(_ curves: [Curve], _ variable: Variable, _ event: String, _ page: inout Page) -> Markup? {
  let diagram = ReliabilityDiagram(
    title: "Reliability of \(variable.title) \(event)",
    series: curves.map { curve in
      ReliabilityDiagram.Series(
        name: curve.system, marker: page.marker(curve.system),
        points: curve.points.map { ($0.x, $0.y, $0.weight ?? 0) })
    })
  return diagram.figure().map {
    page.figure(
      $0,
      caption: caption(
        "Reliability, \(event)", "shaded: better than the base rate; the larger a mark, the more forecasts"))
  }
}

private func roc(_ curves: [Curve], _ variable: Variable, _ event: String, _ page: inout Page) -> Markup? {
  let diagram = ROCDiagram(
    title: "Relative operating characteristic of \(variable.title) \(event)",
    series: curves.map { curve in
      ROCDiagram.Series(
        name: curve.system, marker: page.marker(curve.system), points: curve.points.map { ($0.x, $0.y, $0.limit) })
    })
  return diagram.figure().map {
    page.figure($0, caption: caption("ROC, \(event)", "towards the upper left is better"))
  }
}

private func rankHistogram(_ curves: [Curve], _ variable: Variable, _ page: inout Page) -> Markup? {
  let members = Set(curves.map { $0.points.count - 1 })
  let even = members.count == 1 ? members.first.map { 100 / Double($0 + 1) } : nil
  let chart = StepChart(
    title: "Rank histogram of \(variable.title)", x: "members below the observation", y: "% of pairs",
    series: curves.map { curve in
      StepChart.Series(
        name: members.count == 1 ? curve.system : "\(curve.system), \(curve.points.count - 1) members",
        marker: page.marker(curve.system), points: curve.points.map { ($0.x, 100 * $0.y) })
    }, level: even.map { ($0, "all ranks alike") }, isCounted: true)
  return chart.figure().map {
    page.figure(
      $0, caption: caption("Rank histogram", "higher at both ends: too little spread; in the middle: too much"))
  }
}

// MARK: - Of waves

/// The power of forecasts and analysis, and their coherence, over the wavenumber; nothing where no score keeps them.
private func spectra(_ curves: [Curve], _ variable: Variable, _ units: String, _ page: inout Page) -> [Markup] {
  func own(_ kind: String) -> [Curve] { curves.filter { $0.kind.rawValue == kind } }
  func points(_ curve: Curve) -> [(x: Double, y: Double)] { curve.points.map { ($0.x, $0.y) } }
  var power = own("power_forecast").map {
    CurveChart.Series(name: $0.system, marker: page.marker($0.system), points: points($0))
  }
  if let analysis = own("power_analysed").first {
    power.append(CurveChart.Series(name: "analysis", marker: .observed, points: points(analysis)))
  }
  let canonical = DisplayUnit.text(variable.unit.symbol)
  let charts = [
    CurveChart(
      title: "Spectrum of \(variable.title)", x: "zonal wavenumber",
      y: canonical.isEmpty ? "power a wavenumber" : "power, (\(canonical))²", series: power, isLogarithmic: true),
    CurveChart(
      title: "Coherence of \(variable.title) with the analysis", x: "zonal wavenumber", y: "coherence",
      series: own("coherence").map {
        CurveChart.Series(name: $0.system, marker: page.marker($0.system), points: points($0))
      }, isLogarithmicAcross: true),
  ]
  let captions = [
    caption("Spectrum", "below the analysis where the forecast is too smooth"),
    caption("Coherence", "how well waves lie where they do, from 0 to 1"),
  ]
  return zip(charts, captions).compactMap { chart, caption in chart.figure().map { page.figure($0, caption: caption) } }
}

private func axis(_ text: String, _ units: String) -> String { units.isEmpty ? text : "\(text) (\(units))" }

private func caption(_ name: String, _ explanation: String) -> [Markup] {
  [.element("b", [:], name), .element("span", ["class": "muted"], " " + explanation)]
}
