/// Every report format. A new one is a file of its own and one line here.
public enum ReportCatalogue {
  public static let reports: [any Report.Type] = [
    CSVReport.self,
    JSONReport.self,
    MarkdownReport.self,
    TextReport.self,
    ScorecardReport.self,
    HTMLReport.self,
    METReport.self,
  ]

  /// The names that `report(named:)` knows, in the order of the catalogue.
  public static var formats: [String] { reports.map { $0.format } }

  /// The report of a `--format` name or a file extension, or nil where none has it.
  public static func report(named name: String) -> (any Report)? {
    let key = name.lowercased()
    let synonyms = ["md": "markdown", "htm": "html", "txt": "text", "stat": "met"]
    return reports.first { $0.format == synonyms[key, default: key] }?.init()
  }
}
