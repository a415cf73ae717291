import ArgumentParser

/// The group of commands about climatologies.
struct ClimatologyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "climatology",
    abstract: "Make the climatology that anomaly scores and climatological thresholds need.",
    discussion: """
      A climatology says what is usual at a place on a day of the year. An evaluation names it as 'climatology: FILE'; \
      `verify inspect FILE` says what it holds.
      """,
    subcommands: [ClimatologyBuildCommand.self])
}
