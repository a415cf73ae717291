/// The type of an array's elements as they are stored.
struct ZarrDataType: Sendable, Hashable {
  let element: CFElement
  let byteCount: Int
  var isBigEndian: Bool
  /// `ns` of a `datetime64[ns]` or `timedelta64[ns]`.
  let timeUnit: String?
  /// Whether it counts from 1970.
  let isInstant: Bool

  /// A type that is not read as numbers, and has no known size.
  static let other = ZarrDataType(
    element: .other, byteCount: 0, isBigEndian: false, timeUnit: nil, isInstant: false)

  private init(element: CFElement, byteCount: Int, isBigEndian: Bool, timeUnit: String?, isInstant: Bool) {
    self.element = element
    self.byteCount = byteCount
    self.isBigEndian = isBigEndian
    self.timeUnit = timeUnit
    self.isInstant = isInstant
  }

  /// Reads a type of version 2, as NumPy writes it: `<f4`, `|u1`, `<M8[ns]`.
  init(version2 json: ZarrJSON?) {
    guard let text = json?.text, text.count >= 3 else {
      self = .other
      return
    }
    let kind = text.dropFirst().first
    let size = Int(text.dropFirst(2).prefix { $0.isNumber }) ?? 0
    let element = ZarrDataType.element(kind, size)
    let unit = text.split(separator: "[").dropFirst().first.map { String($0.dropLast()) }
    self.init(
      element: element, byteCount: element == .other ? 0 : size, isBigEndian: text.hasPrefix(">"), timeUnit: unit,
      isInstant: kind == "M")
  }

  private static func element(_ kind: Character?, _ size: Int) -> CFElement {
    switch (kind, size) {
    case ("f", 2), ("f", 4), ("f", 8): .float(bits: size * 8)
    case ("i", 1), ("i", 2), ("i", 4), ("i", 8): .signed(bits: size * 8)
    case ("u", 1), ("u", 2), ("u", 4), ("u", 8): .unsigned(bits: size * 8)
    case ("b", 1): .boolean
    case ("M", 8), ("m", 8): .signed(bits: 64)
    default: .other
    }
  }

  /// Reads a type of version 3: `float32`, or an object with a name for times.
  init(version3 json: ZarrJSON?) {
    let name = json?.text ?? json?["name"]?.text ?? ""
    let element: CFElement
    switch name {
    case "bool": element = .boolean
    case "float16", "float32", "float64": element = .float(bits: Int(name.dropFirst(5)) ?? 0)
    case "int8", "int16", "int32", "int64": element = .signed(bits: Int(name.dropFirst(3)) ?? 0)
    case "uint8", "uint16", "uint32", "uint64": element = .unsigned(bits: Int(name.dropFirst(4)) ?? 0)
    case "numpy.datetime64", "numpy.timedelta64": element = .signed(bits: 64)
    default: element = .other
    }
    var unit = json?["configuration"]?["unit"]?.text
    if let factor = json?["configuration"]?["scale_factor"]?.integer, factor != 1 {
      unit = unit.map { "\(factor)\($0)" }
    }
    self.init(
      element: element, byteCount: element.byteCount, isBigEndian: false, timeUnit: unit,
      isInstant: name == "numpy.datetime64")
  }

  /// Without what it says of times.
  var stored: StoredElement { StoredElement(element: element, byteCount: byteCount, isBigEndian: isBigEndian) }

  /// The units attribute that says the same as a type of time, and NumPy's code for no time.
  func complete(_ attributes: CFAttributes) -> CFAttributes {
    guard let timeUnit else { return attributes }
    var attributes = attributes
    let unit = timeUnit == "m" ? "minutes" : timeUnit == "D" ? "days" : timeUnit
    attributes.values["units"] = .text(isInstant ? "\(unit) since 1970-01-01" : unit)
    attributes.values["missing_value"] = .numbers([-0x1p63])
    return attributes
  }
}

extension CFElement {
  /// The size of one element; 0 where it is no number.
  var byteCount: Int {
    switch self {
    case .float(let bits), .signed(let bits), .unsigned(let bits): bits / 8
    case .boolean: 1
    case .other: 0
    }
  }
}
