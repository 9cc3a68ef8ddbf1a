// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .strictMemorySafety(),
]

let package = Package(
    name: "aggd",
    products: [
        .executable(name: "aggd", targets: ["aggd"]),
        .library(name: "FeedFetch", targets: ["FeedFetch"]),
        .library(name: "FeedParse", targets: ["FeedParse"]),
    ],
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    ],
    targets: [
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CBrotli", pkgConfig: "libbrotlidec", providers: [.apt(["libbrotli-dev"])]),
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
        .systemLibrary(name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
        .systemLibrary(name: "CMalloc"),
        .systemLibrary(name: "CSystemd", pkgConfig: "libsystemd", providers: [.apt(["libsystemd-dev"])]),

        // toml++ of the system, which is C++, as a C library.
        .target(name: "CTOMLPlusPlus"),
        .target(name: "DispatchExecutor"),
        .target(
            name: "FeedFetch",
            dependencies: [
                "CCurl", "CZlib", "CBrotli", "CZstd", "DispatchExecutor",
                .product(name: "Logging", package: "swift-log"),
            ]
        ),
        .target(name: "FeedParse", dependencies: ["CLibXML2"]),
        .target(
            name: "Aggregator",
            dependencies: [
                "FeedFetch", "FeedParse", "DispatchExecutor", "CTOMLPlusPlus",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
                .product(name: "Mustache", package: "swift-mustache"),
                .product(name: "Logging", package: "swift-log"),
            ]
        ),
        .executableTarget(
            name: "aggd",
            dependencies: [
                "Aggregator", "FeedFetch", "FeedParse", "DispatchExecutor", "CSystemd", "CMalloc",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ]
        ),

        .executableTarget(
            name: "bench-fetch", dependencies: ["FeedFetch"], path: "Benchmarks/fetch",
            exclude: ["limit.c", "server.c", "run.sh"]),

        .executableTarget(
            name: "bench-schedule", dependencies: ["Aggregator", "CMalloc"], path: "Benchmarks/schedule"),

        .executableTarget(name: "fuzz", dependencies: ["FeedParse"], path: "Tests/Fuzz"),
        .target(name: "TestSupport", dependencies: ["Aggregator"], path: "Tests/TestSupport"),
        .testTarget(
            name: "FeedFetchTests", dependencies: ["FeedFetch", "TestSupport"]),
        .testTarget(
            name: "FeedParseTests", dependencies: ["FeedParse", "TestSupport"],
            exclude: ["Fixtures", "Pages/Fixtures"]),
        .testTarget(
            name: "AggregatorTests",
            dependencies: [
                "Aggregator", "FeedFetch", "FeedParse", "TestSupport",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        .testTarget(
            name: "aggdTests",
            dependencies: [
                "aggd", "Aggregator", "FeedParse", "TestSupport",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
    ],
    cxxLanguageStandard: .cxx17
)

for target in package.targets where target.type != .system && target.name != "CTOMLPlusPlus" {
    target.swiftSettings = strict
}
