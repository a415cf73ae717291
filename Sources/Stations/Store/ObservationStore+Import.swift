public import Fields
public import Foundation
import GRDB

extension ObservationStore {
  /// Imports one file, whole or not at all.
  ///
  /// A value is kept under its station, variable, valid time and source. The same value again
  /// changes nothing. A different one, or a different quality, replaces what was there, whichever came first in time: the
  /// latest import counts, and within a file the last report. What it replaced stays in the store,
  /// out of the way, for `competingReports`. A file whose bytes were imported before under the same
  /// source and options is not read again.
  ///
  /// - Parameters:
  ///   - source: The name under which its values are kept; nil takes the reader's format.
  ///   - options: The options the reader was made with; they tell one reading of a file from another.
  ///   - variables: Keeps values of these alone, and counts the others as passed over; nil keeps all.
  ///   - progress: Called with the part of the file that is read, 0 to 1.
  /// - Returns: What was read, kept and rejected.
  /// - Throws: `StationsError` where the file or database can't be used; what the reader throws.
  ///   The store is then as it was.
  public func importFile<Reader: ObservationReader>(
    _ url: URL, reader: Reader, source: String? = nil, options: ReaderOptions = ReaderOptions(),
    keeping variables: Set<Variable>? = nil, progress: ((Double) -> Void)? = nil
  ) throws -> ImportSummary {
    let source = source ?? Reader.format
    let (sha256, byteCount) = try ObservationStore.digest(of: url)
    let summary = ImportSummary(
      file: url.lastPathComponent, format: Reader.format, source: source, byteCount: byteCount, sha256: sha256)
    let stationList = try options.stationList.map { try "list \(ObservationStore.digest(of: $0).sha256)" }
    let kept = variables.map { "only " + $0.map(\.description).sorted().joined(separator: " ") }
    let circumstances = [options.description, stationList ?? "", reader.circumstances(of: url), kept ?? ""]
      .filter { !$0.isEmpty }.joined(separator: ";")
    do {
      let (summary, directory) = try database.write { connection in
        if let known = try ObservationStore.earlierImport(of: summary, circumstances, connection) {
          return (known, StationDirectory?.none)
        }
        return try store(url, reader, summary, variables, circumstances, progress, connection)
      }
      if let directory { self.directory.replace(by: directory) }
      return summary
    } catch {
      directory.forget()
      guard let error = error as? DatabaseError else { throw error }
      throw StationsError(path, ObservationStore.explain(error))
    }
  }

  private func store(
    _ url: URL, _ reader: some ObservationReader, _ summary: ImportSummary, _ variables: Set<Variable>?,
    _ circumstances: String, _ progress: ((Double) -> Void)?, _ connection: Database
  ) throws -> (ImportSummary, StationDirectory?) {
    let directory = try self.directory.directory(connection)
    // Let go of the shared copy, so that this import changes its own in place.
    self.directory.forget()
    let importID = directory.generation + 1
    let work = try FileImport(
      connection, directory: directory, summary: summary, importID: importID, keeping: variables)
    var collector = ObservationCollector(progress: progress) { batch, stations, variables in
      try work.store(batch, stations, variables)
    }
    try reader.read(url, into: &collector)
    try collector.finish()
    try work.finish(collector)
    try connection.execute(
      sql: "INSERT INTO imports VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
      arguments: [
        importID, work.summary.file, summary.sha256, summary.byteCount, summary.format, summary.source, circumstances,
        Int64(Date().timeIntervalSince1970), try work.summary.json(),
      ])
    var changed = work.directory
    changed.generation = importID
    return (work.summary, changed)
  }

  private static func earlierImport(
    of summary: ImportSummary, _ circumstances: String, _ connection: Database
  ) throws -> ImportSummary? {
    let text = try String.fetchOne(
      connection,
      sql: "SELECT summary FROM imports WHERE sha256 = ? AND format = ? AND source = ? AND circumstances = ?",
      arguments: [summary.sha256, summary.format, summary.source, circumstances])
    guard let text else { return nil }
    var known = try ImportSummary(json: text)
    known.file = summary.file
    known.alreadyImported = true
    return known
  }

  private static func digest(of url: URL) throws -> (sha256: String, byteCount: Int) {
    do {
      let handle = try FileHandle(forReadingFrom: url)
      defer { try? handle.close() }
      var hash = SHA256()
      var byteCount = 0
      while let data = try handle.read(upToCount: 1 << 20), !data.isEmpty {
        data.withUnsafeBytes { hash.update($0) }
        byteCount += data.count
      }
      return (hash.hexDigest, byteCount)
    } catch {
      throw StationsError(url.path, "can't be read: \(error.localizedDescription)")
    }
  }
}
