import ArgumentParser

/// The group of commands about models.
struct ModelCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "model",
    abstract: "Look at models that make forecasts.",
    discussion: """
      A model is a folder with model.json and weights. `verify predict` makes a forecast of it, and an evaluation file \
      scores it on the fly: 'forecasts: [{name: ghr, model: DIR, initial: analysis.grib}]'.
      """,
    subcommands: [ModelInspectCommand.self])
}
