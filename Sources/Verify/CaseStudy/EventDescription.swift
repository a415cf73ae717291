import Fields
import Metrics

extension PlanDescription {
  /// The keys of an event file: those of an evaluation that a case study has, and its own.
  static let event: [PlanKey] =
    [
      PlanKey("title", .text, "What the page is called; the file's name where it is absent."),
      PlanKey(
        "hazard", .choice(Hazard.allCases.map(\.rawValue)), required: true,
        "What kind of event it is; it says whether high values or low ones are extreme."),
      PlanKey(
        "region", .either([.text, .section(region)]), required: true,
        "Where: a box {south: 55, north: 72, west: 4, east: 32}, a known region such as wmo-europe, or a file of polygons."
      ),
      PlanKey("window", .section(window), required: true, "The valid times that count."),
      PlanKey(
        "variables", .list(.variable),
        "What it is of (default that of the hazard: t2m, ws10m or tp24h)."),
      PlanKey(
        "thresholds", .named(.list(.text)), required: true,
        "What is extreme, by variable: {ws10m: [\">= 17 m/s\"]}, or \">= q0.99\" with a climatology. The first of each "
          + "variable decides what a hit is."),
    ] + shared(["climatology", "forecasts"]) + [
      PlanKey("observations", .section(observations), "Reports of stations; or give 'analysis'."),
      PlanKey(
        "analysis", .section(analysis.filter { $0.name != "maps" }),
        "Fields that the forecasts are compared with, cell by cell on one grid; or give 'observations'."),
    ] + shared(["lead-times", "initial-times", "matching"]) + [
      PlanKey(
        "screening", .flag,
        "Whether reports of stations are looked at by every check of quality first, and those found wrong set aside "
          + "(default true)."),
      PlanKey(
        "hit", .number,
        "The part of the places with the event that a forecast has to have for a hit, above 0 and up to 1 (default 0.5)."
      ),
      PlanKey("stations", .number, "How many places have curves, the most extreme ones (default 6)."),
      PlanKey(
        "maps", .list(.leadTimes),
        "The lead times of the maps; a forecast has one that is valid closest to the observed peak (default up to four)."
      ),
      PlanKey(
        "neighbourhoods", .list(.number),
        "Cells a side of the neighbourhoods of the fractions skill score, odd, for fields (default [1, 3, 5, 9, 17])."),
    ]

  static let window: [PlanKey] = [
    PlanKey("from", .time, required: true, "The first valid time."),
    PlanKey("to", .time, required: true, "The last valid time, itself included; a date alone is 00 UTC of that day."),
  ]

  private static func shared(_ names: [String]) -> [PlanKey] {
    names.compactMap { name in evaluation.first { $0.name == name } }
  }
}
