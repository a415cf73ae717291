import ArgumentParser

@main struct VerifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Find out how good a forecast is.",
    discussion: """
      Exit codes: 0 fine, 1 a forecast is worse than its baseline, 2 the sample is too small to say, 3 wrong input or \
      no pairs, 64 a command line that can't be read.
      """,
    subcommands: [
      InspectCommand.self,
      ObservationsCommand.self,
      CheckCommand.self,
      RunCommand.self,
      ExplainCommand.self,
      ScoresCommand.self,
      ReportCommand.self,
      DemoCommand.self,
    ])
}
