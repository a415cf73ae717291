import Foundation
import TestSupport
import Testing

@testable import Inference

@Suite struct ModelFolderTests {
  /// A copy of a fixture whose `model.json` is changed.
  static func copy(of name: String, _ change: (inout [String: Any]) -> Void = { _ in }) throws -> URL {
    let folder = try Fixture.temporaryFolder().appending(path: name)
    try FileManager.default.copyItem(at: Fixture.url("models/\(name)"), to: folder)
    let file = folder.appending(path: "model.json")
    var json = try #require(
      try JSONSerialization.jsonObject(with: try Data(contentsOf: file)) as? [String: Any])
    change(&json)
    try JSONSerialization.data(withJSONObject: json).write(to: file)
    return folder
  }

  private static func network(_ json: inout [String: Any], _ keys: [String: Any]) {
    var network = json["network"] as? [String: Any] ?? [:]
    for (key, value) in keys { network[key] = value }
    json["network"] = network
  }

  private static func message(_ url: URL) -> String {
    do {
      _ = try ModelFolder(url)
      return ""
    } catch {
      return "\(error)"
    }
  }

  @Test func everyFaultOfModelJSONIsInOneError() throws {
    let folder = try Self.copy(of: "tiny") { json in
      json["time_step_hours"] = "six"
      json["stepz"] = 3
      Self.network(&json, ["heads": 0, "windowz": 1])
      json["channels"] = [["name": "t2m", "standard_name": "air_temp", "units": "K", "mean": 0, "std": 1]]
    }
    let message = Self.message(folder)
    for part in [
      "time_step_hours is 'six', expected a whole number from 1 to 240", "stepz is no key",
      "network.heads is 0, expected a whole number from 1 to 1024", "network.windowz is no key",
      "channels[0].standard_name 'air_temp' is no quantity",
    ] { #expect(message.contains(part), "\(part) in \(message)") }
  }

  @Test func numbersThatMakeNoNetworkAreRefused() throws {
    let folder = try Self.copy(of: "tiny-fine") { json in
      Self.network(
        &json,
        [
          "heads": 3, "windows": [[2, 2]], "hres_window": [5, 4], "hres_positions": [2, 1], "groups": 3,
          "lora_group_by_step": [7], "working_size": [25, 48],
        ])
    }
    let message = Self.message(folder)
    for part in [
      "embed_dim 8 is no multiple of heads 3", "windows of [2, 2] do not tile the token_grid [3, 6]",
      "hres_window [5, 4] does not tile the [6, 12] fine tokens", "hres_positions [2, 1]",
      "decoder_channels 8 is no multiple of groups 3", "names group 7",
    ] { #expect(message.contains(part), "\(part) in \(message)") }
  }

  @Test(arguments: [9e18, 1e308, -1, 0.5])
  func numbersBeyondAnyNetworkAreRefusedAndNeverOverflow(size: Double) throws {
    let folder = try Self.copy(of: "tiny") { json in
      Self.network(&json, ["embed_dim": size, "image_size": [size, size], "decoder_channels": [size]])
    }
    let message = Self.message(folder)
    #expect(message.contains("network.embed_dim is") && message.contains("network.image_size is"))
  }

  /// Of the public models of 74 and of 88 channels.
  @Test func everyChannelOfThePublicModelsCanBeNamed() throws {
    let profiles = [
      ("geopotential", "m2 s-2"), ("specific_humidity", "kg kg-1"), ("eastward_wind", "m s-1"),
      ("northward_wind", "m s-1"), ("air_temperature", "K"), ("lagrangian_tendency_of_air_pressure", "Pa s-1"),
    ]
    let levels = [1000, 925, 850, 700, 600, 500, 400, 300, 250, 200, 150, 100, 50]
    let places = profiles.flatMap { name, unit in levels.map { (name, unit, "pressure_hpa", $0) } }
    let singles = [
      ("northward_wind", "m s-1", "height_m", 10), ("eastward_wind", "m s-1", "height_m", 10),
      ("northward_wind", "m s-1", "height_m", 100), ("eastward_wind", "m s-1", "height_m", 100),
      ("air_temperature", "K", "height_m", 2), ("precipitation_amount", "mm", "accumulation_hours", 6),
      ("integral_wrt_time_of_surface_net_downward_shortwave_flux", "J m-2", "accumulation_hours", 6),
    ]
    var channels: [[String: Any]] = (places + singles).map { name, unit, key, number in
      ["name": "\(name) \(number)", "standard_name": name, "units": unit, key: number, "mean": 0, "std": 1]
    }
    for (name, unit) in [
      ("cloud_area_fraction", "1"), ("surface_air_pressure", "Pa"), ("air_pressure_at_mean_sea_level", "hPa"),
    ] { channels.append(["name": name, "standard_name": name, "units": unit, "mean": 0, "std": 1]) }
    #expect(channels.count == 88)
    let folder = try Self.copy(of: "tiny") {
      $0["channels"] = channels
      Self.network(&$0, ["channels": 88])
    }
    let message = Self.message(folder)
    #expect(message.contains("final.weight has shape") && !message.contains("this is no model"), "\(message)")
  }

  @Test func aMetaModelWhoseWorkingSizeMakesOtherTokensIsRefused() throws {
    let folder = try Self.copy(of: "tiny") { Self.network(&$0, ["working_size": [26, 48]]) }
    let message = Self.message(folder)
    #expect(message.contains("a working_size of [26, 48] makes [6, 12] tokens by sime token, and [3, 6] are needed"))
  }

  @Test func aWindowThatNoBlockUsesIsRefused() throws {
    let folder = try Self.copy(of: "tiny") { Self.network(&$0, ["interval": 2]) }
    #expect(Self.message(folder).contains("windows are 3, and interval 2: the last would never be used"))
  }

  /// Else a step would run without the adapters that it asks for.
  @Test func aGroupOfAdaptersThatAStepTakesHasToBeThere() throws {
    let folder = try Self.copy(of: "tiny") {
      Self.network(&$0, ["lora_groups": 4, "lora_group_by_step": [0, 1, 2, 4]])
    }
    let message = Self.message(folder)
    #expect(message.contains("adapters of group 4, which lora_group_by_step names, are missing"))
    #expect(!message.contains("group 1") && !message.contains("group 3"))
  }

  /// Without high-resolution blocks, a fine model chooses for its blocks without a window.
  @Test func attentionIsChosenForTheBlocksThatThereAre() throws {
    let fine = try ModelFolder(Fixture.url("models/tiny-fine"))
    let network = try fine.attending(.wave).description.network
    #expect(network.hresAttention == .wave && network.globalAttention == .full)
    let folder = try Self.copy(of: "demo-meta") {
      Self.network(&$0, ["downscale": 3, "sime": "token", "hres_attention": "full", "hres_positions": [Int]()])
      $0["grid"] = ["rows": 91, "columns": 180, "first_latitude": 90, "last_latitude": -90, "first_longitude": 0]
    }
    #expect(try ModelFolder(folder).attending(.wave).description.network.globalAttention == .wave)
    #expect(throws: InferenceError.self) { try ModelFolder(folder).attending(.window) }
  }

  @Test func aStrideThatWouldMakeFieldsBeyondAnyMemoryIsRefused() throws {
    let folder = try Self.copy(of: "tiny") { Self.network(&$0, ["final_stride": [100_000, 100_000]]) }
    #expect(Self.message(folder).contains("a final_stride of [100000, 100000] would make fields of "))
  }

  @Test func allTensorsThatDoNotFitAreListed() throws {
    let folder = try Self.copy(of: "tiny") { json in
      Self.network(&json, ["depth": 5, "lora_groups": 1, "lora_group_by_step": [1], "decoder_channels": [8, 12]])
    }
    let message = Self.message(folder)
    for part in [
      "blocks.4.attn.qkv.weight is missing (expected [24, 8])",
      "up_blocks.1.resnets.0.conv1.weight has shape [8, 8, 3, 3], expected [12, 8, 3, 3]",
      "blocks.0.attn.qkv.lora_A.2 is unknown",
    ] { #expect(message.contains(part), "\(part) in \(message)") }
  }

  @Test func oneHalfOfAnAdapterIsRefused() {
    let names = AdapterNames(rank: 2, groups: 2)
    let layers = ["blocks.0.attn.qkv.weight": [24, 8], "patch_embed.proj.weight": [8, 5, 5, 4]]
    #expect(names.adapter("blocks.0.attn.qkv.lora_A.1", of: layers)?.shape == [2, 8])
    #expect(names.adapter("blocks.0.attn.qkv.lora_B.2", of: layers)?.shape == [24, 2])
    #expect(names.adapter("blocks.0.attn.qkv.lora_B.2", of: layers)?.other == "blocks.0.attn.qkv.lora_A.2")
    #expect(names.adapter("blocks.0.attn.qkv.lora_B.3", of: layers) == nil)
    #expect(names.adapter("patch_embed.proj.lora_A.1", of: layers) == nil)
  }

  @Test func aShardThatLacksWhatItsIndexSaysIsNamed() throws {
    let folder = try Self.copy(of: "tiny-fine")
    let index = folder.appending(path: "model.safetensors.index.json")
    let text = String(decoding: try Data(contentsOf: index), as: UTF8.self)
    let (own, other) = ("\"norm.weight\": \"model-00002", "\"norm.weight\": \"model-00001")
    try #require(text.contains(own))
    try Data(text.replacing(own, with: other).utf8).write(to: index)
    #expect(Self.message(folder).contains("1 tensors are not in the files it names: norm.weight (in model-00001"))
  }

  /// JSON keeps one of two tensors of a name, so that the numbers of the other are left over.
  @Test func numbersOfNoTensorAreRefused() throws {
    let tensors = [
      #""a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}"#,
      #""b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}"#,
      #""b":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}"#,
      #""c":{"dtype":"F32","shape":[0],"data_offsets":[2,2]}"#,
    ]
    let file = try Fixture.temporaryFolder().appending(path: "weights.safetensors")
    func refusal(_ tensors: [String], bytes: Int) throws -> String {
      let header = Data("{\(tensors.joined(separator: ","))}".utf8)
      var length = UInt64(header.count).littleEndian
      try (Data(bytes: &length, count: 8) + header + Data(count: bytes)).write(to: file)
      do {
        _ = try SafetensorsFile(file)
        return "none"
      } catch { return "\(error)" }
    }
    #expect(try refusal(Array(tensors[0...1]), bytes: 8) == "none")
    #expect(try refusal([tensors[1], tensors[3], tensors[0]], bytes: 8) == "none")
    for (tensors, bytes) in [(tensors[0...2], 12), (tensors[1...1], 8), (tensors[0...1], 9)] {
      let text = try refusal(Array(tensors), bytes: bytes)
      #expect(text.contains("is no complete safetensors file"), "\(text)")
    }
  }

  @Test func aCutFileIsRefused() throws {
    let folder = try Self.copy(of: "tiny")
    let weights = folder.appending(path: "weights.safetensors")
    try Data(contentsOf: weights).dropLast(100).write(to: weights)
    // 8256 numbers of four bytes.
    #expect(
      Self.message(folder).contains(
        "is no complete safetensors file: it should have 33024 bytes behind its header, and has 32924"))
    try FileManager.default.removeItem(at: weights)
    #expect(Self.message(folder).contains("holds no weights*.safetensors"))
    #expect(Self.message(folder.appending(path: "nowhere")).contains("this is no model folder"))
  }

  @Test func whatWaveAttentionDoesIsRead() throws {
    let folder = try ModelFolder(
      try Self.copy(of: "tiny-fine") {
        Self.network(
          &$0,
          [
            "hres_attention": "wave",
            "wave": [
              "segment": 512, "tokens_per_cluster": 8, "precision": "float16", "retrieved": 0.1, "estimated": 0.25,
              "accuracy": ["estimated_mass": 0.05], "tile": [4, 6], "memory_states": 2, "store": "file", "cache": 0.5,
            ] as [String: Any],
          ])
      })
    var expected = WaveConfiguration()
    (expected.segment, expected.tokensPerCluster, expected.precision) = (512, 8, .float16)
    (expected.retrieved, expected.estimation, expected.estimatedMass) = (0.1, .fraction(0.25), 0.05)
    (expected.tile, expected.memoryStates) = ([4, 6], 2)
    var buffer = WaveBuffer(.file(in: FileManager.default.temporaryDirectory))
    buffer.cache = .fraction(0.5)
    expected.buffer = buffer
    #expect(folder.description.network.wave == expected)
  }

  @Test func whatWaveAttentionCannotDoIsRefused() throws {
    let folder = try Self.copy(of: "tiny-fine") {
      Self.network(
        &$0,
        [
          "wave": [
            "segment": 0, "retrieved": 1.5, "estimated": "some", "accuracy": ["mass": 1], "tile": [8], "store": "tape",
            "zones": 3,
          ] as [String: Any]
        ])
    }
    let message = Self.message(folder)
    for part in [
      "network.wave.segment is 0", "network.wave.retrieved is 1.5, expected a number from 0 to 1",
      "network.wave.estimated is 'some', expected all, none or a number", "network.wave.accuracy.mass is no key",
      "network.wave.accuracy.estimated_mass is missing", "network.wave.tile is", "network.wave.store is 'tape'",
      "network.wave.zones is no key",
    ] { #expect(message.contains(part), "\(part) in \(message)") }
  }

  /// By hand, and by numpy 2.4.
  @Test func halfPrecisionNumbers() {
    #expect(Weight.float(half: 0x3C00) == 1)
    #expect(Weight.float(half: 0xC000) == -2)
    #expect(Weight.float(half: 0x7BFF) == 65_504)
    #expect(Weight.float(half: 0x0001) == 0x1p-24)
    #expect(Weight.float(half: 0x8000).sign == .minus)
    #expect(Weight.float(half: 0x7C00) == .infinity)
    #expect(Weight.float(half: 0x7E00).isNaN)
  }

  /// 5 x 3 from 3 x 4 by bilinear and by bicubic interpolation: `Scripts/make_fixtures_model.py` compares whole
  /// networks; here a row is done by hand. Centres 0.5 and 2.5 of four cells lie at 0.1667 and 2.8333 of three.
  @Test func resizingBetweenCentres() {
    let row = Planes(channels: 1, height: 1, width: 4, values: [0, 1, 2, 3])
    let narrow = row.resized(height: 1, width: 3, Workers(count: 1))
    for (a, b) in zip(narrow.values, [1.0 / 6, 1.5, 17.0 / 6]) { #expect(abs(a - Float(b)) < 1e-6) }
    let cubic = row.resized(height: 1, width: 2, Workers(count: 1), .bicubic)
    // Half-way between the first two and the last two: weights -0.09375, 0.59375, 0.59375, -0.09375.
    for (a, b) in zip(cubic.values, [0.59375 - 0.1875, 3 - 0.59375 + 0.1875]) { #expect(abs(a - Float(b)) < 1e-6) }
  }
}
