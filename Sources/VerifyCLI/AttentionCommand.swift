import ArgumentParser

/// The group of commands about attention.
struct AttentionCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "attention",
    abstract: "Look at how models attend to many tokens.",
    subcommands: [AttentionBenchCommand.self])
}
