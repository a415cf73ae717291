extension ImportSummary {
  /// The counts of this file alone.
  public var totals: Totals { Totals([self]) }

  /// The counts of many files. A file that was imported before counts as unchanged, and nothing of it
  /// as read.
  public struct Totals: Sendable, Codable, Hashable {
    public private(set) var files = 0
    public private(set) var unchangedFiles = 0
    public private(set) var read = 0
    public private(set) var new = 0
    public private(set) var unchanged = 0
    public private(set) var replaced = 0
    public private(set) var missing = 0
    /// Stations of each file whose height is out of range, and so unknown.
    public private(set) var unlikelyHeights = 0
    public private(set) var rejected: [ImportRejection: Int] = [:]

    public var kept: Int { new + unchanged + replaced }
    public var rejectedCount: Int { rejected.values.reduce(0, +) }

    public init(_ summaries: [ImportSummary]) {
      for summary in summaries {
        guard !summary.alreadyImported else {
          unchangedFiles += 1
          continue
        }
        files += 1
        read += summary.read
        new += summary.new
        unchanged += summary.unchanged
        replaced += summary.replaced
        missing += summary.missing
        unlikelyHeights += summary.unlikelyHeights ?? 0
        rejected.merge(summary.rejected, uniquingKeysWith: +)
      }
    }
  }
}
