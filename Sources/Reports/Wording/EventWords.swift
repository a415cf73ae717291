import Fields
import Metrics

/// Values, errors and thresholds of an event in the units that people read.
struct EventWords {
  let variable: Variable
  private let unit: LimitUnit
  private let difference: DisplayUnit

  init(_ variable: Variable) {
    self.variable = variable
    unit = LimitUnit(variable.unit)
    difference = DisplayUnit(canonical: variable.unit.symbol)
  }

  /// The unit of values: `°C`, `m s⁻¹`.
  var unitText: String { unit.text }
  /// The unit of errors: `K`.
  var errorUnitText: String { DisplayUnit.text(difference.symbol) }

  /// A value without its unit.
  func number(_ value: Double) -> Double { value * unit.factor + unit.offset }

  /// `24.7 m s⁻¹`, `−29.9 °C`
  func value(_ value: Double) -> String {
    "\(Digits.fixed(number(value), 1)) \(unit.text)".withMinusSigns
  }

  /// A difference of values without its unit.
  func errorNumber(_ value: Double) -> Double { value * difference.factor }

  /// `+1.2`; without a sign where it has none.
  func error(_ outcome: Outcome, signed: Bool = true) -> String {
    EventWords.text(outcome.value.map { errorNumber($0) }, 2, signed: signed)
  }

  /// `≥ 17.2 m s⁻¹`
  func threshold(_ text: String) -> String { ParameterText.text(text, of: "csi", variable).withMinusSigns }

  /// Why a check of quality found fault, with the unit as people read it.
  func reason(_ text: String) -> String {
    let symbol = variable.unit.symbol
    return (symbol.contains("-") ? text.replacing(symbol, with: DisplayUnit.text(symbol)) : text).withMinusSigns
  }

  /// A number with its sign, or an en dash for none.
  static func text(_ value: Double?, _ decimals: Int, signed: Bool = false) -> String {
    guard let value else { return "–" }
    let text = Digits.fixed(value, decimals)
    return (signed && value > 0 && !text.hasPrefix("-") ? "+\(text)" : text).withMinusSigns
  }
}

extension EventPlace {
  /// `02705 (67.02°N 27.22°E, 488 m)`; a cell is its position.
  var text: String {
    guard name != coordinate.description else { return name }
    let height = elevation.map { ", \(Digits.fixed($0, 0)) m" } ?? ""
    return "\(name) (\(coordinate)\(height))"
  }
}

extension CaseStudyRecord {
  /// A number of places: `12 stations`, `1 cell`.
  func places(_ count: Int) -> String {
    let noun = comparesFields ? "cell" : "station"
    return "\(Digits.count(count)) \(noun)\(count == 1 ? "" : "s")"
  }

  /// What was observed, one sentence a threshold.
  func sentence(_ event: ObservedEvent) -> String {
    let words = EventWords(event.variable)
    var text = "\(event.variable.title): "
    if let peak = event.peak {
      text += "peak \(words.value(peak.value)) at \(peak.place.text) on \(peak.time.shortDescription). "
    }
    text += "\(words.threshold(event.threshold)) at \(Digits.count(event.placesBeyond)) of \(places(event.places))"
    if let area = event.areaBeyond { text += " (\(Digits.count(Int(area.rounded()))) km²)" }
    text += ", \(Digits.count(event.valuesBeyond)) of \(Digits.count(event.values)) values"
    if let first = event.first, let last = event.last {
      text += ", from \(first.shortDescription) to \(last.shortDescription)"
    }
    return text + "."
  }

  /// How early a system saw the event, as a sentence.
  func sentence(_ hit: FirstHit) -> String {
    let words = EventWords(hit.variable)
    let name = "\(hit.system), \(hit.variable.title) \(words.threshold(hit.threshold)): "
    guard let initTime = hit.initTime else {
      return name + (hit.forecasts == 1 ? "missed by its only forecast." : "missed by all \(hit.forecasts) forecasts.")
    }
    var text = name + "first hit by the forecast of \(initTime.shortDescription)"
    if let lead = hit.leadTime {
      let hours = Digits.shortest(abs(lead.hours))
      let begin =
        hit.wasUnderWay
        ? "the window's first observation, when the event was there already" : "the event was first observed"
      let atOnce = hit.wasUnderWay ? ", at \(begin)" : ", when \(begin)"
      text += lead == .zero ? atOnce : ", \(hours) h \(lead < .zero ? "after" : "before") \(begin)"
    }
    let later = "\(hit.hits) of \(hit.forecasts) forecasts \(hit.hits == 1 ? "is a hit" : "are hits")"
    return text + "; \(later)\(hit.isKept || hit.hits == 0 ? "" : ", not every later one")."
  }

  /// What a hit is.
  var hitWords: String {
    "A forecast is a hit where it has the event at \(Digits.shortest(hitPart * 100)) % or more of the "
      + "\(comparesFields ? "area" : "stations") that had it, at any time of the window."
  }
}
