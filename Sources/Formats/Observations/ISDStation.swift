import Fields
import Stations

/// The identifiers of NCEI's Integrated Surface Database.
enum ISDStation {
  /// The WMO number of a USAF station number, or nil where it has none.
  ///
  /// A USAF number is a WMO number followed by a digit that is 0 for the station itself. Block 99 holds
  /// ships and buoys, and 720xxx numbers that NCEI gave to stations without a WMO number; both are no
  /// WMO numbers.
  static func wmo(usaf: String) -> String? {
    guard usaf.count == 6, usaf.hasSuffix("0"), let number = Int(usaf.dropLast()), (1_000...98_999).contains(number),
      !usaf.hasPrefix("720")
    else { return nil }
    return StationIdentifier.wmo(number)
  }

  /// The identifier under which reports are kept: the WMO number where there is one, else `USAF-WBAN`.
  static func identifier(usaf: String, wban: String) -> String { wmo(usaf: usaf) ?? "\(usaf)-\(wban)" }

  /// USAF and WBAN numbers in the name of a file like `011080-99999-2015.gz`; nil where it has another.
  static func numbers(inFileName name: String) -> (usaf: String, wban: String)? {
    let parts = name.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count >= 3, parts[0].count == 6, parts[1].count == 5, parts[2].prefix(4).allSatisfy(\.isNumber) else {
      return nil
    }
    return (String(parts[0]), String(parts[1]))
  }
}
