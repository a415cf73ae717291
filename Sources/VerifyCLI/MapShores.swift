import Fields
import Formats

/// The shores for a map of some places; nil, with a warning, where the machine's own can't be read, and nil where it has
/// none: maps are then drawn with the coarse ones of the program.
func shores(around places: [Coordinate]) -> Shores? {
  do {
    return try ShoreFiles().shores(around: places)
  } catch {
    say("verify: warning: \(explanation(of: error)). Maps have coarse shores")
    return nil
  }
}
