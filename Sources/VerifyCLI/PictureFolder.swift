import Foundation
import Reports

/// The pictures of a page as files in a folder.
struct PictureFolder {
  private let folder: URL
  private let painter: PicturePainter?

  /// - Parameter painter: Makes a PNG beside each SVG; nil makes none.
  init(_ folder: URL, painter: PicturePainter?) {
    self.folder = folder
    self.painter = painter
  }

  /// Writes them, over those of the same name, and says how many on standard error.
  func write(_ figures: [FigureFile]) throws {
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw OutputError(folder.path, explanation(of: error))
    }
    for figure in figures {
      let file = folder.appending(path: "\(figure.name).svg")
      try TextSink.writing(to: file.path) { try $0.write(figure.svg) }
      try painter?.paint(figure, file)
    }
    let kind = painter == nil ? "SVG" : "SVG and PNG"
    say("\(figures.count) picture\(figures.count == 1 ? "" : "s") written to \(folder.path) as \(kind)")
  }
}

/// Makes PNG of SVG with the program on this machine that can.
struct PicturePainter {
  private enum Program {
    case rsvg, chromium
  }

  private let program: Program
  private let executable: URL
  /// Pixels for each unit of a picture: sharp on fine screens and in print.
  private let scale = 2.0

  /// Throws where there is no such program on the PATH.
  init() throws {
    for (program, names) in [
      (Program.rsvg, ["rsvg-convert"]),
      (.chromium, ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"]),
    ] {
      if let found = names.lazy.compactMap(PicturePainter.find).first {
        (self.program, executable) = (program, found)
        return
      }
    }
    throw OutputError(
      "PNG",
      "that needs rsvg-convert or Chromium on the PATH. Install one: apt-get install librsvg2-bin, or brew install librsvg"
    )
  }

  private static func find(_ name: String) -> URL? {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    return folders.lazy.map { URL(filePath: String($0)).appending(path: name) }
      .first { FileManager.default.isExecutableFile(atPath: $0.path) }
  }

  /// Writes the PNG of an SVG file beside it.
  func paint(_ figure: FigureFile, _ svg: URL) throws {
    let png = svg.deletingPathExtension().appendingPathExtension("png")
    let process = Process()
    process.executableURL = executable
    process.arguments =
      switch program {
      case .rsvg: ["--zoom", "\(scale)", "--output", png.path, svg.path]
      case .chromium:
        [
          "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--force-device-scale-factor=\(scale)",
          "--window-size=\(Int(figure.width.rounded(.up))),\(Int(figure.height.rounded(.up)))",
          "--screenshot=\(png.path)", svg.absoluteURL.absoluteString,
        ]
      }
    process.standardOutput = FileHandle.nullDevice
    let errors = Pipe()
    process.standardError = errors
    try process.run()
    let text = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0, FileManager.default.fileExists(atPath: png.path) else {
      throw OutputError(png.path, "\(executable.lastPathComponent) failed: \(text.prefix(500))")
    }
  }
}
