// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "verify-benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "verify", path: "..")],
  targets: [
    .executableTarget(
      name: "verify-benchmarks",
      dependencies: [
        .product(name: "Fields", package: "verify"),
        .product(name: "Formats", package: "verify"),
        .product(name: "Stations", package: "verify"),
        .product(name: "Metrics", package: "verify"),
        .product(name: "Verify", package: "verify"),
      ],
      path: "Sources/VerifyBenchmarks",
      swiftSettings: [.enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("InternalImportsByDefault")])
  ],
  swiftLanguageModes: [.v6]
)
