import Fields
import Foundation
import Formats

/// Reading: a GRIB index, NetCDF and Zarr fields, beside the bytes of the file out of the page cache.
func readFields(in folder: URL) async throws {
  heading("Reading, page cache warm")
}
