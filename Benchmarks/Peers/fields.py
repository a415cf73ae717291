"""The peers of the benchmark of fields: writes its files, and times NumPy and scores on them.

    fields.py write FOLDER    6 lead times of a forecast, an analysis and a climatology, 2001 x 4000, Float32
    fields.py time FOLDER     RMSE, bias and anomaly correlation of each lead time; prints NAME SECONDS
"""

import sys
import time
import warnings

import netCDF4
import numpy as np

warnings.filterwarnings("ignore")
ROWS, COLUMNS, LEADS = 2001, 4000, 6
FILES = ("forecast", "analysis", "climatology")


def write(folder):
    random = np.random.default_rng(1)
    latitudes, longitudes = np.linspace(90, -90, ROWS), np.arange(COLUMNS) * 360 / COLUMNS
    base = (288 - 40 * np.sin(np.deg2rad(latitudes)) ** 2)[:, None]
    usual = (base + 3 * np.cos(np.deg2rad(longitudes) * 4)[None, :]).astype("f4")
    for name in FILES:
        with netCDF4.Dataset(f"{folder}/{name}.nc", "w") as file:
            file.createDimension("time", 1 if name == "forecast" else LEADS)
            file.createDimension("latitude", ROWS)
            file.createDimension("longitude", COLUMNS)
            dimensions = ("time", "latitude", "longitude")
            times = file.createVariable("time", "f8", ("time",))
            times.units = "hours since 2024-01-01 00:00:00"
            if name == "forecast":
                times.standard_name = "forecast_reference_time"
                file.createDimension("step", LEADS)
                steps = file.createVariable("step", "i4", ("step",))
                steps.setncatts({"standard_name": "forecast_period", "units": "hours"})
                steps[:] = 6 * np.arange(1, LEADS + 1)
                dimensions = ("time", "step", "latitude", "longitude")
                times[:] = [0]
            else:
                times.standard_name = "time"
                times[:] = 6 * np.arange(1, LEADS + 1)
            for axis, values, units in (
                ("latitude", latitudes, "degrees_north"),
                ("longitude", longitudes, "degrees_east"),
            ):
                file.createVariable(axis, "f8", (axis,)).setncatts({"units": units, "standard_name": axis})
                file[axis][:] = values
            height = file.createVariable("height", "f8", ())
            height.setncatts({"units": "m", "standard_name": "height"})
            height[:] = 2
            field = file.createVariable("t2m", "f4", dimensions, contiguous=True, fill_value=False)
            field.setncatts({"units": "K", "standard_name": "air_temperature", "coordinates": "height"})
            for lead in range(LEADS):
                values = usual
                if name != "climatology":
                    values = usual + random.normal(0.1, 2, (ROWS, COLUMNS)).astype("f4")
                if name == "forecast":
                    field[0, lead] = values
                else:
                    field[lead] = values


def weights(latitudes):
    edges = np.clip(np.concatenate([[91], (latitudes[1:] + latitudes[:-1]) / 2, [-91]]), -90, 90)
    weights = np.abs(np.diff(np.sin(np.deg2rad(edges))))
    return weights / weights.mean()


def fields(folder):
    files = [netCDF4.Dataset(f"{folder}/{name}.nc") for name in FILES]
    for file in files:
        file.set_auto_mask(False)
    for lead in range(LEADS):
        yield files[0]["t2m"][0, lead], files[1]["t2m"][lead], files[2]["t2m"][lead]


def numpy_streaming(folder):
    w = weights(np.linspace(90, -90, ROWS))[:, None]
    total = w.sum() * COLUMNS
    for f, o, c in fields(folder):
        f, o, c = (x.astype("f8") for x in (f, o, c))
        e, fa, oa = f - o, f - c, o - c
        (w * e).sum() / total, np.sqrt((w * e * e).sum() / total)
        (w * fa * oa).sum() / np.sqrt((w * fa * fa).sum() * (w * oa * oa).sum())


def numpy_rows(folder):
    w = weights(np.linspace(90, -90, ROWS))
    for f, o, c in fields(folder):
        e, fa, oa = f - o, f - c, o - c
        sums = [np.einsum("ij,ij->i", a, b) for a, b in ((e, e), (fa, oa), (fa, fa), (oa, oa))]
        sums.append(e.sum(axis=1))
        [(w * s).sum() for s in sums]


def with_scores(folder, chunks):
    import xarray
    from scores.continuous import additive_bias, rmse
    from scores.continuous.correlation import pearsonr

    f, o, c = (xarray.open_dataset(f"{folder}/{name}.nc", chunks=chunks)["t2m"] for name in FILES)
    f = f.isel(time=0, drop=True).rename(step="time").assign_coords(time=o.time)
    w = xarray.DataArray(weights(f.latitude.values), dims="latitude", coords={"latitude": f.latitude})
    kept = {"preserve_dims": ["time"]}
    results = [rmse(f, o, weights=w, **kept), additive_bias(f, o, weights=w, **kept), pearsonr(f - c, o - c, **kept)]
    for result in results:
        result.compute()


def best(work, repetitions):
    times = []
    for _ in range(repetitions):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


if __name__ == "__main__":
    mode, folder = sys.argv[1:]
    if mode == "write":
        write(folder)
    else:
        print("numpy-float64", best(lambda: numpy_streaming(folder), 3))
        print("numpy-float32-rows", best(lambda: numpy_rows(folder), 3))
        try:
            print("scores", best(lambda: with_scores(folder, None), 2))
            print("scores-dask", best(lambda: with_scores(folder, {"time": 1}), 2))
        except ImportError as error:
            print(f"scores is not there: {error}", file=sys.stderr)
