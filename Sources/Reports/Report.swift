public import Metrics

/// One form in which an evaluation is handed on: a table for programs, a page for people.
///
/// A report is a pure function of the record: the same record gives the same bytes.
public protocol Report: Sendable {
  /// The name given with `--format`, and the usual extension of its files.
  static var format: String { get }
  /// For people, in one line.
  static var title: String { get }

  init()

  /// Writes the whole report. Throws what the format can't express; nothing is left out silently.
  func write(_ record: EvaluationRecord, to output: inout some TextOutputStream) throws
}

extension Report {
  /// The report as one text.
  public func text(of record: EvaluationRecord) throws -> String {
    var text = ""
    try write(record, to: &text)
    return text
  }
}
