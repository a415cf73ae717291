import Foundation
import Inference

/// A step of a model at the meta grid, stage by stage, as a part of the fastest products of the same run; beside
/// PyTorch on the same weights.
///
/// Time on one thread is of the processor, so that others on the machine disturb least.
func stepModels(in folder: URL) throws {
  heading(
    "A step of FengWu-GHR's meta model, D = 768, 12 heads, one block of each kind of attention, a narrower decoder")
  // Rows and columns of tokens; the last is the meta grid of the paper.
  for tokens in [(15, 30), (30, 60), (60, 120)] {
    let model = RandomModel(tokenRows: tokens.0, tokenColumns: tokens.1)
    let url = folder.appending(path: "model-\(tokens.0)")
    try model.write(to: url)
    try time(url, tokens: tokens.0 * tokens.1)
    if tokens.0 < 60 || ProcessInfo.processInfo.environment["VERIFY_BENCH_TORCH"] == "all" { try compare(url) }
    try FileManager.default.removeItem(at: url)
  }
}

private func wall() -> Double { Double(DispatchTime.now().uptimeNanoseconds) * 1e-9 }
private func processor() -> Double { Double(clock()) / Double(CLOCKS_PER_SEC) }

private func time(_ url: URL, tokens: Int) throws {
  let folder = try ModelFolder(url)
  for threads in [1, 2] {
    let clock = threads == 1 ? processor : wall
    let rate = NetworkTiming.productRate(threads: threads, clock: clock)
    let model = try ForecastModel(folder, threads: threads)
    let timing = try NetworkTiming(model, threads: threads, times: 3, clock: clock)
    let blocks = zip(timing.stages, timing.seconds).filter { $0.0.name.hasPrefix("blocks") }
    report(
      "\(tokens) tokens, \(threads) thread(s): the blocks", blocks.reduce(0) { $0 + $1.0.operations },
      blocks.reduce(0) { $0 + $1.1 }, rate)
    report(
      "\(tokens) tokens, \(threads) thread(s): the whole step", timing.stages.reduce(0) { $0 + $1.operations },
      timing.seconds.reduce(0, +), rate)
  }
  let (expected, peak) = (folder.cost(threads: 2).peak(.kept), ForecastModel.peakMemory.bytes)
  print("  peak memory \(ByteCount(peak)), told before: \(ByteCount(expected)) beside the program")
  precondition(peak < expected + 256 << 20, "more memory than was told")
}

private func report(_ name: String, _ operations: Double, _ seconds: Double, _ rate: Double) {
  let part = operations / seconds / rate
  print(
    name.padding(toLength: 52, withPad: " ", startingAt: 0), String(format: "%8.2f s", seconds),
    String(format: "%7.1f GFLOP/s", operations / seconds / 1e9),
    String(format: "%4.0f %% of the product's %.1f", 100 * part, rate / 1e9))
}

/// The same weights and input in PyTorch, and how far its output is.
private func compare(_ url: URL) throws {
  guard let peer = Peer("fengwu.py") else {
    print("  PyTorch: no Python with torch; name one in VERIFY_PYTHON")
    return
  }
  do {
    print(try peer.run([url.path]), terminator: "")
  } catch {
    print("  PyTorch: not to be had (\(error)); name a Python with torch in VERIFY_PYTHON")
  }
}
