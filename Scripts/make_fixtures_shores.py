"""Writes fixtures/shores/binned_GSHHS_c.nc: the layout of GMT's GSHHG files in bins of 90 degrees, with a made-up world.

    Scripts/setup --python && .venv/bin/python Scripts/make_fixtures_shores.py
"""
from pathlib import Path

import netCDF4
import numpy as np

SIZE, ACROSS, DOWN = 90, 4, 2
# Bins go from the north-west: bin 0 is 0..90 E, 0..90 N. Bin, level, Antarctic, polygon, points of longitude and latitude.
SEGMENTS = [
    (0, 1, 0, 0, [(90, 30), (80, 30), (80, 40), (90, 40)]),
    (0, 2, 0, 1, [(82, 32), (84, 32), (83, 34), (82, 32)]),
    (1, 1, 0, 0, [(90, 40), (100, 40), (100, 30), (90, 30)]),
    (4, 6, 1, 2, [(0, -70), (45, -75), (90, -70)]),
]

target = Path(__file__).parent.parent / "fixtures/shores/binned_GSHHS_c.nc"
file = netCDF4.Dataset(target, "w", format="NETCDF3_CLASSIC")
file.title, file.version = "A made-up world of one island with a lake", "0.0.1"


def write(name, kind, dimension, values):
    if dimension not in file.dimensions:
        file.createDimension(dimension, len(values))
    file.createVariable(name, kind, (dimension,))[:] = values


bins = range(ACROSS * DOWN)
counts = [sum(segment[0] == b for segment in SEGMENTS) for b in bins]
write("Bin_size_in_minutes", "i4", "one", [SIZE * 60])
write("N_bins_in_360_longitude_range", "i4", "one", [ACROSS])
write("Id_of_first_segment_in_a_bin", "i4", "bin", [sum(counts[:b]) for b in bins])
write("N_segments_in_a_bin", "i2", "bin", counts)
packed, first, x, y = [], [], [], []
for b, level, _, _, points in SEGMENTS:
    packed.append(len(points) << 9 | level << 6 | 4 << 3 | 4)
    first.append(len(x))
    west, south = b % ACROSS * SIZE, 90 - (b // ACROSS + 1) * SIZE
    x += [round((lon - west) / SIZE * 65535) for lon, _ in points]
    y += [round((lat - south) / SIZE * 65535) for _, lat in points]
write("Embedded_npts_levels_exit_entry_for_a_segment", "i4", "segment", packed)
write("Id_of_first_point_in_a_segment", "i4", "segment", first)
write("Id_of_GSHHS_ID", "i4", "segment", [segment[3] for segment in SEGMENTS])
write("The_km_squared_area_of_polygons", "f8", "polygon", [2e6, 20000, 1e6])
write("Relative_longitude_from_SW_corner_of_bin", "i2", "point", np.array(x, "u2").view("i2"))
write("Relative_latitude_from_SW_corner_of_bin", "i2", "point", np.array(y, "u2").view("i2"))
file.close()
