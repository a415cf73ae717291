"""Runs of fields against an analysis, beside xarray and `scores` on the same files; check_fields.py needs no program.

    .venv/bin/python Scripts/check_runs_of_fields.py [DATA]

Writes forecasts and analyses of one grid with xarray, runs `verify run` on them with one and with two threads, and
compares every score with that of `scores` (RMSE, ME, MAE, correlation of single forecasts) or NumPy (wind vectors,
ACC) on the same files, to a relative 1e-6. With DATA, the shared real data, it does the same for persistence of ERA5
over the United Kingdom. Ends with 1 where anything differs. VERIFY names the program.
"""

import csv
import io
import os
import pathlib
import subprocess
import sys
import tempfile
import warnings

import numpy as np
import pandas as pd
import xarray as xr
from scores.continuous import additive_bias, mae, rmse

warnings.filterwarnings("ignore")
VERIFY = str(pathlib.Path(os.environ.get("VERIFY", ".build/release/verify")).resolve())
LEADS = (6, 24)
TOLERANCE = 1e-6
worst = 0.0


def weights(latitudes):
    """Exact areas of rows that reach half-way to their neighbours and never beyond a pole; mean 1."""
    first, last = 1.5 * latitudes[0] - 0.5 * latitudes[1], 1.5 * latitudes[-1] - 0.5 * latitudes[-2]
    edges = np.concatenate([[first], (latitudes[1:] + latitudes[:-1]) / 2, [last]])
    areas = np.abs(np.diff(np.sin(np.deg2rad(np.clip(edges, -90, 90)))))
    return xr.DataArray(areas / areas.mean(), dims="latitude", coords={"latitude": latitudes})


def verify(*arguments):
    done = subprocess.run([VERIFY, *map(str, arguments)], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"verify {' '.join(map(str, arguments))} ended with {done.returncode}:\n{done.stderr}")
    return done.stdout


def run(folder, plan):
    """Scores by system, variable, stratum, lead time and score; the same bytes on one thread and on two."""
    (folder / "plan.yaml").write_text(plan)
    texts = []
    for threads in (1, 2):
        results = folder / f"results{threads}"
        verify("run", folder / "plan.yaml", "--output", results, "--threads", threads, "--quiet")
        texts.append(verify("scores", results / "results.sqlite", "--format", "csv"))
    if texts[0] != texts[1]:
        sys.exit("one thread and two give different scores")
    rows = csv.DictReader(io.StringIO(texts[0]))
    return {
        (r["model"], r["variable"], r["stratum"], r["lead_hours"], r["score"]): float(r["value"])
        for r in rows if r["value"] and not r.get("reference")
    }


def compare(what, ours, theirs):
    global worst
    difference = abs(ours - theirs) / max(abs(theirs), 1e-12)
    worst = max(worst, difference)
    if not difference < TOLERANCE:
        print(f"{what}: {ours!r} and {theirs!r} differ by {difference:.1e}")


def check(ours, system, variable, stratum, lead, f, o, w):
    f, o = f.where(~np.isnan(o)), o.where(~np.isnan(f))
    key = (system, variable, stratum, str(lead))
    compare(key + ("rmse",), ours[key + ("rmse",)], float(rmse(f, o, weights=w)))
    compare(key + ("me",), ours[key + ("me",)], float(additive_bias(f, o, weights=w)))
    compare(key + ("mae",), ours[key + ("mae",)], float(mae(f, o, weights=w)))
    compare(key + ("n",), ours[key + ("n",)], float((~np.isnan(f)).sum()))
    w = w.broadcast_like(f).where(~np.isnan(f))
    mf, mo = (w * f).sum() / w.sum(), (w * o).sum() / w.sum()
    covariance = (w * (f - mf) * (o - mo)).sum()
    r = covariance / np.sqrt((w * (f - mf) ** 2).sum() * (w * (o - mo) ** 2).sum())
    compare(key + ("correlation",), ours[key + ("correlation",)], float(r))
    if key + ("pod",) not in ours:
        return
    hits, false_alarms, misses, negatives = (
        float((w * (a & b)).sum()) for a, b in ((f >= 5, o >= 5), (f >= 5, o < 5), (f < 5, o >= 5), (f < 5, o < 5)))
    h, false = hits / (hits + misses), false_alarms / (false_alarms + negatives)
    logs = np.log([false, h, 1 - false, 1 - h])
    for score, value in (
        ("pod", h), ("far_ratio", false_alarms / (hits + false_alarms)),
        ("csi", hits / (hits + false_alarms + misses)),
        ("sedi", (logs[0] - logs[1] - logs[2] + logs[3]) / logs.sum()),
    ):
        compare(key + (score,), ours[key + (score,)], value)


