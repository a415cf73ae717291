import Fields

/// How an array's stored numbers become values: `_FillValue`, `missing_value`, the valid range, the
/// unsigned reading, `scale_factor` and `add_offset` (CF 8.1, 2.5.1).
///
/// Missing values and the valid range are in terms of the stored numbers. A missing value becomes NaN.
struct CFPacking: Sendable {
  private let missing: [Double]
  private let least: Double?
  private let greatest: Double?
  private let wrap: Double?
  let scale: Double
  let offset: Double

  init(_ array: CFArray) {
    let attributes = array.attributes
    missing = ["_FillValue", "missing_value"].flatMap { attributes.numbers($0) ?? [] }.filter { !$0.isNaN }
    scale = attributes.number("scale_factor") ?? 1
    offset = attributes.number("add_offset") ?? 0
    var wrap: Double?
    if case .signed(let bits) = array.element, attributes.text("_Unsigned")?.lowercased() == "true" {
      wrap = Double(sign: .plus, exponent: bits, significand: 1)
    }
    self.wrap = wrap
    func unwrapped(_ x: Double?) -> Double? { x.map { value in value < 0 ? value + (wrap ?? 0) : value } }
    let range = attributes.numbers("valid_range").flatMap { $0.count == 2 ? $0 : nil }
    least = unwrapped(attributes.number("valid_min") ?? range?[0])
    greatest = unwrapped(attributes.number("valid_max") ?? range?[1])
  }

  var isTrivial: Bool {
    missing.isEmpty && least == nil && greatest == nil && wrap == nil && scale == 1 && offset == 0
  }

  /// For people: `scale_factor 0.0012, add_offset 264`; nil where nothing is packed.
  var summary: String? {
    scale == 1 && offset == 0 ? nil : "scale_factor \(Float(scale)), add_offset \(Float(offset))"
  }

  /// The value of one stored number.
  func value(_ stored: Double) -> Double {
    for code in missing where stored == code { return .nan }
    var number = stored
    if let wrap, number < 0 { number += wrap }
    if let least, number < least { return .nan }
    if let greatest, number > greatest { return .nan }
    return number * scale + offset
  }

  func unpack(_ stored: StoredValues) -> [Double] {
    switch stored {
    case .single(let values): isTrivial ? values.map(Double.init) : values.map { single($0) }
    case .double(let values): isTrivial ? values : values.map { value($0) }
    }
  }

  /// Values in another unit, as a field holds them.
  ///
  /// Unpacking and conversion are computed in double precision and rounded once.
  func unpack(_ stored: StoredValues, scale unitScale: Double, offset unitOffset: Double) -> [Float] {
    let same = unitScale == 1 && unitOffset == 0
    switch stored {
    case .single(let values):
      if isTrivial && same { return values }
      if same, scale == 1, offset == 0, wrap == nil, least == nil, greatest == nil, missing.count <= 2 {
        // Values as they are but for the missing ones; nothing equals NaN.
        let (first, second) = (Float(missing.first ?? .nan), Float(missing.last ?? .nan))
        guard CFPacking.holds(first, or: second, values) else { return values }
        return values.map { $0 == first || $0 == second ? .nan : $0 }
      }
      return values.map { Float(single($0) * unitScale + unitOffset) }
    case .double(let values):
      if wrap != nil || least != nil || greatest != nil || missing.count > 2 {
        return values.map { Float(value($0) * unitScale + unitOffset) }
      }
      // The common case without a branch on the attributes; nothing equals NaN.
      let first = missing.first ?? .nan
      let second = missing.last ?? .nan
      return values.map { stored in
        stored == first || stored == second ? .nan : Float((stored * scale + offset) * unitScale + unitOffset)
      }
    }
  }

  /// Whether one of two numbers is among values, looked at eight at a time.
  private static func holds(_ first: Float, or second: Float, _ values: [Float]) -> Bool {
    values.withUnsafeBytes { bytes in
      let (firsts, seconds) = (SIMD8<Float>(repeating: first), SIMD8<Float>(repeating: second))
      var found = SIMDMask<SIMD8<Int32>>(repeating: false)
      var i = 0
      while i + 8 <= values.count {
        let part = bytes.loadUnaligned(fromByteOffset: 4 * i, as: SIMD8<Float>.self)
        found .|= (part .== firsts) .| (part .== seconds)
        i += 8
      }
      return any(found) || values[i...].contains { $0 == first || $0 == second }
    }
  }

  /// A code is often written with more digits than single precision keeps: `-999.9` or `1e20`.
  private func single(_ stored: Float) -> Double {
    for code in missing where stored == Float(code) { return .nan }
    return value(Double(stored))
  }
}
