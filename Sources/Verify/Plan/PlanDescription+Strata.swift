import Fields

extension PlanDescription {
  static let strata: [PlanKey] = [
    PlanKey(
      "regions", .either([.named(.either([.text, .section(region)])), .list(.either([.text, .section(region)]))]),
      "Regions: known ones, [tropics, wmo-europe]; or by names of your own, {nordic: {south: 55, north: 72, west: 4, "
        + "east: 32}, uk: uk.geojson}. Known are \(NamedRegion.all.map(\.id).joined(separator: ", "))."),
    PlanKey(
      "station-lists",
      .named(.either([.list(.text), .section([PlanKey("file", .path, required: true, stationFile)])])),
      "Stations by name of the list: identifiers, or a file that lists them."),
    PlanKey(
      "land-sea", .either([.flag, .section(landSea)]),
      "Land and sea, by a mask or a list of stations; true takes the land-mask of a forecast."),
    PlanKey(
      "height", .list(.number), "Edges of bands in metres: [200, 500] makes below 200, 200 to 500, and from 500."),
    PlanKey("seasons", .flag, "DJF, MAM, JJA and SON of the valid time."),
    PlanKey(
      "months", .either([.flag, .list(.number)]), "Months of the valid time: true for all, or numbers from 1 to 12."),
    PlanKey("valid-hours", .list(.number), "Hours of the valid time in UTC: [0, 6, 12, 18]."),
    PlanKey("initial-hours", .list(.number), "Hours of the initial time in UTC: [0, 12]."),
    PlanKey("lead-bands", .list(.leadBand), "Lead times together, both ends included: [0h..24h, 30h..72h]."),
    PlanKey(
      "observed", .named(.section(observed)),
      "By what was observed, for each variable: {ws10m: {above: 10 m/s}}. Such scores reward forecasts that are too "
        + "extreme."),
    PlanKey(
      "products", .list(.either([.text, .list(.text)])),
      "What kinds or single strata have in common: [[regions, seasons]] makes europe x DJF and all the others."),
  ]

  static let region: [PlanKey] = [
    PlanKey("south", .number, "Degrees north of the southern edge of a box."),
    PlanKey("north", .number, "Degrees north of its northern edge."),
    PlanKey("west", .number, "Degrees east of its western edge."),
    PlanKey("east", .number, "Degrees east of its eastern edge; less than west across 180°."),
    PlanKey("file", .path, "Instead of a box: polygons in GeoJSON, or a polyline of MET."),
    PlanKey(
      "property", .text, "The property that names the features of a GeoJSON file (default name, NAME or the id)."),
    PlanKey("only", .list(.text), "The names of the features to take (default all)."),
  ]

  static let landSea: [PlanKey] = [
    PlanKey("mask", .path, "A file with the fraction of land; half and more is land. The nearest cell counts."),
    PlanKey(
      "sea-stations", .either([.list(.text), .section([PlanKey("file", .path, required: true, stationFile)])]),
      "Instead of a mask: the stations at sea; all the others are on land."),
  ]

  static let observed: [PlanKey] = [
    PlanKey("above", .list(.text), "More than: 10 m/s."),
    PlanKey("at-least", .list(.text), "As much or more."),
    PlanKey("below", .list(.text), "Less than: 0 degC."),
    PlanKey("at-most", .list(.text), "As much or less."),
    PlanKey("bands", .list(.text), "Edges of bands: [5 m/s, 10 m/s] makes below 5, 5 to 10, and from 10."),
    PlanKey("quantiles", .list(.number), "Edges of bands by quantiles of the station's climatology: [0.1, 0.9]."),
  ]
}
