/// The hyper-parameters of a FengWu-GHR network, as `model.json` has them.
public struct FengWuConfiguration: Sendable, Hashable, Codable {
  public enum SubGrids: String, Sendable, Codable {
    /// The whole fine field is embedded, and its tokens are dealt to the sub-grids.
    case token
    /// The fine field's cells are dealt to the sub-grids, and each is embedded.
    case pixel
  }

  public enum AttentionKind: String, Sendable, Codable {
    case window, full, wave
  }

  public var channels: Int
  /// Rows and columns of the field that the meta model knows.
  public var imageSize: [Int]
  public var patchSize: [Int]
  public var patchStride: [Int]
  public var tokenGrid: [Int]
  public var embedDim: Int
  public var depth: Int
  public var heads: Int
  public var mlpRatio: Int
  /// Every so many blocks, one attends to all tokens; the others to those of their window.
  public var interval: Int
  public var windows: [[Int]]
  /// How many times finer the field is than that of the meta model, each way; 1 is the meta model itself.
  public var downscale: Int
  public var sime: SubGrids
  public var hresAttention: AttentionKind
  public var hresWindow: [Int]
  /// Blocks that a high-resolution block follows; nil is every sixth from the first on.
  public var hresPositions: [Int]?
  public var decoderChannels: [Int]
  /// Of the decoder's normalisations.
  public var groups: Int
  public var loraRank: Int
  public var loraAlpha: Float
  /// Adapter groups, numbered from 1; group 0 is none.
  public var loraGroups: Int

  enum CodingKeys: String, CodingKey {
    case channels, depth, heads, interval, windows, downscale, sime, groups
    case imageSize = "image_size"
    case patchSize = "patch_size"
    case patchStride = "patch_stride"
    case tokenGrid = "token_grid"
    case embedDim = "embed_dim"
    case mlpRatio = "mlp_ratio"
    case hresAttention = "hres_attention"
    case hresWindow = "hres_window"
    case hresPositions = "hres_positions"
    case decoderChannels = "decoder_channels"
    case loraRank = "lora_rank"
    case loraAlpha = "lora_alpha"
    case loraGroups = "lora_groups"
  }
}

extension FengWuConfiguration {
  var tokenRows: Int { tokenGrid[0] }
  var tokenColumns: Int { tokenGrid[1] }
  var tokenCount: Int { tokenRows * tokenColumns }
  /// Sub-grids that go through the blocks side by side.
  var subGridCount: Int { downscale * downscale }
  var hidden: Int { embedDim * mlpRatio }
  var loraScale: Float { loraRank > 0 ? loraAlpha / Float(loraRank) : 0 }
  /// The rows and columns of the field as it enters the network.
  var workingSize: (height: Int, width: Int) { (imageSize[0] * downscale, imageSize[1] * downscale) }
  /// The rows and columns that the decoder makes.
  var decodedSize: (height: Int, width: Int) {
    let up = 1 << (decoderChannels.count - 1)
    return (3 * (tokenRows * downscale * up - 1) + 4, 3 * tokenColumns * downscale * up)
  }

  /// The window of a block; nil attends to all tokens.
  func window(of block: Int) -> (height: Int, width: Int)? {
    let place = block % interval
    return place < windows.count ? (windows[place][0], windows[place][1]) : nil
  }

  /// The number of the high-resolution block that follows a block; nil where none does.
  func highResolutionBlock(after block: Int) -> Int? {
    guard downscale > 1 else { return nil }
    return (hresPositions ?? Array(stride(from: 0, to: depth, by: 6))).firstIndex(of: block)
  }

  var highResolutionBlockCount: Int {
    downscale > 1 ? hresPositions?.count ?? (depth + 5) / 6 : 0
  }

  /// Throws where the numbers do not make a network.
  func check(_ file: String?) throws {
    func refuse(_ what: String) -> InferenceError {
      InferenceError(file: file, "these hyper-parameters make no network: \(what)", suggestion: "Correct model.json.")
    }
    let pairs = [
      ("image_size", imageSize), ("patch_size", patchSize), ("patch_stride", patchStride), ("token_grid", tokenGrid),
      ("hres_window", hresWindow),
    ]
    for (name, pair) in pairs + windows.map({ ("windows", $0) })
    where pair.count != 2 || pair.contains(where: { $0 < 1 }) {
      throw refuse("\(name) is \(pair), and takes two positive numbers")
    }
    let positive = [
      ("channels", channels), ("embed_dim", embedDim), ("depth", depth), ("heads", heads), ("mlp_ratio", mlpRatio),
      ("interval", interval), ("downscale", downscale), ("groups", groups),
    ]
    for (name, value) in positive where value < 1 { throw refuse("\(name) is \(value)") }
    guard embedDim % heads == 0 else { throw refuse("embed_dim \(embedDim) is no multiple of heads \(heads)") }
    for i in 0..<2
    where (imageSize[i] - patchSize[i]) / patchStride[i] + 1 != tokenGrid[i] || imageSize[i] < patchSize[i] {
      throw refuse("image_size \(imageSize) in patches of \(patchSize) makes no token_grid \(tokenGrid)")
    }
    for window in windows where tokenGrid[0] % window[0] != 0 || tokenGrid[1] % window[1] != 0 {
      throw refuse("windows of \(window) do not tile the token_grid \(tokenGrid)")
    }
    if downscale > 1, hresAttention == .window {
      let fine = tokenGrid.map { $0 * downscale }
      guard fine[0] % hresWindow[0] == 0, fine[1] % hresWindow[1] == 0 else {
        throw refuse("hres_window \(hresWindow) does not tile the \(fine) tokens")
      }
    }
    guard !decoderChannels.isEmpty, decoderChannels.allSatisfy({ $0 > 0 && $0 % groups == 0 }) else {
      throw refuse("decoder_channels \(decoderChannels) in \(groups) groups")
    }
  }
}
