"""The peers of the benchmark of regridding: SciPy's sparse matrices, and CDO where there is one.

    regridding.py FOLDER    takes field.f32 (2001 x 4000) to 721 x 1440; compares with conservative.f32 and
                            bilinear.f32; prints BUILD APPLY DIFFERENCE NAME, seconds and the largest difference
"""

import pathlib
import shutil
import subprocess
import sys
import time

import numpy as np
from scipy import sparse

FINE, COARSE = (2001, 4000), (721, 1440)


def axes(shape):
    rows, columns = shape
    return 90 - np.arange(rows) * 180 / (rows - 1), np.arange(columns) * 360 / columns


def edges(centres):
    middle = (centres[1:] + centres[:-1]) / 2
    return np.concatenate([[2 * centres[0] - middle[0]], middle, [2 * centres[-1] - middle[-1]]])


def shares(source, target, period=None):
    """The shares of rising intervals in rising intervals, as a sparse matrix."""
    cells = np.arange(len(source) - 1)
    if period is not None:
        source = np.concatenate([source[:-1] - period, source[:-1], source + period])
        cells = np.tile(cells, 3)
    first = np.searchsorted(source, target[:-1], side="right") - 1
    last = np.searchsorted(source, target[1:], side="left")
    rows = np.repeat(np.arange(len(first)), last - first)
    columns = np.concatenate([np.arange(a, b) for a, b in zip(first, last)])
    shared = np.minimum(target[rows + 1], source[columns + 1]) - np.maximum(target[rows], source[columns])
    data = shared / np.diff(target)[rows]
    return sparse.csr_matrix((data, (rows, cells[columns])), shape=(len(target) - 1, cells.max() + 1))


def lines(source, target, period=None):
    """Linear weights between centres."""
    own = np.append(source, source[0] + period) if period else source
    after = np.clip(np.searchsorted(own, target + 1e-9, side="right"), 1, len(own) - 1)
    part = np.clip((target - own[after - 1]) / (own[after] - own[after - 1]), 0, 1)
    rows = np.arange(len(target))
    return sparse.csr_matrix(
        (np.concatenate([1 - part, part]), (np.tile(rows, 2), np.concatenate([after - 1, after % len(source)]))),
        shape=(len(target), len(source)))


def conservative():
    (fine_rows, fine_columns), (coarse_rows, coarse_columns) = axes(FINE), axes(COARSE)
    heights = lambda latitudes: -np.sin(np.deg2rad(np.clip(edges(latitudes), -90, 90)))
    down = shares(heights(fine_rows), heights(coarse_rows))
    return sparse.kron(down, shares(edges(fine_columns), edges(coarse_columns), 360), format="csr")


def bilinear():
    (fine_rows, fine_columns), (coarse_rows, coarse_columns) = axes(FINE), axes(COARSE)
    matrix = sparse.kron(lines(-fine_rows, -coarse_rows), lines(fine_columns, coarse_columns, 360), format="csr")
    matrix.eliminate_zeros()
    return matrix


def timed(work, repetitions=1):
    best, result = float("inf"), None
    for _ in range(repetitions):
        start = time.perf_counter()
        result = work()
        best = min(best, time.perf_counter() - start)
    return best, result


def with_cdo(folder, field):
    """Weights and fields on one thread; reading and writing of uncompressed NetCDF is timed as a copy and left out."""
    import netCDF4

    latitudes, longitudes = axes(FINE)
    with netCDF4.Dataset(folder / "field.nc", "w") as file:
        for axis, own, units in (("lat", latitudes, "degrees_north"), ("lon", longitudes, "degrees_east")):
            file.createDimension(axis, len(own))
            file.createVariable(axis, "f8", (axis,)).units = units
            file[axis][:] = own
        file.createVariable("t", "f4", ("lat", "lon"))[:] = field
    rows, columns = COARSE
    (folder / "target.txt").write_text(
        f"gridtype=lonlat\nxsize={columns}\nysize={rows}\nxfirst=0\nxinc={360 / columns}\nyfirst=90\n"
        f"yinc={-180 / (rows - 1)}\n")
    cdo = lambda *arguments: subprocess.run(
        ["cdo", "-s", "-P", "1", "-f", "nc4", *map(str, arguments)], check=True, capture_output=True)
    copy, _ = timed(lambda: cdo("copy", folder / "field.nc", folder / "copy.nc"), 2)
    for name, make in (("conservative", "gencon"), ("bilinear", "genbil")):
        target, weights, result = folder / "target.txt", folder / f"{name}.weights.nc", folder / f"{name}.cdo.nc"
        build, _ = timed(lambda: cdo(f"{make},{target}", folder / "field.nc", weights))
        apply, _ = timed(lambda: cdo(f"remap,{target},{weights}", folder / "field.nc", result), 2)
        with netCDF4.Dataset(result) as file:
            values = np.ma.filled(file["t"][:], np.nan)
        ours = np.fromfile(folder / f"{name}.f32", "f4").reshape(COARSE)
        print(build - copy, max(0, apply - copy), np.nanmax(np.abs(values - ours)), f"{name}, CDO")


if __name__ == "__main__":
    folder = pathlib.Path(sys.argv[1])
    field = np.fromfile(folder / "field.f32", "f4").reshape(FINE)
    for name, make in (("conservative", conservative), ("bilinear", bilinear)):
        build, matrix = timed(make)
        values = field.ravel().astype("f8")
        apply, result = timed(lambda: matrix @ values, 5)
        ours = np.fromfile(folder / f"{name}.f32", "f4")
        print(build, apply, np.max(np.abs(result - ours)), f"{name}, SciPy", flush=True)
    if shutil.which("cdo"):
        with_cdo(folder, field)
