import ArgumentParser
import Fields
import Formats
import Foundation
import Stations

/// `verify observations import`.
struct ObservationsImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Import files of station observations.",
    discussion: """
      Each file is imported whole or not at all. A value that is there already changes nothing; a different \
      one under the same station, variable, valid time and source replaces it, so that the latest import \
      counts, and the old one is kept aside. Folders are walked; what no format recognises in them is passed \
      over, and said.

      A table needs no --columns where its header says station, latitude, longitude, time and short names of \
      variables (t2m, ws10m), with their units in brackets. Else: \
      --columns station=STN,time=date,latitude=lat,longitude=lon,t2m=temp:degC

      Exits with 3 where a file can't be read; the others are imported all the same.

      Formats: \(Catalogue.observationReaders.map { $0.format }.joined(separator: ", ")).
      """)

  @OptionGroup var target: DatabaseOption

  @Option(help: "The format of the files, where it can't be told from their content.")
  var format: String?

  @Option(help: "The name under which these observations are kept; the default is the format.")
  var source: String?

  @Option(help: "A list of stations with their positions, for formats whose reports have none.", completion: .file())
  var stations: String?

  @Option(help: "Which column of a table holds what.")
  var columns: String?

  @Option(help: "What separates the columns of a table; `tab` for a tabulator.")
  var delimiter: String?

  @Option(help: "How a table writes its times: iso, epoch, or a pattern such as 'dd.MM.yyyy HH:mm'.")
  var timeFormat: String?

  @Option(help: "The month of reports that give no more than the day (METAR), as in 2012-03.")
  var month: String?

  @Flag(help: "Print the counts as JSON.")
  var json = false

  @Argument(help: "Files, or folders of files.", completion: .file())
  var files: [String]

  func validate() throws {
    if let delimiter, delimiter != "tab", delimiter.count != 1 {
      throw ValidationError("--delimiter takes one character, or 'tab'; found '\(delimiter)'")
    }
    if let source, source.trimmingCharacters(in: .whitespaces).isEmpty {
      throw ValidationError("--source takes a name")
    }
  }

  func run() throws {
    let firstDay = month.flatMap { UTCTime($0 + "-01") }
    if let month, firstDay == nil {
      throw ValidationError("'\(month)' is no month; expected one like 2012-03")
    }
    let options = ReaderOptions(
      stationList: stations.map { URL(filePath: $0) }, columns: columns,
      delimiter: delimiter == "tab" ? "\t" : delimiter?.first, timeFormat: timeFormat, month: firstDay)
    try reportingBadInput {
      let files = try ObservationFiles(files).files
      let store = try target.open(.writing)
      var report = ObservationsImportReport(isJSON: json)
      for file in files {
        switch outcome(of: file, options, store) {
        case .success(let summary): try report.add(summary, path: file.url.path)
        case .failure(let error as FormatError) where file.isFromFolder && error.isUnrecognised:
          try report.passOver(file.url.path)
        case .failure(let error): report.fail(file.url.path, error)
        }
      }
      try report.finish()
      if report.failures > 0 { throw Exit.badInput }
    }
  }

  private func outcome(
    of file: ObservationFiles.File, _ options: ReaderOptions, _ store: ObservationStore
  ) -> Result<ImportSummary, any Error> {
    let progress = ProgressLine(file.url.lastPathComponent)
    defer { progress.clear() }
    return Result {
      try store.importFile(
        file.url, reader: try Catalogue.observationReader(of: file.url, format: format, options: options),
        source: source, options: options, progress: progress.show)
    }
  }
}

/// The files that a user means by a list of files and folders.
struct ObservationFiles {
  struct File {
    var url: URL
    /// It was found in a folder, not named.
    var isFromFolder: Bool
  }

  var files: [File] = []

  /// Files as they are named, and those in folders by path; hidden ones are left out.
  init(_ paths: [String]) throws {
    for path in paths {
      let named = URL(filePath: path)
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: named.path, isDirectory: &isFolder), isFolder.boolValue else {
        files.append(File(url: named, isFromFolder: false))
        continue
      }
      // A walk does not enter a folder that is a link itself.
      let url = named.resolvingSymlinksInPath()
      let found = FileManager.default.enumerator(
        at: url, includingPropertiesForKeys: [.isRegularFileKey], options: [.skipsHiddenFiles])
      var inside: [URL] = []
      while let file = found?.nextObject() as? URL {
        // A link to nothing is kept, and told of when it is read.
        let target = file.resolvingSymlinksInPath()
        if (try? target.resourceValues(forKeys: [.isRegularFileKey]))?.isRegularFile != false { inside.append(file) }
      }
      guard !inside.isEmpty else { throw FormatError(named, "the folder has no file in it") }
      files += inside.sorted { $0.path < $1.path }.map { File(url: $0, isFromFolder: true) }
    }
  }
}

/// How far a file is read, on a terminal alone.
struct ProgressLine {
  private let name: String
  private let isTerminal = isatty(STDERR_FILENO) == 1

  init(_ name: String) {
    self.name = name
    show(0)
  }

  func show(_ fraction: Double) {
    guard isTerminal else { return }
    let width = 30
    let done = min(width, max(0, Int(fraction * Double(width))))
    let bar = String(repeating: "#", count: done) + String(repeating: ".", count: width - done)
    tell("\r\u{1B}[K[\(bar)] \(name)")
  }

  func clear() {
    if isTerminal { tell("\r\u{1B}[K") }
  }
}
