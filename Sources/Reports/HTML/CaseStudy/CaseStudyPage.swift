public import Fields
public import Metrics

/// A case study as one self-contained page: what was observed, how early each system saw it, scores that do not reward
/// crying wolf, curves, maps, and what was set aside.
///
/// It fetches nothing and runs no script. It reads at any width, on paper, in light and dark, and without seeing colours
/// or pictures.
public struct CaseStudyPage {
  private let shores: Shores?

  /// - shores: what maps draw; nil for the coarse shores of the program.
  public init(shores: Shores? = nil) {
    self.shores = shores
  }

  /// The page; the same record gives the same bytes.
  public func text(of record: CaseStudyRecord) -> String {
    var text = ""
    write(record, to: &text)
    return text
  }

  public func write(_ record: CaseStudyRecord, to output: inout some TextOutputStream) {
    var page = EventPage(record, shores)
    let sections = [
      observedSection(&page), leadSection(&page), eventScoreSection(&page), dilemmaSection(&page),
      curveSection(&page), eventMapSection(&page), footprintSection(&page), setAsideSection(&page),
      provenanceSection(&page),
    ].compactMap { $0 }
    PageFrame(title: record.title, style: EventStylesheet.text, header: header(page), sections: sections)
      .write(to: &output)
  }

  private func header(_ page: EventPage) -> [Markup] {
    let record = page.record
    var parts: [Markup] = [.element("h1", [:], record.title)]
    if let event = record.observed.first, let peak = event.peak {
      let words = EventWords(event.variable)
      parts.append(
        .element(
          "p", ["class": "verdict"],
          "\(event.variable.title.capitalisedFirst) peaked at \(words.value(peak.value)) at \(peak.place.name) on "
            + "\(peak.time.shortDescription). \(verdict(record, event))"))
    }
    parts.append(
      .element(
        "p", ["class": "muted"],
        "\(record.hazard.title.capitalisedFirst), \(record.region), \(record.from.shortDescription) to "
          + "\(record.through.shortDescription). "
          + (record.onCommonPairs
            ? "Forecasts of one initial time are compared on the pairs that all systems have."
            : "Each system is compared on all the pairs that it has.")))
    let systems = record.systems.map { system -> Markup in
      .element(
        "li", [:],
        [
          page.marker(system.name).key(), .element("b", [:], system.name),
          .text(system.isBaseline && record.systems.count > 1 ? " (baseline)" : ""),
          .element("span", ["class": "muted"], " " + system.summary),
        ])
    }
    parts.append(.element("ul", ["class": "systems"], systems))
    return parts
  }

  /// Which system saw it how early, in one sentence.
  private func verdict(_ record: CaseStudyRecord, _ event: ObservedEvent) -> String {
    let own = record.firstHits.filter { $0.variable == event.variable && $0.threshold == event.threshold }
    guard !own.isEmpty else { return "" }
    let seen = own.filter { $0.initTime != nil }
    guard !seen.isEmpty else {
      return own.count == 1 ? "No forecast was a hit." : "No forecast of any system was a hit."
    }
    let parts = own.map { hit -> String in
      guard let lead = hit.leadTime else { return "\(hit.system) never" }
      if lead == .zero { return "\(hit.system) as it began" }
      return lead < .zero
        ? "\(hit.system) only \(Digits.shortest(-lead.hours)) h into it"
        : "\(hit.system) \(Digits.shortest(lead.hours)) h ahead"
    }
    let open =
      own.contains(where: \.wasUnderWay) ? " The window begins within the event, which may have begun before." : ""
    return "First seen by \(parts.joined(separator: ", ")).\(open)"
  }
}

/// What the sections of a case study share.
struct EventPage {
  let record: CaseStudyRecord
  let shores: Shores?
  private let markers: [String: Marker]
  private var figureCount = 0

  init(_ record: CaseStudyRecord, _ shores: Shores?) {
    self.record = record
    self.shores = shores
    var markers: [String: Marker] = [:]
    var position = 0
    for system in record.systems {
      markers[system.name] = Marker(baseline: system.isBaseline, position: position)
      if !system.isBaseline { position += 1 }
    }
    self.markers = markers
  }

  func marker(_ system: String) -> Marker { markers[system] ?? Marker(baseline: false, position: 0) }

  /// A picture with its caption.
  mutating func figure(_ figure: Figure, caption: [Markup], class name: String = "chart") -> Markup {
    figureCount += 1
    return .element(
      "figure", ["class": name], [.element("figcaption", [:], caption), figure.markup(id: "f\(figureCount)")])
  }

  /// The rows of an event, by initial time, the baseline first.
  func rows(_ event: ObservedEvent) -> [ForecastOfEvent] {
    let order = Dictionary(
      record.systems.enumerated().map { ($1.name, $1.isBaseline ? -1 : $0) }, uniquingKeysWith: { first, _ in first })
    return record.forecasts.filter { $0.variable == event.variable && $0.threshold == event.threshold }
      .sorted { ($0.initTime, order[$0.system] ?? 0) < ($1.initTime, order[$1.system] ?? 0) }
  }

  /// The events of each variable, the deciding one first.
  var variables: [Variable] { EvaluationRecord.unique(record.observed.map(\.variable)) }

  func event(_ variable: Variable) -> ObservedEvent? { record.observed.first { $0.variable == variable } }
}

extension String {
  /// With a capital at its beginning.
  var capitalisedFirst: String { prefix(1).uppercased() + dropFirst() }
}
