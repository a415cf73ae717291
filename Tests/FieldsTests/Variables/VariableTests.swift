import Fields
import Foundation
import Testing

@Suite struct VariableTests {
  static let levels: [Level] = [
    .surface, .meanSeaLevel, .column, .height(2), .height(0.5), .height(100), .pressure(500), .pressure(0.5),
    .model(137),
  ]
  static let processings: [Processing] = [
    .instantaneous, .accumulation(.hours(24)), .accumulation(.minutes(15)), .accumulation(.seconds(90)),
    .maximum(.hours(1)), .minimum(.minutes(10)), .mean(.hours(6)),
  ]

  @Test(arguments: Quantity.all)
  func everyShortNameReadsBack(quantity: Quantity) throws {
    var names: Set<String> = []
    for level in VariableTests.levels {
      for processing in VariableTests.processings {
        let variable = Variable(quantity, level, processing)
        #expect(Variable(variable.description) == variable, "\(variable)")
        #expect(names.insert(variable.description).inserted, "\(variable) is the name of two variables")
        #expect(!variable.title.isEmpty)
      }
    }
  }

  @Test(arguments: [
    ("t2m", Variable.temperature2m), ("ws10m", .windSpeed10m), ("tp24h", .precipitation(.hours(24))),
    ("msl", .seaLevelPressure), ("tcc", .cloudCover), ("z500", Variable(.geopotential, .pressure(500))),
    ("fg10m_max1h", Variable(.windGust, .height(10), .maximum(.hours(1)))), ("vis", .visibility),
    ("t_ml90", Variable(.airTemperature, .model(90))), ("tp15min", .precipitation(.minutes(15))),
  ])
  func familiarNamesAreFamiliarVariables(name: String, variable: Variable) {
    #expect(variable.description == name)
    #expect(Variable(name) == variable)
  }

  @Test(arguments: [
    "", "_", "2t", "xyz", "t2m_", "t2m_soon", "t2x", "tp0h", "tp-6h", "t2m_max", "t2m_max0h", "t2m_max6h_min6h",
    "t2m_surface", "t2m_ml3", "t_ml", "t_mlx", "tp6h_acc6h", "t2m500", "t_surface_msl",
  ])
  func otherTextIsNoVariable(text: String) {
    #expect(Variable(text) == nil)
  }

  @Test func titlesReadAloud() {
    #expect(Variable.temperature2m.title == "temperature at 2 m")
    #expect(Variable.precipitation(.hours(24)).title == "precipitation in 24 h")
    #expect(Variable(.geopotential, .pressure(500)).title == "geopotential at 500 hPa")
    #expect(Variable(.windGust, .height(10), .maximum(.hours(1))).title == "wind gust at 10 m, maximum of 1 h")
  }

  @Test func quantitiesAreFoundByNameAndSymbol() {
    for quantity in Quantity.all {
      #expect(Quantity(standardName: quantity.standardName) == quantity)
      #expect(Quantity(symbol: quantity.symbol) == quantity)
    }
    #expect(Quantity(standardName: "air_colour") == nil)
  }

  @Test func codesAsItsShortName() throws {
    let data = try JSONEncoder().encode([Variable.temperature2m])
    #expect(String(decoding: data, as: UTF8.self) == #"["t2m"]"#)
    #expect(try JSONDecoder().decode([Variable].self, from: data) == [.temperature2m])
    #expect(throws: DecodingError.self) { try JSONDecoder().decode([Variable].self, from: Data(#"["2t"]"#.utf8)) }
    let quantity = try JSONDecoder().decode([Quantity].self, from: Data(#"["air_temperature"]"#.utf8))
    #expect(quantity == [.airTemperature])
  }
}
