/// The version of Seedbed, as `--version` and the history of migrations show it.
public let seedbedVersion = "0.1.0"
