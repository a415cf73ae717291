// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "verify-benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(name: "verify", path: ".."),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
  ],
  targets: [
    .executableTarget(
      name: "verify-benchmarks",
      dependencies: [
        .product(name: "Fields", package: "verify"),
        .product(name: "Formats", package: "verify"),
        .product(name: "Stations", package: "verify"),
        .product(name: "Metrics", package: "verify"),
        .product(name: "Inference", package: "verify"),
        .product(name: "Verify", package: "verify"),
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      path: "Sources/VerifyBenchmarks",
      swiftSettings: [.enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("InternalImportsByDefault")])
  ],
  swiftLanguageModes: [.v6]
)