# --- Fields that are made up ----------------------------------------------------------------------

def made_up(folder, latitudes, longitudes):
    random = np.random.default_rng(7)
    shape = (len(latitudes), len(longitudes))
    inits = pd.date_range("2024-01-01", periods=3, freq="24h")
    valid = sorted({i + pd.Timedelta(hours=lead) for i in inits for lead in LEADS})
    space = {
        "latitude": ("latitude", latitudes, {"units": "degrees_north", "standard_name": "latitude"}),
        "longitude": ("longitude", longitudes, {"units": "degrees_east", "standard_name": "longitude"}),
    }
    ten = {"height": ((), 10.0, {"units": "m", "standard_name": "height"})}
    names = {"u10": "eastward_wind", "v10": "northward_wind"}

    def truth(time, name):
        own = np.random.default_rng(abs(hash((str(time), name))) % 2**32)
        return own.normal(0 if name == "v10" else 3, 5, shape).astype("f4")

    analysis = {v: np.stack([truth(t, v) for t in valid]) for v in names}
    analysis["u10"][:, 3:5, 2:9] = np.nan
    xr.Dataset(
        {v: (("time", "latitude", "longitude"), a, {"units": "m s-1", "standard_name": names[v]})
         for v, a in analysis.items()},
        coords={"time": valid, **space, **ten},
    ).to_netcdf(folder / "analysis.nc")
    forecasts = {}
    for system, spread in (("new", 1.0), ("old", 1.5)):
        for init in inits:
            data = {}
            for v in names:
                values = np.stack([
                    analysis[v][valid.index(init + pd.Timedelta(hours=lead))]
                    + random.normal(0.3, spread * (1 + lead / 24), shape).astype("f4") for lead in LEADS
                ])[None]
                if system == "old":
                    values[:, :, :2, :] = np.nan
                data[v] = (
                    ("time", "step", "latitude", "longitude"), values.astype("f4"),
                    {"units": "m s-1", "standard_name": names[v]})
            steps = ("step", np.array(LEADS, "i4"), {"units": "hours", "standard_name": "forecast_period"})
            file = xr.Dataset(data, coords={"time": [init], "step": steps, **space, **ten})
            file["time"].attrs["standard_name"] = "forecast_reference_time"
            file.to_netcdf(folder / f"{system}_{init:%Y%m%d}.nc")
            forecasts[system, init] = data
    return inits, valid, analysis, forecasts, space


