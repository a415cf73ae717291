import Fields
import Foundation
import Reports
import TestSupport
import Testing

/// Pages as a browser shows them: Chromium without a window, where it is installed.
@Suite(.enabled(if: Browser.isInstalled, "Chromium is not installed; Scripts/setup --browser does it"))
struct BrowserTests {
  @Test(arguments: [360, 1400], ["light", "dark"])
  func pageFitsTheWindowAndAsksForNothing(width: Int, scheme: String) throws {
    let record = SampleRecord().full()
    let page = try HTMLReport().text(of: record)
    let seen = try Browser.look(at: page, width: width, scheme: scheme)
    #expect(seen.console.isEmpty, "\(seen.console)")
    #expect(seen.measures["resources"] == 0)
    // The scroll bar takes some of the window.
    #expect((seen.measures["client"] ?? 0) > Double(width) - 30)
    #expect(seen.measures["scroll"] == seen.measures["client"], "the page is wider than the window")
    #expect(seen.measures["beyond"] == 0, "something reaches beyond the window")
    let figures = HTMLReport().figures(of: record).count
    #expect(seen.measures["figures"] == Double(figures) && figures > 20)
    #expect(seen.measures["empty"] == 0, "a figure has no size")
    #expect(seen.measures["dark"] == (scheme == "dark" ? 1 : 0))
  }

  /// Ten variables, 40 lead times and 8 strata.
  @Test func aLargePageIsStillShown() throws {
    var sample = SampleRecord()
    sample.variables = [500, 700, 850, 925, 1000].flatMap {
      [Variable(.airTemperature, .pressure($0)), Variable(.windSpeed, .pressure($0))]
    }
    sample.leads = (0..<40).map { $0 * 6 }
    sample.stationCount = 0
    var record = sample.make()
    let (scores, differences) = (record.scores, record.differences)
    for i in 1..<8 {
      record.scores += scores.map {
        var score = $0; score.stratum = "region \(i)"; return score
      }
      record.differences += differences.map {
        var score = $0; score.stratum = "region \(i)"; return score
      }
    }
    let page = try HTMLReport().text(of: record)
    #expect(page.utf8.count < 8_000_000, "\(page.utf8.count)")
    let seen = try Browser.look(at: page, width: 360, scheme: "light")
    #expect(seen.measures["scroll"] == seen.measures["client"] && seen.measures["beyond"] == 0)
  }

  /// The buttons of the scorecard are one stop of the tab key, and the numbers of the cell that has it are shown.
  @Test func theScorecardIsReadByKeyboard() throws {
    let page = try HTMLReport().text(of: SampleRecord().full())
    let seen = try Browser.look(
      at: page, width: 1400, scheme: "light",
      script: """
        const cells=[...document.querySelectorAll('.card input')],tip=cells[3].parentNode.querySelector('.tip');
        measures.before=tip.getBoundingClientRect().width;
        cells[3].focus();
        measures.after=tip.getBoundingClientRect().width;
        measures.bottom=Math.abs(tip.getBoundingClientRect().bottom-innerHeight)<1?1:0;
        measures.groups=new Set(cells.map(c=>c.name)).size;
        measures.cards=document.querySelectorAll('table.card').length;
        """)
    #expect((seen.measures["before"] ?? 99) <= 1 && (seen.measures["after"] ?? 0) > 1000)
    #expect(seen.measures["bottom"] == 1)
    #expect(seen.measures["groups"] == seen.measures["cards"])
  }
}

/// Chromium from the command line.
enum Browser {
  struct Sight {
    /// What the page wrote to its console: errors and refused requests among it.
    let console: [String]
    let measures: [String: Double]
  }

  private static let executable: URL? = {
    let names = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"]
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    return names.lazy.flatMap { name in folders.map { URL(filePath: String($0)).appending(path: name) } }
      .first { FileManager.default.isExecutableFile(atPath: $0.path) }
  }()

  static let isInstalled = executable != nil

  /// Shows a page in a window and measures it. The page's own policy lets no script in, so that its copy has one that
  /// lets ours in and nothing else.
  static func look(at page: String, width: Int, scheme: String, script: String = "") throws -> Sight {
    let executable = try #require(Self.executable)
    let policy = "default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;"
    #expect(page.contains(policy))
    let probe = """
      <script>addEventListener('load',()=>{const measures={},root=document.documentElement;\(script)
      measures.client=root.clientWidth;measures.scroll=root.scrollWidth;
      measures.resources=performance.getEntriesByType('resource').length;
      const pictures=[...document.querySelectorAll('figure svg')].filter(e=>!e.classList.contains('key'));
      measures.figures=pictures.length;
      measures.empty=pictures.filter(e=>!e.closest('details')&&e.getBoundingClientRect().height<50).length;
      measures.beyond=[...document.querySelectorAll('body *')].filter(e=>!e.closest('.scroll,pre')
      &&e.getBoundingClientRect().right>root.clientWidth+1).length;
      measures.dark=getComputedStyle(document.body).backgroundColor==='rgb(255, 255, 255)'?0:1;
      const seen=document.createElement('pre');seen.id='seen';seen.textContent=JSON.stringify(measures);
      document.body.append(seen)})</script></head>
      """
    let copy = page.replacing(policy, with: "\(policy); script-src &#39;unsafe-inline&#39;")
      .replacing("</head>", with: probe)
    let folder = try Fixture.temporaryFolder()
    let file = folder.appending(path: "page.html")
    try copy.write(to: file, atomically: true, encoding: .utf8)
    let process = Process()
    process.executableURL = executable
    process.arguments =
      [
        "--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr", "--window-size=\(width),900",
        "--user-data-dir=\(folder.appending(path: "profile").path)", "--dump-dom",
      ] + (scheme == "dark" ? ["--blink-settings=preferredColorScheme=0"] : []) + [file.absoluteString]
    for name in ["output", "errors"] { try Data().write(to: folder.appending(path: name)) }
    process.standardOutput = try FileHandle(forWritingTo: folder.appending(path: "output"))
    process.standardError = try FileHandle(forWritingTo: folder.appending(path: "errors"))
    try process.run()
    process.waitUntilExit()
    let output = try String(contentsOf: folder.appending(path: "output"), encoding: .utf8)
    let errors = try String(contentsOf: folder.appending(path: "errors"), encoding: .utf8)
    let start = try #require(output.firstRange(of: "<pre id=\"seen\">"), "the page did not load: \(errors.suffix(500))")
    let json = output[start.upperBound...].prefix { $0 != "<" }
    return Sight(
      console: errors.split(separator: "\n").filter { $0.contains("CONSOLE") }.map(String.init),
      measures: try JSONDecoder().decode([String: Double].self, from: Data(json.utf8)))
  }
}
