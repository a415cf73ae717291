import Foundation

/// A model folder of random weights in the shape of the paper's meta model, or of its fine form over it.
struct RandomModel {
  let tokenRows: Int
  let tokenColumns: Int
  /// Rows and columns of the fine state, and how its high-resolution block attends; nil makes a meta model.
  var fine: (rows: Int, columns: Int, attention: String)?
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
    if fine != nil {
      let p = "blocks_hres.0."
      layer(p + "norm1_hres", width)
      layer(p + "attn_hres.qkv", 3 * width, width)
      layer(p + "attn_hres.proj", width, width)
      layer(p + "norm2_hres", width)
      layer(p + "mlp_hres.fc1", width, width, 3, 3)
      layer(p + "mlp_hres.fc2", width, width, 3, 3)
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
    let meta = (rows: 12 * tokenRows + 1, columns: 12 * tokenColumns)
    let (rows, columns) = fine.map { ($0.rows, $0.columns) } ?? meta
    let fineKeys = fine.map {
      """
      , "downscale": 3, "sime": "token", "hres_attention": "\($0.attention)", "hres_window": [15, 30]
      """
    }
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
       "network": {"channels": \(channels), "image_size": [\(meta.rows), \(meta.columns)], "patch_size": [13, 12],
        "patch_stride": [12, 12], "token_grid": [\(tokenRows), \(tokenColumns)], "embed_dim": \(width), "depth": 4,
        "heads": 12, "mlp_ratio": 4, "windows": \(windows), "decoder_channels": \(decoder)\(fineKeys ?? "")}}
      """
  }
}
