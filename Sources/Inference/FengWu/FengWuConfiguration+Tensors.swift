extension FengWuConfiguration {
  /// Every tensor of the network but those of adapters, with its shape.
  var tensors: [String: [Int]] {
    var tensors: [String: [Int]] = [:]
    func norm(_ name: String, _ size: Int) {
      tensors[name + ".weight"] = [size]
      tensors[name + ".bias"] = [size]
    }
    func layer(_ name: String, _ shape: [Int]) {
      tensors[name + ".weight"] = shape
      tensors[name + ".bias"] = [shape[0]]
    }
    let d = embedDim
    layer("patch_embed.proj", [d, channels, patchSize[0], patchSize[1]])
    tensors["pos_embed"] = [1, tokenCount, d]
    for number in 0..<depth {
      let prefix = TransformerBlock.prefix(number)
      norm(prefix + "norm1", d)
      layer(prefix + "attn.qkv", [3 * d, d])
      layer(prefix + "attn.proj", [d, d])
      norm(prefix + "norm2", d)
      layer(prefix + "mlp.fc1", [hidden, d])
      layer(prefix + "mlp.fc2", [d, hidden])
    }
    for number in highResolutionPlaces.indices {
      let prefix = HighResolutionBlock.prefix(number)
      norm(prefix + "norm1_hres", d)
      layer(prefix + "attn_hres.qkv", [3 * d, d])
      layer(prefix + "attn_hres.proj", [d, d])
      norm(prefix + "norm2_hres", d)
      layer(prefix + "mlp_hres.fc1", [d, d, 3, 3])
      layer(prefix + "mlp_hres.fc2", [d, d, 3, 3])
    }
    norm("norm", d)
    tensors["down_linear.weight"] = [decoderChannels[0], d]
    var inputs = decoderChannels[0]
    for (number, outputs) in decoderChannels.enumerated() {
      let prefix = UpBlock.prefix(number) + "resnets.0."
      norm(prefix + "norm1", inputs)
      layer(prefix + "conv1", [outputs, inputs, 3, 3])
      norm(prefix + "norm2", outputs)
      layer(prefix + "conv2", [outputs, outputs, 3, 3])
      if inputs != outputs { layer(prefix + "conv_shortcut", [outputs, inputs, 1, 1]) }
      if number < decoderChannels.count - 1 {
        layer(UpBlock.prefix(number) + "upsamplers.0.conv", [outputs, outputs, 3, 3])
      }
      inputs = outputs
    }
    tensors["final.weight"] = [inputs, channels, finalKernel[0], finalKernel[1]]
    return tensors
  }

  /// Which adapters there may be, on any linear layer.
  var adapters: AdapterNames {
    AdapterNames(rank: loraRank, groups: loraGroups, used: Set(loraGroupByStep).subtracting([0]).sorted())
  }
}
