import Fields

/// Lead times from one to another, both included: `0h..24h`.
struct LeadBand {
  let from: TimeSpan
  let through: TimeSpan

  /// nil where the text is none, or runs backwards.
  init?(_ text: String) {
    guard let dots = text.firstRange(of: ".."),
      let from = LeadBand.span(text[..<dots.lowerBound]), let through = LeadBand.span(text[dots.upperBound...]),
      from >= .zero, from <= through
    else { return nil }
    self.from = from
    self.through = through
  }

  private static func span(_ text: Substring) -> TimeSpan? {
    TimeSpan(text.split(separator: " ").joined(separator: " "))
  }
}
