import Fields
import Stations
import Testing

@Suite("Identifiers of stations")
struct StationIdentifierTests {
  @Test("one WMO station has one identifier", arguments: ["1001", "01001", "0001001", " 01001 ", "0-20000-0-01001"])
  func wmo(text: String) {
    #expect(StationIdentifier.wmo(text) == "01001")
  }

  @Test("anything else stays as it is")
  func others() {
    #expect(StationIdentifier.wmo("100500") == "100500")
    #expect(StationIdentifier.wmo("0100500") == "100500", "a national number in seven digits")
    #expect(StationIdentifier.wmo("ENGM") == "ENGM")
    #expect(StationIdentifier.wmo("0-20008-0-ABC") == "0-20008-0-ABC")
    #expect(StationIdentifier.wmo("0") == "0")
    #expect(StationIdentifier.wmo(0) == nil)
    #expect(StationIdentifier.wmo(1001) == "01001")
  }

  @Test("a position is an identifier to a thousandth of a degree, and none traps")
  func positions() {
    func id(_ latitude: Double, _ longitude: Double) -> String {
      Station.positionalID(Coordinate(latitude: latitude, longitude: longitude))
    }
    #expect(id(59.9404, 350) == "@59.940,-10.000")
    #expect(id(-0.0001, -0.5) == "@0.000,-0.500")
    #expect(id(.nan, 10) == "@nan,10.000")
    #expect(id(1e30, 10) == "@1e+30,10.000")
  }
}
