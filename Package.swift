// swift-tools-version: 6.1
import PackageDescription

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

let package = Package(
  name: "verify",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "verify", targets: ["VerifyCLI"]),
    .library(name: "Fields", targets: ["Fields"]),
    .library(name: "Formats", targets: ["Formats"]),
    .library(name: "Stations", targets: ["Stations"]),
    .library(name: "Metrics", targets: ["Metrics"]),
    .library(name: "Inference", targets: ["Inference"]),
    .library(name: "Verify", targets: ["Verify"]),
    .library(name: "Reports", targets: ["Reports"]),
  ],
  dependencies: [
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
  ],
  targets: [
    // Pure libraries: a bare toolchain builds them.
    .target(name: "Fields", swiftSettings: settings),
    .target(name: "CLanes"),
    .target(name: "Metrics", dependencies: ["Fields", "CLanes"], swiftSettings: settings),
    .target(name: "Reports", dependencies: ["Fields", "Metrics"], swiftSettings: settings),

    // The edge: files and databases.
    .target(
      name: "Stations",
      dependencies: ["Fields", .product(name: "GRDB", package: "GRDB.swift")],
      swiftSettings: settings),
    .target(
      name: "Formats",
      dependencies: [
        "Fields", "Stations", "CNetCDF", "CHDF5", "CEccodes", "CAEC", "CBlosc", "CZstd", "CZlib",
        "CDeflate", "CLZ4",
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      swiftSettings: settings),

    // Models that make forecasts.
    .target(name: "Inference", dependencies: ["Fields", "COpenBLAS", "CWave"], swiftSettings: settings),
    .target(name: "CWave"),

    // The road from a plan to scores, and the command line over it.
    .target(
      name: "Verify",
      dependencies: [
        "Fields", "Formats", "Stations", "Metrics", "Inference",
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "Yams", package: "Yams"),
      ],
      swiftSettings: settings),
    .executableTarget(
      name: "VerifyCLI",
      dependencies: [
        "Fields", "Formats", "Stations", "Metrics", "Inference", "Verify", "Reports",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings),

    // System libraries. ecCodes' pkg-config file carries an -rpath flag that SwiftPM
    // refuses, and needs none: its header and library are on the default paths.
    .systemLibrary(name: "CNetCDF", pkgConfig: "netcdf", providers: [.apt(["libnetcdf-dev"]), .brew(["netcdf"])]),
    .systemLibrary(name: "CHDF5", pkgConfig: "hdf5", providers: [.apt(["libhdf5-dev"]), .brew(["hdf5"])]),
    .systemLibrary(name: "CEccodes", providers: [.apt(["libeccodes-dev"]), .brew(["eccodes"])]),
    .systemLibrary(name: "CAEC", providers: [.apt(["libaec-dev"]), .brew(["libaec"])]),
    .systemLibrary(
      name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"]), .brew(["openblas"])]),
    .systemLibrary(name: "CBlosc", pkgConfig: "blosc", providers: [.apt(["libblosc-dev"]), .brew(["c-blosc"])]),
    .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"]), .brew(["zstd"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(
      name: "CDeflate", pkgConfig: "libdeflate", providers: [.apt(["libdeflate-dev"]), .brew(["libdeflate"])]),
    .systemLibrary(name: "CLZ4", pkgConfig: "liblz4", providers: [.apt(["liblz4-dev"]), .brew(["lz4"])]),

    .target(name: "TestSupport", dependencies: ["Fields"], path: "Tests/TestSupport", swiftSettings: settings),
    .testTarget(name: "FieldsTests", dependencies: ["Fields", "TestSupport"], swiftSettings: settings),
    .testTarget(name: "MetricsTests", dependencies: ["Metrics", "TestSupport"], swiftSettings: settings),
    .testTarget(name: "ReportsTests", dependencies: ["Reports", "TestSupport"], swiftSettings: settings),
    .testTarget(
      name: "StationsTests",
      dependencies: ["Stations", "TestSupport", .product(name: "GRDB", package: "GRDB.swift")],
      swiftSettings: settings),
    .testTarget(
      name: "FormatsTests",
      dependencies: [
        "Formats", "TestSupport", "CNetCDF", "CEccodes", .product(name: "GRDB", package: "GRDB.swift"),
      ],
      swiftSettings: settings),
    .testTarget(name: "InferenceTests", dependencies: ["Inference", "CWave", "TestSupport"], swiftSettings: settings),
    .testTarget(
      name: "VerifyTests",
      dependencies: ["Verify", "Inference", "TestSupport", .product(name: "GRDB", package: "GRDB.swift")],
      swiftSettings: settings),
    .testTarget(name: "CommandTests", dependencies: ["VerifyCLI", "TestSupport"], swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6]
)
