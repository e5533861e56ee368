// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "shop",
  platforms: [.macOS(.v15)],
  dependencies: [
    // Outside of Seedbed's own repository this is its URL.
    .package(name: "seedbed", path: "../..")
  ],
  targets: [
    .target(name: "Shop"),
    .testTarget(
      name: "ShopTests",
      dependencies: ["Shop", .product(name: "SeedbedTesting", package: "seedbed")]),
  ],
  swiftLanguageModes: [.v6]
)
