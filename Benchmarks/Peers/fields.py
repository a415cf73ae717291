"""The peers of the benchmark of fields: writes its files, and times NumPy, scores and ecCodes on them.

    fields.py write FOLDER    6 lead times of a forecast, an analysis and a climatology, 2001 x 4000, Float32 in steps
                              of 1/64 K, uncompressed and compressed; 3 GRIB messages in two packings
    fields.py time FOLDER     RMSE, bias and anomaly correlation of each lead time; prints KIND SECONDS NAME
"""

import pathlib
import sys
import time
import warnings

import netCDF4
import numpy as np

warnings.filterwarnings("ignore")
ROWS, COLUMNS, LEADS, MESSAGES = 2001, 4000, 6, 3
FILES = ("forecast", "analysis", "climatology")
CHUNK = {"chunksizes": (500, 1000)}
KINDS = {
    "plain": {"contiguous": True},
    "zlib": {"compression": "zlib", "complevel": 4, "shuffle": True, **CHUNK},
    "blosc": {"compression": "blosc_lz4", "complevel": 4, "blosc_shuffle": 1, **CHUNK},
}


def path(folder, name, kind):
    return f"{folder}/{name}{'' if kind == 'plain' else '-' + kind}.nc"


def write(folder):
    random = np.random.default_rng(1)
    latitudes, longitudes = np.linspace(90, -90, ROWS), np.arange(COLUMNS) * 360 / COLUMNS
    base = (288 - 40 * np.sin(np.deg2rad(latitudes)) ** 2)[:, None]
    usual = (base + 3 * np.cos(np.deg2rad(longitudes) * 4)[None, :]).astype("f4")
    noise = lambda name: 0 if name == "climatology" else random.normal(0.1, 2, (ROWS, COLUMNS))
    for name in FILES:
        fields = [(np.round(64 * (usual + noise(name))) / 64).astype("f4") for _ in range(LEADS)]
        for kind, storage in KINDS.items():
            try:
                write_netcdf(path(folder, name, kind), name, storage, latitudes, longitudes, fields)
            except RuntimeError as error:
                pathlib.Path(path(folder, name, kind)).unlink()
                print(f"no {kind}: {error}", file=sys.stderr)
        if name == "forecast":
            write_grib(folder, fields[:MESSAGES])


def write_netcdf(file_path, name, storage, latitudes, longitudes, fields):
    with netCDF4.Dataset(file_path, "w") as file:
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
        if "chunksizes" in storage:
            storage = {**storage, "chunksizes": (1,) * (len(dimensions) - 2) + storage["chunksizes"]}
        field = file.createVariable("t2m", "f4", dimensions, fill_value=False, **storage)
        field.setncatts({"units": "K", "standard_name": "air_temperature", "coordinates": "height"})
        for lead in range(LEADS):
            if name == "forecast":
                field[0, lead] = fields[lead]
            else:
                field[lead] = fields[lead]


def write_grib(folder, fields):
    try:
        import eccodes
    except ImportError:
        return
    for packing in ("simple", "ccsds"):
        with open(f"{folder}/{packing}.grib", "wb") as file:
            for lead, values in enumerate(fields):
                handle = eccodes.codes_grib_new_from_samples("regular_ll_sfc_grib2")
                for key, value in {
                    "dataDate": 20240101, "dataTime": 0, "stepRange": 6 * (lead + 1), "shortName": "2t",
                    "Ni": COLUMNS, "Nj": ROWS, "latitudeOfFirstGridPointInDegrees": 90,
                    "latitudeOfLastGridPointInDegrees": -90, "longitudeOfFirstGridPointInDegrees": 0,
                    "longitudeOfLastGridPointInDegrees": 360 - 360 / COLUMNS,
                    "iDirectionIncrementInDegrees": 360 / COLUMNS, "jDirectionIncrementInDegrees": 180 / (ROWS - 1),
                    "bitsPerValue": 16,
                }.items():
                    eccodes.codes_set(handle, key, value)
                eccodes.codes_set_values(handle, values.ravel().astype("f8"))
                if packing == "ccsds":
                    eccodes.codes_set(handle, "packingType", "grid_ccsds")
                eccodes.codes_write(handle, file)
                eccodes.codes_release(handle)


def weights(latitudes):
    edges = np.clip(np.concatenate([[91], (latitudes[1:] + latitudes[:-1]) / 2, [-91]]), -90, 90)
    weights = np.abs(np.diff(np.sin(np.deg2rad(edges))))
    return weights / weights.mean()


def fields(folder, kind):
    files = [netCDF4.Dataset(path(folder, name, kind)) for name in FILES]
    for file in files:
        file.set_auto_mask(False)
    for lead in range(LEADS):
        yield files[0]["t2m"][0, lead], files[1]["t2m"][lead], files[2]["t2m"][lead]


def numpy_streaming(folder, kind):
    w = weights(np.linspace(90, -90, ROWS))[:, None]
    total = w.sum() * COLUMNS
    for f, o, c in fields(folder, kind):
        f, o, c = (x.astype("f8") for x in (f, o, c))
        e, fa, oa = f - o, f - c, o - c
        (w * e).sum() / total, np.sqrt((w * e * e).sum() / total)
        (w * fa * oa).sum() / np.sqrt((w * fa * fa).sum() * (w * oa * oa).sum())


def numpy_rows(folder, kind):
    w = weights(np.linspace(90, -90, ROWS))
    for f, o, c in fields(folder, kind):
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


def read(folder, kind):
    for _ in fields(folder, kind):
        pass


def decode(folder, packing):
    import eccodes

    with open(f"{folder}/{packing}.grib", "rb") as file:
        while (handle := eccodes.codes_grib_new_from_file(file)) is not None:
            eccodes.codes_get_values(handle)
            eccodes.codes_release(handle)


def report(kind, name, work, repetitions):
    try:
        print(kind, best(work, repetitions), name, flush=True)
    except ImportError as error:
        print(f"{name} is not there: {error}", file=sys.stderr)


if __name__ == "__main__":
    mode, folder = sys.argv[1:]
    if mode == "write":
        write(folder)
    else:
        for kind in KINDS:
            if pathlib.Path(path(folder, "climatology", kind)).exists():
                repetitions = 3 if kind == "plain" else 2
                report(kind, "netCDF4 reading alone", lambda: read(folder, kind), repetitions)
                report(kind, "NumPy in Float64", lambda: numpy_streaming(folder, kind), repetitions)
        report("plain", "NumPy in Float32 row by row", lambda: numpy_rows(folder, "plain"), 3)
        report("plain", "`scores`", lambda: with_scores(folder, None), 2)
        report("plain", "`scores` with dask", lambda: with_scores(folder, {"time": 1}), 2)
        for packing in ("simple", "ccsds"):
            if pathlib.Path(f"{folder}/{packing}.grib").exists():
                report(packing, "ecCodes", lambda: decode(folder, packing), 2)
