/// One way to write the identifier of a station, so that files that name it differently agree.
public enum StationIdentifier {
  /// The canonical form of a WMO station identifier: block and station number in five digits.
  ///
  /// `1001`, `01001`, `0001001` and the WIGOS form `0-20000-0-01001` are one station, `01001`.
  /// Numbers over 99999, which national networks use, lose their leading zeros and nothing else;
  /// anything that is no number (`ENGM`, `KSEA1`) stays as it is, without the blanks around it.
  ///
  /// Source: Guide to the WIGOS, WMO-No. 1165, section 2: issuer 20000 stands for the WMO block
  /// and station numbers of surface stations.
  public static func wmo(_ text: some StringProtocol) -> String {
    var body = Substring(text)
    body = body.drop(while: \.isWhitespace)
    while let last = body.last, last.isWhitespace { body.removeLast() }
    if body.hasPrefix("0-20000-0-") {
      let local = body.dropFirst(10)
      if local.count == 5, isDigits(local) { body = local }
    }
    guard isDigits(body), let number = Int(body) else { return String(body) }
    return wmo(number) ?? String(body)
  }

  /// The canonical form of a WMO station number, as tables that keep it as an integer hold it; nil
  /// where it is not positive.
  public static func wmo(_ number: Int) -> String? {
    guard number > 0 else { return nil }
    let digits = String(number)
    return String(repeating: "0", count: max(0, 5 - digits.count)) + digits
  }

  private static func isDigits(_ text: Substring) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
  }
}
