import Fields
import Testing

@testable import Formats

@Suite("Names of variables")
struct CFLexiconTests {
  @Test(
    "What people type means one variable",
    arguments: [
      ("t2m", "2t 2T T2m t2m T2 TMP2m 2m_temperature temperature_2m tas TAS 2-metre-temperature"),
      ("td2m", "2d d2m Td2m 2m_dewpoint_temperature dpt2m"),
      ("ws10m", "10si S10m si10 ws10m FF 10m_wind_speed sfcWind"),
      ("u10m", "u10 10u U10m ugrd10m 10m_u_component_of_wind uas"),
      ("msl", "msl MSLP prmsl Pmsl mean_sea_level_pressure"),
      ("tp24h", "tp24h AccPcp24h total_precipitation_24hr apcp24h precip24h"), ("tp6h", "tp6h total_precipitation_6hr"),
      ("z500", "z500 Z500 geopotential_500 z500hPa"), ("t850", "t850 temperature_850 T850 tmp_850mb"),
      ("rh2m", "rh2m 2r RH2m 2m_relative_humidity"), ("tcc", "tcc CCtot total_cloud_cover"),
      ("t2m_max6h", "mx2t6 t2m_max6h"), ("ssr6h", "ssr6h surface_net_solar_radiation_6h"), ("ssrd3h", "ssrd3h"),
      ("u100m", "100m_u_component_of_wind"), ("q700", "q700 specific_humidity_700"),
    ])
  func aliases(_ expected: String, _ names: String) {
    for name in names.split(separator: " ") {
      #expect(Lexicon.variable(named: String(name))?.description == expected, "\(name)")
    }
  }

  @Test(
    "Names that leave a variable open are none",
    arguments: ["tp", "ssr", "t", "", "temperature", "x2m", "2m_", "500", "total_precipitation"])
  func open(_ name: String) {
    #expect(Lexicon.variable(named: name)?.description ?? "none" == "none")
  }

  @Test(
    "A misspelt name has a suggestion",
    arguments: [
      ("t2n", "t2m"), ("temprature_2m", "t2m"), ("ws10n", "ws10m"), ("mean_sea_levl_pressure", "msl"),
      ("tp24", "tp24h"),
    ])
  func suggestions(_ name: String, _ expected: String) {
    #expect(Lexicon.suggestion(for: name) == expected)
  }

  @Test("A name like none has no suggestion", arguments: ["chlorophyll", "", "xyzzy"])
  func noSuggestion(_ name: String) {
    #expect(Lexicon.suggestion(for: name) == nil)
  }

  private func array(_ name: String, _ attributes: [String: String]) -> CFArray {
    CFArray(
      name: name, element: .float(bits: 32), dimensions: [],
      attributes: CFAttributes(values: attributes.mapValues { .text($0) }), storage: "")
  }

  @Test("The standard name comes first and decides against what it does not know") func standardName() {
    #expect(CFLexicon.meaning(of: array("t", ["standard_name": "sea_water_temperature"])) == nil)
    #expect(CFLexicon.meaning(of: array("t2m", ["standard_name": "air_temperature status_flag"])) == nil)
    let contradiction = CFLexicon.meaning(of: array("u10", ["standard_name": "air_temperature"]))
    #expect(contradiction?.quantity == .airTemperature)
    #expect(contradiction?.warning?.contains("contradicts") == true)
    #expect(
      CFLexicon.meaning(of: array("blob", ["standard_name": "unknown", "long_name": "2 metre temperature"]))?.level
        == .height(2))
  }

  @Test(
    "Names that converters make of NCEP's abbreviations are read",
    arguments: [
      ("TMP_P0_L103_GLL0", "air_temperature", Level?.none), ("TMP_2maboveground", "air_temperature", .height(2)),
      ("UGRD_850mb", "eastward_wind", .pressure(850)),
      ("PRMSL_P0_L101_GLL0", "air_pressure_at_mean_sea_level", .meanSeaLevel),
      ("PRMSL_meansealevel", "air_pressure_at_mean_sea_level", .meanSeaLevel),
    ])
  func abbreviations(_ name: String, _ quantity: String, _ level: Level?) {
    let meaning = CFLexicon.meaning(of: array(name, [:]))
    #expect(meaning?.quantity.standardName == quantity)
    #expect(meaning?.level == level)
  }

  @Test("Amounts need a period, from the name, the start or the bounds") func methods() {
    #expect(CFLexicon.meaning(of: array("tp", ["GRIB_stepType": "accum"]))?.method == .sinceStart)
    #expect(CFLexicon.meaning(of: array("total_precipitation_6hr", [:]))?.method == .fixed(.accumulation(.hours(6))))
    #expect(
      CFLexicon.meaning(of: array("pr", ["standard_name": "precipitation_amount"]))?.method == .bounded(.accumulation))
    #expect(
      CFLexicon.meaning(of: array("tas", ["standard_name": "air_temperature", "cell_methods": "time: maximum"]))?.method
        == .bounded(.maximum))
  }
}
