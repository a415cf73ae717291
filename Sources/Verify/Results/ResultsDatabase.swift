public import Foundation
import GRDB

/// What an evaluation found, in one SQLite file: sums from which every score is computed, the ledger of
/// pairs, and the provenance of both.
///
/// A unit of work is recorded whole or not at all: its sums, its ledger and the note that it is done are
/// written in one transaction.
public final class ResultsDatabase: Sendable {
  public let url: URL
  let database: any DatabaseWriter

  /// The name of the database in an output folder.
  public static let fileName = "results.sqlite"

  /// Opens the results of an earlier run for reading.
  ///
  /// Throws where the file does not exist or holds something else.
  public convenience init(reading url: URL) throws {
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder)
    let file = isFolder.boolValue ? url.appending(path: ResultsDatabase.fileName) : url
    guard exists, FileManager.default.fileExists(atPath: file.path) else {
      throw VerifyError(
        file: file.path, "there are no results",
        suggestion: "Make them with `verify run evaluation.yaml --output DIR`.")
    }
    try self.init(file, isNew: false)
  }

  /// Opens the results in an output folder, or makes the folder and an empty database.
  public convenience init(writingTo folder: URL) throws {
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw VerifyError(
        file: folder.path, "the output folder can't be made", suggestion: "Name a folder that may be written.")
    }
    let file = folder.appending(path: ResultsDatabase.fileName)
    try self.init(file, isNew: !FileManager.default.fileExists(atPath: file.path))
  }

  /// Removes the results in an output folder, if there are any; nothing else in it is touched.
  public static func remove(from folder: URL) throws {
    for suffix in ["", "-journal", "-wal", "-shm"] {
      let file = folder.appending(path: fileName + suffix)
      guard FileManager.default.fileExists(atPath: file.path) else { continue }
      do {
        try FileManager.default.removeItem(at: file)
      } catch {
        throw VerifyError(
          file: file.path, "the earlier results can't be removed", suggestion: "Check the permissions of the folder.")
      }
    }
  }

  private init(_ file: URL, isNew: Bool) throws {
    url = file
    var configuration = Configuration()
    configuration.busyMode = .timeout(30)
    configuration.label = "results"
    do {
      let queue = try DatabaseQueue(path: file.path, configuration: configuration)
      try ResultsDatabase.prepare(queue, file, isNew: isNew)
      database = queue
    } catch let error as DatabaseError {
      throw ResultsDatabase.explained(error, file)
    }
  }

  private static func prepare(_ database: DatabaseQueue, _ file: URL, isNew: Bool) throws {
    if !isNew {
      let (application, tables) = try database.read { connection in
        (
          try Int32.fetchOne(connection, sql: "PRAGMA application_id") ?? 0,
          try Int.fetchOne(connection, sql: "SELECT count(*) FROM sqlite_master") ?? 0
        )
      }
      guard application == ResultsSchema.applicationID || tables == 0 else {
        throw VerifyError(
          file: file.path, "this SQLite database holds no results of an evaluation",
          suggestion: "Name the results.sqlite that `verify run` wrote.")
      }
      if try database.read(ResultsSchema.migrator.hasBeenSuperseded) {
        throw VerifyError(
          file: file.path, "the results were written by a newer version", suggestion: "Update verify to read them.")
      }
    }
    try database.write { connection in
      try connection.execute(sql: "PRAGMA application_id = \(ResultsSchema.applicationID)")
    }
    try ResultsSchema.migrator.migrate(database)
  }

  static func explained(_ error: DatabaseError, _ file: URL) -> VerifyError {
    switch error.resultCode {
    case .SQLITE_NOTADB:
      VerifyError(
        file: file.path, "this is no SQLite database", suggestion: "Name the results.sqlite that `verify run` wrote.")
    case .SQLITE_BUSY:
      VerifyError(
        file: file.path, "another process has been writing the results for 30 s",
        suggestion: "Try again when it has ended.")
    case .SQLITE_FULL: VerifyError(file: file.path, "the disk is full", suggestion: "Free some space and run again.")
    case .SQLITE_CORRUPT:
      VerifyError(
        file: file.path, "the results are damaged", suggestion: "Run the evaluation again with --restart.")
    case .SQLITE_READONLY, .SQLITE_CANTOPEN:
      VerifyError(
        file: file.path, "the results can't be opened for writing",
        suggestion: "Check the permissions of the file and its folder.")
    default:
      VerifyError(file: file.path, "SQLite: \(error.message ?? "\(error.resultCode)")")
    }
  }

  func read<Result>(_ body: (Database) throws -> Result) throws -> Result {
    do {
      return try database.read(body)
    } catch let error as DatabaseError {
      throw ResultsDatabase.explained(error, url)
    }
  }

  func write<Result>(_ body: (Database) throws -> Result) throws -> Result {
    do {
      return try database.write(body)
    } catch let error as DatabaseError {
      throw ResultsDatabase.explained(error, url)
    }
  }
}
