import ArgumentParser
import Verify

@main struct VerifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Find out how good a forecast is.",
    discussion: """
      Exit codes: 0 fine; 1 worse and 2 inconclusive (of the gate, `verify regress`); 3 wrong input or no pairs; 64 a \
      command line that can't be read.
      """,
    version: VerifyVersion.current,
    subcommands: [
      InspectCommand.self,
      ObservationsCommand.self,
      CheckCommand.self,
      RunCommand.self,
      ExplainCommand.self,
      ScoresCommand.self,
      ReportCommand.self,
      RegressCommand.self,
      MapsCommand.self,
      EventsCommand.self,
      CaseStudyCommand.self,
      ClimatologyCommand.self,
      PredictCommand.self,
      ModelCommand.self,
      AttentionCommand.self,
      DemoCommand.self,
    ])
}
