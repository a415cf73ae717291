import Foundation
import Inference

/// A step of FengWu-GHR at 0.09 degrees with random weights, by how its high-resolution block attends: in windows, to
/// all 64 800 tokens of the globe through a wave index, and to all of them exactly.
///
/// The state has its real size, 74 fields of 2001 x 4000; there are four blocks and one high-resolution block.
func stepFineModel(in folder: URL) throws {
  heading("A step at 0.09 degrees: 64 800 tokens, D = 768, 12 heads, 4 blocks and a high-resolution block, 2 threads")
  var table = MarkdownTable(header: [
    "Attention of the fine grid", "Blocks (s)", "High-resolution block (s)", "Whole step (s)", "Peak memory",
    "Told before, beside the program",
  ])
  for attention in ["window", "wave", "full"] {
    let url = folder.appending(path: "fine-\(attention)")
    try RandomModel(tokenRows: 60, tokenColumns: 120, fine: (2001, 4000, attention)).write(to: url)
    forgetPeakMemory()
    let folder = try ModelFolder(url)
    let timing = try NetworkTiming(ForecastModel(folder, threads: 2), threads: 2) {
      Double(DispatchTime.now().uptimeNanoseconds) * 1e-9
    }
    func seconds(_ prefix: String) -> String {
      let those = zip(timing.stages, timing.seconds).filter { $0.0.name.hasPrefix(prefix) }
      return String(format: "%.1f", those.reduce(0) { $0 + $1.1 })
    }
    table.add([
      attention, seconds("blocks."), seconds("blocks_hres."), seconds(""), "\(ForecastModel.peakMemory)",
      "\(ByteCount(folder.cost(threads: 2).peak(.kept)))",
    ])
    try FileManager.default.removeItem(at: url)
  }
  table.print()
}

/// Begins the peak anew, where the system allows that.
private func forgetPeakMemory() {
  try? Data("5".utf8).write(to: URL(filePath: "/proc/self/clear_refs"))
}
