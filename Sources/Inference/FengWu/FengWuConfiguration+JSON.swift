/// Reading and checking the hyper-parameters.
extension FengWuConfiguration {
  /// What no network exceeds, so that sizes computed from these numbers never overflow.
  enum Limit {
    static let size = 1...100_000
    static let features = 1...65_536
    static let few = 1...1024
  }

  /// Takes the keys of `section`; nil where one is missing or of another kind, which are then among its faults.
  init?(_ section: JSONSection) {
    func pair(_ key: String, or fallback: [Int]? = nil) -> [Int]? {
      section.wholes(key, count: 2...2, in: Limit.size, or: fallback)
    }
    func few(_ key: String, or fallback: Int? = nil) -> Int? { section.whole(key, in: Limit.few, or: fallback) }
    // The golden files have the architecture beside the numbers; `model.json` has it above them.
    _ = section.value("architecture")
    let channels = section.whole("channels", in: 1...10_000)
    let (image, patch, stride) = (pair("image_size"), pair("patch_size"), pair("patch_stride"))
    let tokens = pair("token_grid")
    let (embedDim, heads) = (section.whole("embed_dim", in: Limit.features), few("heads"))
    let (depth, mlpRatio, interval) = (few("depth"), section.whole("mlp_ratio", in: 1...64), few("interval", or: 4))
    let windows = FengWuConfiguration.windows(section)
    let globalAttention = section.choice("global_attention", or: AttentionKind.full)
    let downscale = section.whole("downscale", in: 1...16, or: 1)
    let isFine = (downscale ?? 1) > 1
    let working = section.value("working_size") == nil ? nil : pair("working_size")
    let resizing = section.choice("resize", or: Interpolation.bilinear)
    let sime = section.choice("sime", or: isFine ? nil : SubGrids.token)
    let hresAttention = section.choice("hres_attention", or: isFine ? nil : AttentionKind.window)
    let hresWindow = pair("hres_window", or: isFine && hresAttention == .window ? nil : [1, 1])
    let hresPositions =
      section.value("hres_positions") == nil ? nil : section.wholes("hres_positions", count: 0...1024, in: 0...1023)
    let wave = section.value("wave") == nil ? nil : section.section("wave").map { WaveConfiguration($0) }
    let decoder = section.wholes("decoder_channels", count: 1...8, in: Limit.features)
    let groups = section.whole("groups", in: Limit.features, or: 32)
    let (kernel, finalStride) = (pair("final_kernel", or: [4, 3]), pair("final_stride", or: [3, 3]))
    let rank = section.whole("lora_rank", in: 0...4096, or: 0)
    let alpha = section.number("lora_alpha", or: 1)
    let loraGroups = section.whole("lora_groups", in: 0...1000, or: 0)
    let byStep = section.wholes("lora_group_by_step", count: 0...10_000, in: 0...1000, or: [])
    section.refuseOthers()
    guard let channels, let image, let patch, let stride, let tokens, let embedDim, let heads, let depth, let mlpRatio,
      let interval, let windows, let globalAttention, let downscale, let resizing, let sime, let hresAttention,
      let hresWindow, let decoder, let groups, let kernel, let finalStride, let rank, let alpha, let loraGroups,
      let byStep
    else { return nil }
    self.init(
      channels: channels, imageSize: image, patchSize: patch, patchStride: stride, tokenGrid: tokens,
      embedDim: embedDim, depth: depth, heads: heads, mlpRatio: mlpRatio, interval: interval, windows: windows,
      globalAttention: globalAttention, downscale: downscale, workingSize: working, resizing: resizing, sime: sime,
      hresAttention: hresAttention, hresWindow: hresWindow, hresPositions: hresPositions,
      wave: wave ?? WaveConfiguration(), decoderChannels: decoder, groups: groups, finalKernel: kernel,
      finalStride: finalStride, loraRank: rank, loraAlpha: Float(alpha),
      loraGroups: loraGroups, loraGroupByStep: byStep)
  }

