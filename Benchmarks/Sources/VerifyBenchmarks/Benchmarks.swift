import Foundation

/// Measures what the toolkit exists for, each beside a peer or a physical limit of the same run.
@main
struct Benchmarks {
  static func main() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "verify-benchmarks-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let wanted = Set(CommandLine.arguments.dropFirst())
    let all: [(name: String, run: () async throws -> Void)] = [
      ("import", { try importObservations(in: folder) }),
      ("matching", { try matchStations() }),
      ("strata", { try scoreStrata() }),
      ("reading", { try await readFields(in: folder) }),
      ("scores", { try scorePairs(in: folder) }),
      ("fields", { try await compareFields(in: folder) }),
      ("regridding", { try regridFields(in: folder) }),
      ("inference", { try stepModels(in: folder) }),
      ("fine-model", { try stepFineModel(in: folder) }),
      ("attention-file", { try attendFromFile(in: folder) }),
      ("attention-decoding", { try attendWhileDecoding() }),
      ("attention-zones", { try attendInZones() }),
      ("attention-grids", { try attendOnGrids() }),
      ("attention-caches", { try attendThroughCaches(in: folder) }),
    ]
    // A name stands for those that go on after a hyphen as well.
    func isMeant(_ wish: String, _ name: String) -> Bool { name == wish || name.hasPrefix(wish + "-") }
    let unknown = wanted.sorted().first { wish in !all.contains { isMeant(wish, $0.name) } }
    if let unknown {
      print("no benchmark is called '\(unknown)'; known are \(all.map(\.name).joined(separator: ", "))")
      exit(3)
    }
    for benchmark in all where wanted.isEmpty || wanted.contains(where: { isMeant($0, benchmark.name) }) {
      try await benchmark.run()
    }
  }
}
