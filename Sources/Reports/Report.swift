public import Metrics

/// One form in which an evaluation is handed on: a table for programs, a page for people.
///
/// A report is a pure function of the record: the same record gives the same bytes.
public protocol Report: Sendable {
  /// The name given with `--format`, and the usual extension of its files.
  static var format: String { get }
  /// For people, in one line.
  static var title: String { get }
  /// Whether it needs the record's `sums`.
  static var needsSums: Bool { get }

  /// What of the record it has no place for, in sentences for people.
  static func omissions(in record: EvaluationRecord) -> [String]

  init()

  /// Writes the whole report. Throws what the format can't express; what it leaves out is among its `omissions`.
  func write(_ record: EvaluationRecord, to output: inout some TextOutputStream) throws
}

extension Report {
  public static var needsSums: Bool { false }
  public static func omissions(in record: EvaluationRecord) -> [String] { [] }

  /// The report as one text.
  public func text(of record: EvaluationRecord) throws -> String {
    var text = ""
    try write(record, to: &text)
    return text
  }
}