  private static func windows(_ section: JSONSection) -> [[Int]]? {
    section.take("windows", "a list of windows, each of two whole numbers", or: nil) { value in
      guard case .list(let items) = value else { return nil }
      let windows = items.compactMap { JSONSection.wholes($0, 2...2, Limit.size) }
      return windows.count == items.count ? windows : nil
    }
  }

  /// What keeps the numbers from making a network; empty where they do.
  var faults: [String] {
    var faults: [String] = []
    func check(_ isRight: Bool, _ fault: @autoclosure () -> String) { if !isRight { faults.append(fault()) } }
    check(embedDim.isMultiple(of: heads), "embed_dim \(embedDim) is no multiple of heads \(heads)")
    let tokens = tokensMade
    check(
      tokens == tokenGrid,
      "image_size \(imageSize) in patches of \(patchSize) every \(patchStride) makes \(tokens) tokens, and token_grid is "
        + "\(tokenGrid)")
    for window in windows where !FengWuConfiguration.tile(window, tokenGrid) {
      faults.append("windows of \(window) do not tile the token_grid \(tokenGrid)")
    }
    check(
      windows.count <= interval, "windows are \(windows.count), and interval \(interval): the last would never be used")
    check(globalAttention != .window, "global_attention is window; give windows in 'windows', and here full or wave")
    if downscale > 1 { faults += fineFaults }
    faults += wave.faults.map { "wave: \($0)" }
    let (working, needed) = (workingTokens, sime == .token ? tokenGrid.map { $0 * downscale } : tokenGrid)
    check(
      downscale == 1 && workingSize == nil || working.allSatisfy { $0 == needed },
      "a working_size of \([workingRows, workingColumns]) makes \(working[0]) tokens by sime \(sime.rawValue), and "
        + "\(needed) are needed")
    for channels in decoderChannels where !channels.isMultiple(of: groups) {
      faults.append("decoder_channels \(channels) is no multiple of groups \(groups)")
    }
    check(loraGroups == 0 || loraRank > 0, "lora_groups is \(loraGroups), and lora_rank 0")
    for group in Set(loraGroupByStep).sorted() where group > loraGroups {
      faults.append("lora_group_by_step names group \(group), and lora_groups is \(loraGroups)")
    }
    let cells = Double(channels) * Double(workingRows) * Double(workingColumns)
    check(cells < 1e12, "the state would have \(cells) values; that is no field of this Earth")
    let made = decodedSize
    let decoded = Double(channels) * Double(made.height) * Double(made.width)
    check(
      decoded < 1e12,
      "a final_stride of \(finalStride) would make fields of \(made.height) x \(made.width); that is no field of this Earth"
    )
    return faults
  }

  private var fineFaults: [String] {
    var faults: [String] = []
    let fine = tokenGrid.map { $0 * downscale }
    if hresAttention == .window, !FengWuConfiguration.tile(hresWindow, fine) {
      faults.append("hres_window \(hresWindow) does not tile the \(fine) fine tokens")
    }
    let places = highResolutionPlaces
    if places != Array(Set(places)).sorted() || places.contains(where: { $0 >= depth }) {
      faults.append("hres_positions \(places) are no rising numbers of the \(depth) blocks from 0 on")
    }
    return faults
  }

  /// The tokens that the meta model's field makes.
  private var tokensMade: [Int] { (0..<2).map { patches(along: $0, of: imageSize[$0]) } }

  /// The tokens that the working field makes, or those of each of its sub-grids.
  private var workingTokens: [[Int]] {
    let size = [workingRows, workingColumns]
    guard sime == .pixel else { return [(0..<2).map { patches(along: $0, of: size[$0]) }] }
    return (0..<downscale).map { first in
      (0..<2).map { patches(along: $0, of: max(0, size[$0] - first + downscale - 1) / downscale) }
    }
  }

  private func patches(along axis: Int, of cells: Int) -> Int {
    cells < patchSize[axis] ? 0 : (cells - patchSize[axis]) / patchStride[axis] + 1
  }

  private static func tile(_ window: [Int], _ grid: [Int]) -> Bool {
    grid[0].isMultiple(of: window[0]) && grid[1].isMultiple(of: window[1])
  }
}