def check_made_up(name, latitudes, longitudes):
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        inits, valid, analysis, forecasts, space = made_up(folder, latitudes, longitudes)
        south, north = sorted(latitudes)[len(latitudes) // 3], sorted(latitudes)[-3]
        ours = run(folder, f"""
forecasts:
  - {{name: new, files: new_*.nc}}
  - {{name: old, files: old_*.nc, baseline: true}}
analysis: {{files: analysis.nc, maps: {{lead-times: 24h, block: 1}}}}
variables: [u10m, v10m, wind10m]
strata: {{regions: {{band: {{south: {south}, north: {north}, west: -180, east: 180}}}}}}
scores: [n, me, mae, rmse, correlation, rmsve, wind_speed_me, wind_speed_mae, wind_speed_rmse, "pod(>=5)",
  "far_ratio(>=5)", "csi(>=5)", "sedi(>=5)"]
""")
        w = weights(latitudes)
        stack = lambda arrays: xr.DataArray(
            np.stack(arrays).astype("f8"), dims=("time", "latitude", "longitude"),
            coords={"latitude": latitudes, "longitude": longitudes})
        for position, lead in enumerate(LEADS):
            o = {v: stack([analysis[v][valid.index(i + pd.Timedelta(hours=lead))] for i in inits]) for v in analysis}
            f = {(s, v): stack([forecasts[s, i][v][1][0, position] for i in inits])
                 for s in ("new", "old") for v in analysis}
            for v in analysis:
                both = ~np.isnan(f["new", v]) & ~np.isnan(f["old", v])
                for system in ("new", "old"):
                    for stratum in ("all", "band"):
                        inside = (w.latitude >= south) & (w.latitude <= north) if stratum == "band" else True
                        check(ours, system, v + "m", stratum, lead,
                              f[system, v].where(both & inside), o[v].where(inside), w)
            every = sum(f[s, v] for s in ("new", "old") for v in analysis) + o["u10"] + o["v10"]
            for system in ("new", "old"):
                du, dv = f[system, "u10"] - o["u10"], f[system, "v10"] - o["v10"]
                ds = np.hypot(f[system, "u10"], f[system, "v10"]) - np.hypot(o["u10"], o["v10"])
                here = w.broadcast_like(every).where(~np.isnan(every))
                mean = lambda x: float((here * x).sum() / here.sum())
                key = (system, "wind10m", "all", str(lead))
                compare(key, ours[key + ("rmsve",)], np.sqrt(mean(du**2 + dv**2)))
                compare(key, ours[key + ("wind_speed_me",)], mean(ds))
                compare(key, ours[key + ("wind_speed_mae",)], mean(abs(ds)))
                compare(key, ours[key + ("wind_speed_rmse",)], np.sqrt(mean(ds**2)))
        verify("maps", folder / "results1", "--output", folder / "maps.nc")
        maps = xr.open_dataset(folder / "maps.nc", decode_timedelta=False)
        error = (f["new", "u10"] - o["u10"]).where(both).mean("time")
        square = np.sqrt(((f["old", "v10"] - o["v10"]).where(both) ** 2).mean("time"))
        for got, expected in (
            (maps.u10m_mean_error.sel(system="new", lead_time=24), (f["new", "u10"] - o["u10"]).where(
                ~np.isnan(f["old", "u10"])).mean("time")),
            (maps.v10m_rmse.sel(system="old", lead_time=24), square),
        ):
            np.testing.assert_allclose(got.values, expected.values, rtol=1e-5, atol=1e-5)
        print(f"{name}: {len(ours)} scores, and maps")


# --- Real data ------------------------------------------------------------------------------------

def check_era5(data):
    import eccodes as ec

    path = pathlib.Path(data, "era5/era5-2mt-2019-03-uk.grib").resolve()
    fields = {}
    with open(path, "rb") as file:
        while (handle := ec.codes_grib_new_from_file(file)) is not None:
            when = pd.to_datetime(f"{ec.codes_get(handle, 'validityDate')}{ec.codes_get(handle, 'validityTime'):04d}")
            shape = ec.codes_get(handle, "Nj"), ec.codes_get(handle, "Ni")
            fields[when] = ec.codes_get_values(handle).astype("f4").astype("f8").reshape(shape)
            latitudes = ec.codes_get_array(handle, "distinctLatitudes")
            ec.codes_release(handle)
    if latitudes[0] < latitudes[-1]:
        latitudes = latitudes[::-1]
    with tempfile.TemporaryDirectory() as folder:
        ours = run(pathlib.Path(folder), f"""
forecasts: {{name: persistence, persistence: true}}
analysis: {{files: {path}}}
variables: t2m
initial-times: {{from: 2019-03-01, to: 2019-03-20, hours: [0, 12]}}
lead-times: [6h, 24h]
scores: [n, me, mae, rmse, correlation]
""")
    inits = pd.date_range("2019-03-01", "2019-03-20", freq="12h")
    w = weights(np.asarray(latitudes, float))
    stack = lambda times: xr.DataArray(
        np.stack([fields[t] for t in times]), dims=("time", "latitude", "longitude"),
        coords={"latitude": w.latitude})
    for lead in LEADS:
        check(ours, "persistence", "t2m", "all", lead, stack(inits), stack(inits + pd.Timedelta(hours=lead)), w)
    print(f"ERA5 over the United Kingdom: {len(ours)} scores")


if __name__ == "__main__":
    check_made_up("the globe, 2°", np.linspace(90, -90, 91), np.arange(180) * 2.0)
    check_made_up("a region, 0.25°", np.arange(60, 45, -0.25), np.arange(-10, 10, 0.25))
    if len(sys.argv) > 1:
        check_era5(sys.argv[1])
    print(f"greatest relative difference {worst:.1e}")
    sys.exit(0 if worst < TOLERANCE else 1)
