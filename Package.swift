// swift-tools-version: 6.2
import PackageDescription

/// What every target of this package is held to.
let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("ExistentialAny"),
]

/// Where pkg-config tells of a library. On Linux the small ones are linked in as archives, see
/// `archive`, and their headers lie where all do.
func pkgConfig(_ name: String) -> String? {
  #if os(Linux)
    nil
  #else
    name
  #endif
}

/// The archive of a library, where there is one: a program with it starts without another library to
/// load, which takes longer than all that most of them are used for.
func archive(of library: String) -> [LinkerSetting] {
  [
    .linkedLibrary(":lib\(library).a", .when(platforms: [.linux])),
    .linkedLibrary(library, .when(platforms: [.macOS])),
  ]
}

let package = Package(
  name: "seedbed",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "seedbed", targets: ["SeedbedCommand"]),
    .library(name: "Seedbed", targets: ["Seedbed"]),
    .library(name: "SeedbedTesting", targets: ["SeedbedTesting"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
  ],
  targets: [
    .systemLibrary(
      name: "CLibpq", pkgConfig: pkgConfig("libpq"),
      providers: [.apt(["libpq-dev"]), .brew(["libpq"])]),
    .systemLibrary(
      name: "CJSON", pkgConfig: pkgConfig("json-c"),
      providers: [.apt(["libjson-c-dev"]), .brew(["json-c"])]),
    .systemLibrary(
      name: "CZlib", pkgConfig: pkgConfig("zlib"),
      providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    .systemLibrary(
      name: "CYAML", pkgConfig: pkgConfig("yaml-0.1"),
      providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]),
    .systemLibrary(name: "CSpawn"),
    .systemLibrary(
      name: "CPgQuery", providers: [.apt(["libpg-query-dev"]), .brew(["libpg_query"])]),
    // On Linux libpq is loaded by the running program.
    .target(
      name: "CPostgres",
      dependencies: [.target(name: "CLibpq", condition: .when(platforms: [.macOS]))],
      linkerSettings: [
        .linkedLibrary("dl", .when(platforms: [.linux])),
        .linkedLibrary("pq", .when(platforms: [.macOS])),
      ]),
    .target(name: "CThread"),
    .target(name: "Postgres", dependencies: ["CPostgres", "CThread"], swiftSettings: strict),
    .target(
      name: "JSON", dependencies: ["CJSON", "CZlib"], swiftSettings: strict,
      linkerSettings: archive(of: "json-c") + archive(of: "z")),
    .target(
      name: "YAML", dependencies: ["CYAML"], swiftSettings: strict,
      linkerSettings: archive(of: "yaml")),
    .target(name: "SQLScript", swiftSettings: strict),
    .target(
      name: "SQLGrammar", dependencies: ["CPgQuery", "JSON"], swiftSettings: strict,
      linkerSettings: archive(of: "pg_query")),
    .target(name: "Fakes", swiftSettings: strict),
    .target(
      name: "Seedbed",
      dependencies: [
        "CSpawn", "Postgres", "JSON", "YAML", "SQLScript", "SQLGrammar", "Fakes",
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      swiftSettings: strict),
    .target(name: "SeedbedTesting", dependencies: ["Seedbed"], swiftSettings: strict),
    .executableTarget(
      name: "SeedbedCommand",
      dependencies: [
        "Seedbed", "Postgres", "JSON",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),
    .target(
      name: "TestSupport", dependencies: ["Seedbed", "Postgres", "SQLScript", "JSON", "CZlib"],
      path: "Tests/Support", swiftSettings: strict),
    .testTarget(
      name: "SeedbedTests",
      dependencies: ["Seedbed", "Fakes", "Postgres", "JSON", "YAML", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "CommandTests", dependencies: ["SeedbedCommand", "JSON", "Postgres", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "ServerTests",
      dependencies: ["SeedbedCommand", "Seedbed", "Postgres", "JSON", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "MigrationTests", dependencies: ["Seedbed", "SQLScript", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "MigrationServerTests",
      dependencies: ["SeedbedCommand", "Seedbed", "SQLScript", "JSON", "Postgres", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "SeedbedTestingTests", dependencies: ["SeedbedTesting", "Postgres", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "SafetyTests",
      dependencies: ["Seedbed", "SQLScript", "SQLGrammar", "JSON", "TestSupport"],
      swiftSettings: strict),
    .testTarget(name: "JSONTests", dependencies: ["JSON", "TestSupport"], swiftSettings: strict),
    .testTarget(name: "FakesTests", dependencies: ["Fakes"], swiftSettings: strict),
    .testTarget(
      name: "SQLScriptTests", dependencies: ["SQLScript", "TestSupport"],
      exclude: ["Golden"], swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
