import Fields

/// Lead times in one text: `6h`, or `0h..48h by 6h`, both ends included.
struct LeadTimeRange {
  let leadTimes: [TimeSpan]

  /// nil where the text is neither, runs backwards, or names more than 100 000 lead times.
  init?(_ text: String) {
    if let single = TimeSpan(text) {
      guard single >= .zero else { return nil }
      leadTimes = [single]
      return
    }
    guard let dots = text.firstRange(of: ".."), let by = text.firstRange(of: "by"),
      dots.upperBound <= by.lowerBound,
      let first = LeadTimeRange.span(text[..<dots.lowerBound]),
      let last = LeadTimeRange.span(text[dots.upperBound..<by.lowerBound]),
      let step = LeadTimeRange.span(text[by.upperBound...]),
      first >= .zero, first <= last, step > .zero, (last - first).seconds / step.seconds < 100_000
    else { return nil }
    leadTimes = stride(from: first.seconds, through: last.seconds, by: Int(step.seconds)).map { .seconds($0) }
  }

  private static func span(_ text: Substring) -> TimeSpan? {
    TimeSpan(text.split(separator: " ").joined(separator: " "))
  }
}
