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
}
