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

/// A model folder of random weights in the shape of the paper's meta model.
private struct RandomModel {
  let tokenRows: Int
  let tokenColumns: Int
  let channels = 74
  let width = 768
  let decoder = [256, 256, 128]

  func write(to url: URL) throws {
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    try Data(description.utf8).write(to: url.appending(path: "model.json"))
    var header = "{"
    var at = 0
    for (name, shape) in tensors {
      let count = shape.reduce(1, *)
      if at > 0 { header += "," }
      let sizes = shape.map(String.init).joined(separator: ",")
      header += "\"\(name)\":{\"dtype\":\"F32\",\"shape\":[\(sizes)],\"data_offsets\":[\(at),\(at + 4 * count)]}"
      at += 4 * count
    }
    header += "}"
    while header.utf8.count % 8 != 0 { header += " " }
    let file = url.appending(path: "weights.safetensors")
    _ = FileManager.default.createFile(atPath: file.path, contents: nil)
    let handle = try FileHandle(forWritingTo: file)
    defer { try? handle.close() }
    var length = UInt64(header.utf8.count).littleEndian
    try handle.write(contentsOf: Data(bytes: &length, count: 8))
    try handle.write(contentsOf: Data(header.utf8))
    var random = SplitMix64(state: 1)
    for (name, shape) in tensors {
      let inner = max(1, shape.dropFirst().reduce(1, *))
      let isScale = name.contains("norm") && name.hasSuffix("weight")
      let size = shape.count == 1 ? 0.1 : 1 / Float(inner).squareRoot()
      let values = (0..<shape.reduce(1, *)).map { _ in
        (isScale ? 1 : 0) + size * Float(Int64(bitPattern: random.next()) >> 40) / 8_388_608
      }
      try values.withUnsafeBytes { try handle.write(contentsOf: Data($0)) }
    }
  }

  private var tensors: [(String, [Int])] {
    var tensors: [(String, [Int])] = []
    func layer(_ name: String, _ shape: Int...) {
      tensors += [(name + ".weight", shape), (name + ".bias", [shape[0]])]
    }
    layer("patch_embed.proj", width, channels, 13, 12)
    tensors.append(("pos_embed", [1, tokenRows * tokenColumns, width]))
    for number in 0..<4 {
      let p = "blocks.\(number)."
      layer(p + "norm1", width)
      layer(p + "attn.qkv", 3 * width, width)
      layer(p + "attn.proj", width, width)
      layer(p + "norm2", width)
      layer(p + "mlp.fc1", 4 * width, width)
      layer(p + "mlp.fc2", width, 4 * width)
    }
    layer("norm", width)
    tensors.append(("down_linear.weight", [decoder[0], width]))
    var inputs = decoder[0]
    for (number, outputs) in decoder.enumerated() {
      let p = "up_blocks.\(number)."
      layer(p + "resnets.0.norm1", inputs)
      layer(p + "resnets.0.conv1", outputs, inputs, 3, 3)
      layer(p + "resnets.0.norm2", outputs)
      layer(p + "resnets.0.conv2", outputs, outputs, 3, 3)
      if inputs != outputs { layer(p + "resnets.0.conv_shortcut", outputs, inputs, 1, 1) }
      if number < 2 { layer(p + "upsamplers.0.conv", outputs, outputs, 3, 3) }
      inputs = outputs
    }
    tensors.append(("final.weight", [inputs, channels, 4, 3]))
    return tensors
  }

  private var description: String {
    let (rows, columns) = (12 * tokenRows + 1, 12 * tokenColumns)
    let list = (0..<channels).map {
      """
      {"name": "t\($0)", "standard_name": "air_temperature", "height_m": \($0), "units": "K", "mean": 0, "std": 1}
      """
    }
    let windows = "[[5, 10], [5, 15], [15, 5]]"
    return """
      {"architecture": "fengwu-ghr", "title": "random weights", "time_step_hours": 6,
       "grid": {"rows": \(rows), "columns": \(columns), "first_latitude": 90, "last_latitude": -90,
                "first_longitude": 0},
       "channels": [\(list.joined(separator: ","))],
       "network": {"channels": \(channels), "image_size": [\(rows), \(columns)], "patch_size": [13, 12],
        "patch_stride": [12, 12], "token_grid": [\(tokenRows), \(tokenColumns)], "embed_dim": \(width), "depth": 4,
        "heads": 12, "mlp_ratio": 4, "windows": \(windows), "decoder_channels": \(decoder)}}
      """
  }
}
