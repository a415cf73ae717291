/// The hyper-parameters of a FengWu-GHR network, as `model.json` has them under `network`.
public struct FengWuConfiguration: Sendable, Hashable {
  public enum SubGrids: String, Sendable, CaseIterable {
    /// The whole fine field is embedded, and its tokens are dealt to the sub-grids.
    case token
    /// The fine field's cells are dealt to the sub-grids, and each is embedded.
    case pixel
  }

  public enum AttentionKind: String, Sendable, CaseIterable {
    /// Among the tokens of a window.
    case window
    /// To all tokens, exactly.
    case full
    /// To all tokens, most of them through the means of their clusters.
    case wave
  }

  public enum Interpolation: String, Sendable, CaseIterable {
    case bilinear, bicubic
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
  /// How blocks without a window attend to all tokens.
  public var globalAttention: AttentionKind
  /// How many times finer the field is than that of the meta model, each way; 1 is the meta model itself.
  public var downscale: Int
  /// Rows and columns of the field as it enters the network; nil is `imageSize` times `downscale`.
  public var workingSize: [Int]?
  /// How the state is taken to the working size.
  public var resizing: Interpolation
  public var sime: SubGrids
  public var hresAttention: AttentionKind
  public var hresWindow: [Int]
  /// Blocks that a high-resolution block follows; nil is every sixth from the first on.
  public var hresPositions: [Int]?
  /// How `wave` attention clusters and chooses.
  public var wave = WaveConfiguration()
  public var decoderChannels: [Int]
  /// Whether the field goes round the globe, so that the last column of tokens is beside the first.
  public var isCyclic = false
  /// Of the decoder's normalisations.
  public var groups: Int
  /// Kernel and stride of the last, transposed convolution.
  public var finalKernel: [Int]
  public var finalStride: [Int]
  public var loraRank: Int
  public var loraAlpha: Float
  /// Adapter groups, numbered from 1; group 0 is none.
  public var loraGroups: Int
  /// The adapter group of each step from the first on; the last holds for all later ones. Empty is none.
  public var loraGroupByStep: [Int]
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
  var workingRows: Int { workingSize?[0] ?? imageSize[0] * downscale }
  var workingColumns: Int { workingSize?[1] ?? imageSize[1] * downscale }
  /// The rows and columns that the decoder makes.
  var decodedSize: (height: Int, width: Int) {
    let up = downscale << (decoderChannels.count - 1)
    return (
      finalStride[0] * (tokenRows * up - 1) + finalKernel[0], finalStride[1] * (tokenColumns * up - 1) + finalKernel[1]
    )
  }

  /// The adapter group of a step, which count from 1.
  func loraGroup(ofStep step: Int) -> Int {
    guard let last = loraGroupByStep.last else { return 0 }
    return step <= loraGroupByStep.count ? loraGroupByStep[step - 1] : last
  }

  /// The window of a block; nil attends to all tokens.
  func window(of block: Int) -> (height: Int, width: Int)? {
    let place = block % interval
    return place < windows.count ? (windows[place][0], windows[place][1]) : nil
  }

  /// The number of the high-resolution block that follows a block; nil where none does.
  func highResolutionBlock(after block: Int) -> Int? { highResolutionPlaces.firstIndex(of: block) }

  /// The blocks that a high-resolution block follows.
  var highResolutionPlaces: [Int] {
    downscale > 1 ? hresPositions ?? Array(stride(from: 0, to: depth, by: 6)) : []
  }

  /// Tokens of all sub-grids.
  var fineTokenCount: Int { tokenCount * subGridCount }
}
