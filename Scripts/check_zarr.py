"""Forecasts that `verify predict` writes as Zarr, beside the same as NetCDF, as xarray opens both.

    .venv/bin/python Scripts/check_zarr.py VERIFY

VERIFY is the program. The initial state of fixtures/models/tiny is made here, so nothing else is needed. Values are
compared bit for bit, attributes, coordinates and decoded times as they are; what differs is named and the exit is 1.
"""

import pathlib
import subprocess
import sys
import tempfile

import numpy as np
import pandas as pd
import xarray as xr
import zarr

ROOT = pathlib.Path(__file__).resolve().parent.parent
START = pd.Timestamp("2025-01-10")
AXES = ("time", "latitude", "longitude")


def write_initial(folder):
    """An analysis, and the rain of a forecast from six hours before."""
    latitudes, longitudes = np.linspace(90, -90, 19), np.arange(0, 360, 10.0)
    wave = np.cos(np.deg2rad(latitudes))[:, None] * np.sin(np.deg2rad(3 * longitudes))[None, :]
    space = {
        "latitude": ("latitude", latitudes, {"units": "degrees_north", "standard_name": "latitude"}),
        "longitude": ("longitude", longitudes, {"units": "degrees_east", "standard_name": "longitude"})}

    def store(name, fields, start, lead):
        data = {n: (AXES, (mean + size * wave)[None].astype("f4"), {"units": unit, "standard_name": standard, **more})
                for n, (mean, size, unit, standard, more) in fields.items()}
        coordinates = {
            **space,
            "time": ("time", [start + pd.Timedelta(hours=lead)], {"standard_name": "time"}),
            "forecast_reference_time": ((), start, {"standard_name": "forecast_reference_time"})}
        xr.Dataset(data, coordinates).to_netcdf(folder / name)

    height = lambda metres: {"long_name": f"{metres} metre"}
    store("analysis.nc", {
        "t2m": (278, 20, "K", "air_temperature", height(2)), "u10": (0, 6, "m s-1", "eastward_wind", height(10)),
        "v10": (0, 5, "m s-1", "northward_wind", height(10)),
        "msl": (101000, 1200, "Pa", "air_pressure_at_mean_sea_level", {})}, START, 0)
    store("rain.nc", {
        "tp6h": (2, 2, "kg m-2", "precipitation_amount", {"cell_methods": "time: sum (interval: 6 hours)"}),
    }, START - pd.Timedelta(hours=6), 6)
    return [folder / "analysis.nc", folder / "rain.nc"]


def differences(ours, theirs):
    """What xarray finds in one and not in the other, a line each."""
    if dict(ours.sizes) != dict(theirs.sizes):
        yield f"dimensions: {dict(ours.sizes)}, {dict(theirs.sizes)}"
    if ours.attrs != theirs.attrs:
        yield f"attributes: {ours.attrs}, {theirs.attrs}"
    for name in sorted(set(ours.variables) ^ set(theirs.variables)):
        yield f"{name} is in one of them"
    if set(ours.coords) != set(theirs.coords):
        yield f"coordinates: {set(ours.coords)}, {set(theirs.coords)}"
    for name in sorted(set(ours.variables) & set(theirs.variables)):
        a, b = ours.variables[name], theirs.variables[name]
        for what, of in [("dimensions", lambda v: v.dims), ("type", lambda v: v.dtype.str),
                         ("attributes", lambda v: sorted(v.attrs.items())),
                         ("units of time", lambda v: v.encoding.get("units")),
                         ("fill value", lambda v: v.encoding.get("_FillValue"))]:
            # As text, since NaN differs from itself.
            if repr(of(a)) != repr(of(b)):
                yield f"{name}, {what}: {of(a)!r}, {of(b)!r}"
        if a.shape == b.shape and a.values.tobytes() != b.values.tobytes():
            yield f"{name}: {np.count_nonzero(a.values != b.values)} of {a.size} values"


def main(program):
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        initial = write_initial(folder)
        outputs = [folder / "forecast.zarr", folder / "forecast.nc"]
        for output in outputs:
            subprocess.run(
                [program, "predict", "--quiet", "--model", ROOT / "fixtures/models/tiny", "--initial", *initial,
                 "--steps", "4", "--output", output], check=True)
        found, values = [], 0
        for decoded in (True, False):
            options = {"decode_times": decoded, "decode_timedelta": decoded, "mask_and_scale": decoded}
            with xr.open_dataset(outputs[1], **options) as theirs:
                for consolidated in (True, False):
                    with xr.open_zarr(outputs[0], consolidated=consolidated, **options) as ours:
                        how = f"{'decoded' if decoded else 'as stored'}, {'' if consolidated else 'not '}consolidated"
                        if decoded and consolidated:
                            values = sum(ours[n].size for n in ours.data_vars)
                            print(f"time: {ours.time.values[0]} to {ours.time.values[-1]}, from "
                                  f"{ours.forecast_reference_time.values}, {ours.forecast_period.values[-1]}")
                            assert ours.time.values[0] == START + pd.Timedelta(hours=6), "the first valid time"
                            assert all(np.isfinite(ours[n]).all() for n in ("t2m", "tp6h")), "the values"
                        found += [f"{how}: {line}" for line in differences(ours, theirs)]
        sizes = [sum(f.stat().st_size for f in [o, *o.rglob("*")] if f.is_file()) for o in outputs]
        for line in found:
            print("DIFFERS", line)
        print(f"zarr: {values} values, {len(found)} differences from NetCDF; {sizes[0]} and {sizes[1]} bytes; xarray "
              f"{xr.__version__}, zarr {zarr.__version__}")
        sys.exit(1 if found else 0)


main(sys.argv[1])
