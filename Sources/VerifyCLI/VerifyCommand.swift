import ArgumentParser

@main struct VerifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    subcommands: [
      InspectCommand.self,
      ObservationsCommand.self,
    ])
}
