import Foundation

/// The first bytes of a file, as many as somebody needs: they lie there, or come one after the other.
protocol LeadingBytes {
  associatedtype Failure: Error
  /// Whether there are so many. Throws where it can't be known.
  mutating func reach(_ count: Int) throws(Failure) -> Bool
  /// One of those that were reached.
  subscript(place: Int) -> UInt8 { get }
}

/// Those of a file that is whole.
struct HeldBytes: LeadingBytes {
  let data: Data

  func reach(_ count: Int) throws(Never) -> Bool { count <= data.count }
  subscript(place: Int) -> UInt8 { data[data.startIndex + place] }
}
