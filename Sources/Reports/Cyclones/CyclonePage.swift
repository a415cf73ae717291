public import Fields
public import Metrics

/// A self-contained page about one cyclone: tracks on a map, errors by lead time, intensity, strike probabilities, the
/// fixes that are missing, and the definitions.
///
/// It fetches nothing and runs no script. A pure function of the record: the same record gives the same bytes.
public struct CyclonePage: Sendable {
  /// What maps draw; nil for the coarse shores of the program.
  public var shores: Shores?

  public init(shores: Shores? = nil) { self.shores = shores }

  public func write(_ record: CycloneRecord, to output: inout some TextOutputStream) {
    var sheet = CycloneSheet(record, shores: shores)
    let sections = [
      cycloneMapSection(&sheet), cycloneErrorSection(&sheet), cycloneIntensitySection(&sheet),
      cycloneStrikeSection(&sheet), cycloneMissingSection(sheet), cycloneDefinitionSection(sheet),
      cycloneProvenanceSection(sheet),
    ].compactMap { $0 }
    let words = CycloneWords(record)
    let keys = record.lines.map { line -> Markup in
      .element("li", [:], [sheet.marker(line).key(), .element("b", [:], line), .text(" " + words.summary(of: line))])
    }
    let header: [Markup] = [
      .element("h1", [:], record.title), .element("p", ["class": "verdict"], words.verdict.withMinusSigns),
      .element("ul", ["class": "findings"], words.findings.map { .element("li", [:], $0.withMinusSigns) }),
      .element("ul", ["class": "systems"], keys),
    ]
    PageFrame(title: record.title, style: CycloneSheet.style, header: header, sections: sections).write(to: &output)
  }

  /// The page as one text.
  public func text(of record: CycloneRecord) -> String {
    var text = ""
    write(record, to: &text)
    return text
  }
}

// MARK: - Sections that are tables and words

/// Where the fixes went.
func cycloneMissingSection(_ sheet: CycloneSheet) -> Section? {
  let tallies = sheet.record.tallies
  guard !tallies.isEmpty else { return nil }
  let reasons = TrackAbsence.allCases.map(\.rawValue)
  let lost = reasons.filter { reason in tallies.contains { $0.rejected[reason] != nil } }
  let partial = reasons.filter { reason in tallies.contains { $0.partial[reason] != nil } }
  func count(_ n: Int?) -> Markup {
    n == nil || n == 0 ? .element("td", ["class": "num muted"], "0") : numberCell(Digits.count(n ?? 0))
  }
  let head =
    [columnHead("Track"), columnHead("Candidates", numeric: true), columnHead("Used", numeric: true)]
    + lost.map { columnHead($0, numeric: true) }
  var content: [Markup] = [
    .element(
      "p", [:],
      "Candidates = used + rejected: every lead time of every forecast, and of every member."),
    table(
      label: "Fixes used and rejected", class: "ledger", head: [head],
      bodies: [
        tallies.map { tally in
          [rowHead(tally.line), count(tally.candidates), count(tally.used)] + lost.map { count(tally.rejected[$0]) }
        }
      ]),
  ]
  if !partial.isEmpty {
    content += [
      .element("h3", [:], "Used fixes that lack a part"),
      table(
        label: "Used fixes that lack a part", class: "ledger",
        head: [
          [columnHead("Track"), columnHead("Used", numeric: true)] + partial.map { columnHead($0, numeric: true) }
        ],
        bodies: [
          tallies.map { tally in
            [rowHead(tally.line), count(tally.used)] + partial.map { count(tally.partial[$0]) }
          }
        ]),
    ]
  }
  return Section(id: "missing", title: "Fixes used and missing", content: content)
}

/// What is measured, and what the reader should know of the data.
func cycloneDefinitionSection(_ sheet: CycloneSheet) -> Section? {
  let notes = sheet.record.notes.map { Markup.element("p", [:], $0) }
  let entries = definitionEntries(sheet.record.definitions)
  let steady = sheet.record.lines.contains(SteadyMotion.name)
  let reference: [Markup] =
    steady
    ? [
      .element(
        "p", [:],
        "Steady motion is a reference, not a forecast: from the best track's position at the initial time the storm goes "
          + "on as in the 12 hours before, up to 120 h, with the pressure and wind it had. It knows the best track of the "
          + "initial time, which no forecaster had.")
    ] : []
  let mean: [Markup] =
    sheet.record.members.isEmpty
    ? []
    : [
      .element(
        "p", [:],
        "The mean track is of the members that have the storm: the direction of the sum of their unit vectors, and the "
          + "mean of their pressures and winds. It ends where too few members have the storm. Control and perturbed members "
          + "are the ensemble; a forecast of higher resolution stands for itself.")
    ]
  return Section(
    id: "definitions", title: "What the numbers are",
    content: notes + reference + mean + [.element("dl", [:], entries)])
}

func cycloneProvenanceSection(_ sheet: CycloneSheet) -> Section? {
  var content: [Markup] = []
  if !sheet.record.provenance.isEmpty {
    content.append(
      table(
        label: "Provenance", class: "provenance", head: [[columnHead("What"), columnHead("Value")]],
        bodies: [sheet.record.provenance.map { [rowHead($0.name), .element("td", ["class": "fact"], $0.value)] }]))
  }
  if !sheet.record.planText.isEmpty {
    content += [
      .element("h3", [:], "The event file"),
      .element("pre", ["tabindex": "0", "aria-label": "The event file"], sheet.record.planText),
    ]
  }
  return content.isEmpty ? nil : Section(id: "provenance", title: "Provenance", content: content)
}
