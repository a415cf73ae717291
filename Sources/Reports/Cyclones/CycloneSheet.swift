import Fields
import Metrics

/// What the sections of a page about a cyclone share.
struct CycloneSheet {
  let record: CycloneRecord
  /// What maps draw; nil for the coarse shores of the program.
  let shores: Shores?
  private var figureCount = 0

  init(_ record: CycloneRecord, shores: Shores?) {
    self.record = record
    self.shores = shores
  }

  /// The marker of a line; steady motion is the reference.
  func marker(_ line: String) -> Marker {
    if line == SteadyMotion.name { return Marker(baseline: true, position: 0) }
    let others = record.lines.filter { $0 != SteadyMotion.name }
    return Marker(baseline: false, position: others.firstIndex(of: line) ?? 0)
  }

  mutating func figure(_ figure: Figure, caption: [Markup], class name: String = "chart") -> Markup {
    figureCount += 1
    return .element(
      "figure", ["class": name], [.element("figcaption", [:], caption), figure.markup(id: "c\(figureCount)")])
  }

  /// The name of a line in a legend.
  func key(_ line: String) -> Markup { .element("span", [:], [marker(line).key(), .text(line + " ")]) }

  func legend(withReference: Bool = true) -> Markup {
    let lines = record.lines.filter { withReference || $0 != SteadyMotion.name }
    return .element("p", ["class": "legend"], lines.map(key) + sharedKeys)
  }

  /// The lines that no marker has.
  private var sharedKeys: [Markup] {
    func key(_ style: String, _ name: String) -> Markup {
      .element(
        "span", [:],
        [
          .element(
            "svg", ["class": "key", "viewBox": "0 0 30 12", "aria-hidden": "true"], [line(1, 6, 29, 6, class: style)]),
          .text(name + " "),
        ])
    }
    return [key("truth", "best track")] + (record.members.isEmpty ? [] : [key("member", "members")])
  }

  /// Forecasts by their initial times, newest first, for parts that show one at a time.
  var ensembles: [CycloneRecord.Forecast] { record.forecasts.filter { $0.ensemble != nil } }

  /// What a forecast is called: its system, and its initial time where there are several.
  func name(_ forecast: CycloneRecord.Forecast) -> String {
    "\(forecast.system), \(forecast.tracks.initTime.shortDescription)"
  }

  static let style = """
    .truth{fill:none;stroke:var(--ink);stroke-width:2.6;stroke-linejoin:round}.truthmark{fill:var(--ink);stroke:none}
    .member{fill:none;stroke:var(--muted);stroke-width:.7;opacity:.5}
    svg .day{fill:var(--ink);font-weight:650}
    .p1{fill:var(--s0);opacity:.14}.p2{fill:var(--s0);opacity:.32}.p3{fill:var(--s0);opacity:.52}.p4{fill:var(--s0);opacity:.74}.p5{fill:var(--s0);opacity:.95}
    .outline{fill:none;stroke:var(--ink);stroke-width:1.4;stroke-dasharray:4 2}
    """
}

extension TrackMeasure {
  /// How people read it: the unit, its factor from the measure's own, and decimals.
  var display: (unit: String, factor: Double, decimals: Int) {
    switch self {
    case .position, .along, .across: ("km", 0.001, 0)
    case .pressure, .pressureMagnitude: ("hPa", 0.01, 1)
    case .wind, .windMagnitude: ("m s⁻¹", 1, 1)
    }
  }

  func text(_ value: Double?, signed: Bool = false) -> String {
    guard let value else { return "–" }
    let text = Digits.fixed(value * display.factor, display.decimals)
    return signed && value > 0 && text.contains(where: { "123456789".contains($0) }) ? "+\(text)" : text
  }

  /// Whether its sign says something.
  var isSigned: Bool { definition.orientation == .towardsPerfect }
}

/// `20 Nov`, or with the hour where it is not midnight.
func dayText(_ time: UTCTime) -> String {
  let parts = time.components
  let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
  let day = "\(parts.day) \(months[parts.month - 1])"
  return parts.hour == 0 ? day : "\(day) \(parts.hour) UTC"
}
