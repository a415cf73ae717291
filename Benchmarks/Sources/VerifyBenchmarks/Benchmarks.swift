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
    ]
    if let unknown = wanted.subtracting(all.map(\.name)).sorted().first {
      print("no benchmark is called '\(unknown)'; known are \(all.map(\.name).joined(separator: ", "))")
      exit(3)
    }
    for benchmark in all where wanted.isEmpty || wanted.contains(benchmark.name) { try await benchmark.run() }
  }
}
