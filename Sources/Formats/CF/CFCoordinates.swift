/// The coordinates of a dataset: which arrays give them, of what, and along which dimensions.
struct CFCoordinates: Sendable {
  struct Coordinate: Sendable {
    let array: CFArray
    let role: CFRole
  }

  let all: [Coordinate]
  /// Arrays that are neither data nor coordinates: bounds, grid mappings.
  private let supporting: Set<String>
  /// The coordinates that the dataset as a whole lists.
  private let global: Set<String>

  init(_ dataset: some CFDataset) {
    var coordinates: [Coordinate] = []
    var supporting: Set<String> = []
    for array in dataset.arrays {
      for name in ["bounds", "climatology", "grid_mapping"] {
        if let other = array.attributes.text(name) { supporting.insert(other) }
      }
      guard let role = CFRole(array) else { continue }
      switch role {
      case .latitude, .longitude, .time, .initTime, .leadTime:
        if array.dimensions.count <= 2 { coordinates.append(Coordinate(array: array, role: role)) }
      default:
        if array.dimensions.count <= 1 { coordinates.append(Coordinate(array: array, role: role)) }
      }
    }
    all = coordinates
    self.supporting = supporting
    global = CFCoordinates.words(dataset.attributes.text("coordinates"))
  }

  /// Whether an array holds data, going by what it is not.
  func isData(_ array: CFArray) -> Bool {
    array.element.isNumeric && !array.dimensions.isEmpty && !supporting.contains(array.name)
      && !all.contains { $0.array.name == array.name }
      && !(array.dimensions.count == 1 && array.dimensions[0].name == array.name)
  }

  /// The coordinates along one dimension, its namesake first.
  func along(_ dimension: String) -> [Coordinate] {
    let found = all.filter { $0.array.dimensionNames == [dimension] }
    return found.filter { $0.array.name == dimension } + found.filter { $0.array.name != dimension }
  }

  /// The coordinate of one of some roles along a dimension.
  func along(_ dimension: String, _ roles: CFRole...) -> Coordinate? {
    along(dimension).first { roles.contains($0.role) }
  }

  /// The coordinates whose dimensions an array has; scalars too.
  func within(_ array: CFArray, _ role: CFRole) -> [Coordinate] {
    let dimensions = Set(array.dimensionNames)
    let found = all.filter { $0.role == role && dimensions.isSuperset(of: $0.array.dimensionNames) }
    let listed = CFCoordinates.words(array.attributes.text("coordinates"))
    return found.filter { listed.contains($0.array.name) } + found.filter { !listed.contains($0.array.name) }
  }

  /// The scalar coordinates that an array, or else the dataset, lists as its own.
  func listedScalars(of array: CFArray) -> [Coordinate] {
    let listed = CFCoordinates.words(array.attributes.text("coordinates")).union(global)
    return all.filter { $0.array.count == 1 && $0.array.dimensions.isEmpty && listed.contains($0.array.name) }
  }

  private static func words(_ text: String?) -> Set<String> {
    Set((text ?? "").split(separator: " ").map(String.init))
  }
}
