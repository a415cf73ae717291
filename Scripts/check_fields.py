"""Scores of fields against an analysis, beside those of other programs on the same files.

    .venv/bin/python Scripts/check_fields.py            compare, print the table, exit 1 where they disagree
    RECORD=1 .venv/bin/python Scripts/check_fields.py   also rewrite the fields and the evaluation files

The evaluations of fixtures/fields/ are run by the tests of Verify, which keep their scores there as `NAME.csv` under
RECORD=1 and compare with them otherwise. This script reads the same fields with xarray and computes every score anew:
those of pairs by the functions of check_scores.py on the cells of each stratum with their areas as weights, those of
whole fields by sliding windows, `fss_2d` of scores and `rfft` of NumPy.
"""

import csv
import importlib.metadata
import os
import pathlib
import sys
import warnings

import numpy as np
import pandas as pd
import scores.spatial
import scoringrules
import xarray as xr

import check_scores as pairs

warnings.filterwarnings("ignore")
FOLDER = pathlib.Path(__file__).resolve().parent.parent / "fixtures" / "fields"
TOLERANCE = 1e-9
# The relative quantile error stands on a histogram, whose bins are wide beside the small errors of temperature in K.
BINS = {"t2m": 5e-2, "tp24h": 1e-2}
INITS = pd.date_range("2024-01-01", periods=3, freq="24h")
LEADS = (24, 48)
EARTH = 6371008.8
BOX = {"south": 10, "north": 60, "west": -20, "east": 100}
BAND = {"south": -36, "north": 36, "west": -180, "east": 180}

EVALUATIONS = {
    "globe": f"""title: Fields of the globe
forecasts:
  - {{name: new, files: new_*.nc}}
  - {{name: old, files: old_*.nc, baseline: true}}
analysis: {{files: analysis.nc}}
climatology: climatology.nc
variables: [t2m, tp24h, wind10m]
thresholds: {{t2m: [">= 285 K", ">= q0.9"], tp24h: [">= 5 mm"]}}
scales: [1 cell, 3 cells, 4000km]
strata:
  regions:
    band: {{south: {BAND["south"]}, north: {BAND["north"]}, west: {BAND["west"]}, east: {BAND["east"]}}}
    box: {{south: {BOX["south"]}, north: {BOX["north"]}, west: {BOX["west"]}, east: {BOX["east"]}}}
  observed:
    t2m: {{at-least: 285 K}}
    tp24h: {{quantiles: [0.5]}}
scores: [n, me, mae, mse, rmse, stde, correlation, error_min, error_max, mean_forecast, mean_observation, kge,
  msess_climatology, msess_baseline, acc_centred, acc_centred_mean_of_init, acc_uncentred, activity_forecast,
  activity_observation, activity_ratio, seeps_0p2_above, seeps_0p25_at_least, "quantile_score(0.9)", rqe,
  rmse_mean_of_init, base_rate, pod, far_ratio, csi, ets, edi, sedi, rmsve, wind_speed_me, wind_speed_mae,
  wind_speed_rmse, fss, fss_whole, fss_useful, "power_ratio(1..3)", "power_ratio(4..15)", "wave_correlation(1..3)",
  "wave_correlation(4..15)", effective_wavenumber]
""",
    "members": """title: Members on the globe
forecasts:
  - {name: ensemble, members: [member0_*.nc, member1_*.nc, member2_*.nc, member3_*.nc, member4_*.nc]}
  - {name: new, files: new_*.nc, baseline: true}
analysis: {files: analysis.nc}
variables: t2m
lead-times: 24h
thresholds: {t2m: [">= 285 K"]}
strata: {regions: {box: {south: 10, north: 60, west: -20, east: 100}}}
scores: [n, rmse, ensembles, rank_reliability_index, crps_resolution, crpss_sample, brier_fair, corp_miscalibration,
  corp_discrimination, economic_value_max]
""",
    "region": """title: Rain of a region
forecasts: {name: new, files: rain.nc}
analysis: {files: rain_analysis.nc, weights: none}
variables: tp24h
thresholds: {tp24h: [">= 5 mm", ">= 12 mm"]}
scales: [1 cell, 3 cells, 5 cells, 9 cells]
scores: [n, rmse, fss_whole, fss, fss_useful]
""",
}


# --- The fields -----------------------------------------------------------------------------------

LATITUDES, LONGITUDES = np.arange(84, -85, -12.0), np.arange(30) * 12.0
ATTRIBUTES = {
    "t2m": {"units": "K", "standard_name": "air_temperature"},
    "tp24h": {"units": "kg m-2", "standard_name": "precipitation_amount"},
    "u10": {"units": "m s-1", "standard_name": "eastward_wind"},
    "v10": {"units": "m s-1", "standard_name": "northward_wind"},
}


def dataset(fields, latitudes, longitudes, init=None, leads=None, times=None):
    space = ("latitude", "longitude")
    coordinates = {
        "latitude": ("latitude", latitudes, {"units": "degrees_north", "standard_name": "latitude"}),
        "longitude": ("longitude", longitudes, {"units": "degrees_east", "standard_name": "longitude"})}
    if times is not None:
        axes, coordinates["time"] = ("time",), times
    else:
        axes = ("time", "step")
        coordinates["time"] = ("time", init, {"standard_name": "forecast_reference_time"})
        coordinates["step"] = ("step", np.array(leads, "i4"), {"units": "hours", "standard_name": "forecast_period"})
    return xr.Dataset({n: (axes + space, v.astype("f4"), ATTRIBUTES[n]) for n, v in fields.items()}, coordinates)


def store(name, data, format="NETCDF3_64BIT"):
    if format == "NETCDF3_64BIT":
        return data.to_netcdf(FOLDER / name, format=format)
    coding = {n: {"zlib": True, "complevel": 9, "shuffle": True} for n in data.data_vars if data[n].dtype == "f4"}
    for n in data.data_vars:
        coding.setdefault(n, {})["_FillValue"] = np.float32(np.nan) if data[n].dtype == "f4" else None
    data.to_netcdf(FOLDER / name, encoding=coding)


def sixteenths(x):
    """Values that Float32 holds exactly, so that files are small and every program reads the same."""
    return np.round(np.asarray(x) * 16) / 16


def write_fields():
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, plan in EVALUATIONS.items():
        (FOLDER / f"{name}.yaml").write_text(plan)
    random = np.random.default_rng(1904)
    phi, lam = np.deg2rad(LATITUDES)[:, None], np.deg2rad(LONGITUDES)[None, :]
    mean = 288 - 30 * np.sin(phi) ** 2 + 3 * np.cos(lam) * np.cos(phi)
    valid = sorted({i + pd.Timedelta(hours=lead) for i in INITS for lead in LEADS})

    def waves(spread):
        field = random.normal(0, 0.4 * spread, mean.shape)
        for k in range(1, 8):
            field += spread / k * np.cos(phi) * random.normal() * np.cos(k * lam + 6 * random.random() + phi)
        return field

    rain = lambda field: np.maximum(0, field)
    analysis = {"t2m": [], "tp24h": [], "u10": [], "v10": []}
    for _ in valid:
        analysis["t2m"].append(sixteenths(mean + waves(4)))
        analysis["tp24h"].append(sixteenths(rain(waves(8))))
        analysis["u10"].append(sixteenths(5 + waves(5)))
        analysis["v10"].append(sixteenths(waves(5)))
    analysis = {n: np.stack(v) for n, v in analysis.items()}
    analysis["t2m"][1, 3:5, 2:9] = np.nan
    store("analysis.nc", dataset(analysis, LATITUDES, LONGITUDES, times=valid))
    for system, spread in [("new", 1.0), ("old", 1.6)] + [(f"member{k}", 1.4) for k in range(5)]:
        for init in INITS:
            own = LEADS if not system.startswith("member") else LEADS[:1]
            at = [valid.index(init + pd.Timedelta(hours=lead)) for lead in own]
            fields = {
                n: np.stack([sixteenths((rain if n == "tp24h" else lambda x: x)(
                    analysis[n][i] + 0.3 + waves(spread * (1 + lead / 48)))) for i, lead in zip(at, own)])[None]
                for n in (analysis if not system.startswith("member") else ["t2m"])}
            if system == "old":
                fields["t2m"][:, :, :2, :5] = np.nan
            if system.startswith("member"):
                fields["t2m"] = np.where(np.isnan(fields["t2m"]), sixteenths(mean), fields["t2m"])
            store(f"{system}_{init:%Y%m%d}.nc", dataset(fields, LATITUDES, LONGITUDES, init=[init], leads=own))
    write_climatology(mean, random)
    write_region(random)


def write_climatology(mean, random):
    days, shape = np.arange(1, 11), (10, *mean.shape)
    axes = ("dayofyear", "latitude", "longitude")
    noise = lambda x: sixteenths(x + random.normal(0, 0.5, shape)).astype("f4")
    limits = [">0.2 mm", ">=0.2 mm", ">0.25 mm", ">=0.25 mm"]
    dry = np.broadcast_to(random.uniform(0.05, 0.95, (10, 1, *mean.shape)), (10, 4, *mean.shape))
    named = lambda values, variable, unit: (values, {"verify_variable": variable, "units": unit})
    data = {
        "t2m_mean": (axes, *named(noise(mean), "t2m", "K")),
        "t2m_quantile": (("dayofyear", "quantile", *axes[1:]), *named(
            np.stack([noise(mean), noise(mean + 4)], axis=1), "t2m", "K")),
        "tp24h_mean": (axes, *named(noise(np.full(mean.shape, 3.0)), "tp24h", "mm")),
        "tp24h_quantile": (("dayofyear", "quantile", *axes[1:]), *named(
            np.stack([noise(np.full(mean.shape, 2.0)), noise(np.full(mean.shape, 9.0))], axis=1), "tp24h", "mm")),
        "tp24h_dry_probability": (("dayofyear", "seeps_limit", *axes[1:]), *named(
            np.round(dry * 1024).astype("f4") / 1024, "tp24h", "1")),
        "tp24h_heavy_limit": (("dayofyear", "seeps_limit", *axes[1:]), *named(
            np.stack([noise(np.full(mean.shape, 4.0))] * 4, axis=1), "tp24h", "mm")),
    }
    coordinates = {
        "dayofyear": days, "latitude": LATITUDES, "longitude": LONGITUDES, "quantile": [0.5, 0.9],
        "seeps_limit": limits}
    store("climatology.nc", xr.Dataset(data, coordinates, {
        "Conventions": "CF-1.8", "title": "made up", "verify_climatology": "1", "source": "made up",
        "source_digest": "0", "period_start": "1991-01-01T00:00:00Z", "period_end": "2020-12-31T00:00:00Z",
        "years": np.arange(1991.0, 2021.0), "window_days": 15.0, "minimum_sample": 10.0, "hours": "all together"}), "NETCDF4")


def write_region(random):
    latitudes, longitudes = np.arange(60, 54, -0.25), np.arange(-4, 4, 0.25)
    x, y = np.meshgrid(longitudes, latitudes)
    cell = lambda: 20 * np.exp(-((x - random.uniform(-4, 4)) ** 2 + (y - random.uniform(54, 60)) ** 2))
    truth = [sixteenths(sum(cell() for _ in range(9))) for _ in INITS]
    shift = [sixteenths(np.roll(t, (1 + i, 2), (0, 1)) * 0.9 + random.exponential(1, x.shape)) for i, t in enumerate(truth)]
    times = [i + pd.Timedelta(hours=24) for i in INITS]
    store("rain_analysis.nc", dataset({"tp24h": np.stack(truth)}, latitudes, longitudes, times=times))
    store("rain.nc", dataset({"tp24h": np.stack(shift)[:, None]}, latitudes, longitudes, init=INITS, leads=[24]))


# --- What is compared -----------------------------------------------------------------------------

def areas(latitudes):
    """Exact areas of rows that reach half-way to their neighbours and never beyond a pole."""
    first, last = 1.5 * latitudes[0] - 0.5 * latitudes[1], 1.5 * latitudes[-1] - 0.5 * latitudes[-2]
    edges = np.concatenate([[first], (latitudes[1:] + latitudes[:-1]) / 2, [last]])
    return np.abs(np.diff(np.sin(np.deg2rad(np.clip(edges, -90, 90)))))


def inside(box):
    columns = (LONGITUDES - box["west"]) % 360 <= box["east"] - box["west"]
    return ((LATITUDES >= box["south"]) & (LATITUDES <= box["north"]))[:, None] & columns[None, :]


def recorded(name):
    file = FOLDER / f"{name}.csv"
    if not file.exists():
        sys.exit(f"fixtures/fields/{name}.csv is missing: run the tests of Verify with RECORD=1")
    rows = csv.DictReader(file.open())
    return {
        (r["model"], r["variable"], r["stratum"], r["lead_hours"], r["score"], r["threshold"]): r["value"]
        for r in rows}


class Comparison:
    def __init__(self):
        self.worst, self.compared, self.failures = {}, 0, []

    def add(self, ours, key, theirs, program, tolerance=TOLERANCE):
        theirs = float(np.squeeze(theirs))
        text = ours.get(key)
        mine = float(text) if text else np.nan
        self.compared += 1
        if np.isnan(mine) and not np.isfinite(theirs):
            return
        apart = abs(mine - theirs) / max(abs(mine), abs(theirs), 1e-12)
        if apart > self.worst.get((key[4], program), (-1,))[0]:
            self.worst[key[4], program] = (apart, mine, theirs, key)
        # Scores that are differences of temperatures are good to their rounding.
        if not (apart <= tolerance or abs(mine - theirs) <= 1e-11):
            self.failures.append(f"{key}: ours {mine!r}, {program} {theirs!r}")


def read(pattern):
    return {path.name.rsplit("_", 1)[-1][:8]: xr.open_dataset(path, decode_timedelta=False)
            for path in sorted(FOLDER.glob(pattern))}


def cases(systems, analysis, variable, lead):
    """By initial time, the forecasts of each system and the analysis; cells that one misses are missing in all."""
    rows = []
    for init in INITS:
        o = analysis[variable].sel(time=init + pd.Timedelta(hours=lead)).values.astype("f8")
        fields = {s: f[f"{init:%Y%m%d}"][variable].isel(time=0).sel(step=lead).values.astype("f8")
                  for s, f in systems.items()}
        missing = np.isnan(o) | np.any([np.isnan(f) for f in fields.values()], axis=0)
        rows.append(({s: np.where(missing, np.nan, f) for s, f in fields.items()}, np.where(missing, np.nan, o)))
    return rows


# --- Scores of whole fields -----------------------------------------------------------------------

def reaches(scale, latitudes, longitudes):
    """Rows and columns to either side, by row."""
    if scale.endswith(("cell", "cells")):
        return np.full((len(latitudes), 2), int(scale.split()[0]) // 2)
    metres = float(scale[:-2]) * 1000
    phi, step = np.deg2rad(latitudes), np.deg2rad(longitudes[1] - longitudes[0])
    across = 2 * EARTH * np.arcsin(np.cos(phi) * np.sin(step / 2))
    along = EARTH * np.deg2rad(abs(latitudes[1] - latitudes[0]))
    half = lambda spacing: np.maximum(0, np.round((metres / spacing - 1) / 2)).astype(int)
    return np.stack([half(np.full(len(phi), along)), half(across)], axis=1)


def fractions(f, o, limit, scale, latitudes, longitudes, wraps, whole):
    """Of each cell, the parts of its neighbourhood with the event; NaN where there is no neighbourhood."""
    present = ~np.isnan(f + o + limit)
    rows, columns = f.shape
    parts = np.full((2, rows, columns), np.nan)
    for i, (up, across) in enumerate(reaches(scale, latitudes, longitudes)):
        ring = wraps and 2 * across + 1 >= columns
        for j in range(columns):
            if not present[i, j]:
                continue
            k = np.arange(max(0, i - up), min(rows, i + up + 1))
            l = np.arange(columns) if ring else np.arange(j - across, j + across + 1)
            l = l % columns if wraps else l[(l >= 0) & (l < columns)]
            here = present[np.ix_(k, l)]
            is_whole = here.sum() == (2 * up + 1) * (2 * across + 1) and not (wraps and 2 * across >= columns)
            if whole and not is_whole:
                continue
            for side, field in enumerate((f, o)):
                event = (field >= limit) & present
                parts[side, i, j] = event[np.ix_(k, l)].sum() / here.sum()
    return parts


def fractions_skill(rows, system, limits, scale, w, stratum, latitudes, longitudes, wraps, whole):
    sums = np.zeros(4)
    for (f, o), limit in zip(rows, limits):
        f = f[system]
        parts = fractions(f, o, limit, scale, latitudes, longitudes, wraps, whole)
        held = ~np.isnan(parts[0]) & stratum(o)
        p, q, weight = parts[0][held], parts[1][held], np.broadcast_to(w, o.shape)[held]
        sums += [(weight * (p - q) ** 2).sum(), (weight * (p**2 + q**2)).sum(), weight.sum(),
                 (weight * (o >= limit)[held]).sum()]
    return 1 - sums[0] / sums[1] if sums[1] else np.nan, 0.5 + sums[3] / sums[2] / 2 if sums[2] else np.nan


def spectra(rows, system, area, band):
    """Power of the forecast and the analysis and their cross spectrum, by wavenumber."""
    sums = np.zeros((3, len(LONGITUDES) // 2 + 1))
    for f, o in rows:
        for i in np.flatnonzero(band):
            if np.isnan(f[system][i] + o[i]).any():
                continue
            x, y = np.fft.rfft(f[system][i]) / len(LONGITUDES), np.fft.rfft(o[i]) / len(LONGITUDES)
            twice = np.where((np.arange(len(x)) == 0) | (np.arange(len(x)) == len(LONGITUDES) / 2), 1, 2)
            sums += area[i] * twice * np.stack([np.abs(x) ** 2, np.abs(y) ** 2, (x * y.conj()).real])
    return sums


# --- The evaluations ------------------------------------------------------------------------------

def check_globe(comparison):
    ours, analysis = recorded("globe"), xr.open_dataset(FOLDER / "analysis.nc")
    climatology = xr.open_dataset(FOLDER / "climatology.nc")
    systems = {"new": read("new_*.nc"), "old": read("old_*.nc")}
    area = areas(LATITUDES)
    w = (area / area.mean())[:, None] * np.ones(len(LONGITUDES))
    regions = {"all": np.ones(w.shape, bool), "band": inside(BAND), "box": inside(BOX)}
    for lead in LEADS:
        days = [(i + pd.Timedelta(hours=lead)).dayofyear for i in INITS]
        usual = lambda name, **at: np.stack([climatology[name].sel(dayofyear=d, **at).values.astype("f8") for d in days])
        for variable, limit in (("t2m", 285.0), ("tp24h", 5.0)):
            rows = cases(systems, analysis, variable, lead)
            o = np.stack([o for _, o in rows])
            strata = {name: np.broadcast_to(mask, o.shape) for name, mask in regions.items()}
            if variable == "t2m":
                strata["observed t2m >= 285 K"] = o >= 285
            else:
                middle = usual("tp24h_quantile", quantile=0.5)
                strata |= {"observed tp24h below q0.5": o < middle, "observed tp24h from q0.5": o >= middle}
            for system in systems:
                f = np.stack([f[system] for f, _ in rows])
                for stratum, mask in strata.items():
                    key = lambda score, threshold="": (system, variable, stratum, str(lead), score, threshold)
                    if not any(k[:4] == key("")[:4] for k in ours):
                        comparison.failures.append(f"there are no scores of {key('')[:4]}")
                        continue
                    held = mask & ~np.isnan(o)
                    columns = {"climatology": usual(f"{variable}_mean"), "baseline": np.stack([f["old"] for f, _ in rows])}
                    check_pairs(comparison, ours, key, f, o, np.broadcast_to(w, o.shape), held, columns, usual, variable, limit)
                check_whole(comparison, ours, rows, system, variable, lead, regions, area, w, usual, limit)
        check_wind(comparison, ours, systems, analysis, lead, w, regions)


def check_pairs(comparison, ours, key, f, o, w, held, columns, usual, variable, limit):
    days = np.broadcast_to(np.arange(len(o))[:, None, None], o.shape)[held]
    f, o, w = f[held], o[held], w[held]
    columns = {n: v[held] for n, v in columns.items()}
    x, y, weights = [xr.DataArray(v, dims="i") for v in (f, o, w)]
    c = scores.continuous
    for score, value in {
        "me": c.mean_error, "mae": c.mae, "mse": c.mse, "rmse": c.rmse,
    }.items():
        comparison.add(ours, key(score), value(x, y, weights=weights), "scores")
    comparison.add(ours, key("correlation"), pairs.xskillscore.pearson_r(x, y, "i", weights), "xskillscore")
    with np.errstate(all="ignore"):
        tables = [
            {"n": {"numpy": len(f)}, "stde": {"numpy": pairs.deviation(f - o, w)}, "error_min": {"numpy": (f - o).min()},
             "error_max": {"numpy": (f - o).max()}, "mean_forecast": {"numpy": pairs.mean(f, w)},
             "mean_observation": {"numpy": pairs.mean(o, w)},
             "msess_baseline": {"numpy": 1 - pairs.mean((f - o) ** 2, w) / pairs.mean((columns["baseline"] - o) ** 2, w)}},
            pairs.anomaly_scores(f, o, w, days, columns["climatology"])]
        further = pairs.skill_scores(f, o, w, days)
        tables.append({n: further[n] for n in ("kge", "rmse_mean_of_init")})
        quantile = lambda x, level: np.quantile(x, level, weights=w, method="inverted_cdf")
        levels = 1 - 10 ** (-1 - 3 * np.arange(50) / 49)
        tables.append({"rqe": {"numpy": sum((quantile(f, q) - quantile(o, q)) / quantile(o, q) for q in levels)}})
        if variable == "tp24h":
            own = lambda name: usual(name, seeps_limit=">0.2 mm")
            tables.append(pairs.precipitation_scores(f, o, w, {
                "dryProbability": own("tp24h_dry_probability")[held], "heavyLimit": own("tp24h_heavy_limit")[held]}))
        for table in tables:
            for score, programs in table.items():
                if key(score) in ours:
                    for program, theirs in programs.items():
                        comparison.add(ours, key(score), theirs, program, BINS[variable] if score == "rqe" else TOLERANCE)
        comparison.add(ours, key("quantile_score", "0.9"), c.quantile_score(x, y, 0.9, weights=weights), "scores")
        limits = {f">={limit:g}": limit}
        if variable == "t2m":
            limits[">=q0.9"] = usual("t2m_quantile", quantile=0.9)[held]
        for text, level in limits.items():
            for score, programs in pairs.event_scores((f >= level) * 1.0, (o >= level) * 1.0, w, ">=1").items():
                if key(score, text) in ours:
                    for program, theirs in programs.items():
                        comparison.add(ours, key(score, text), theirs, program)


def check_whole(comparison, ours, rows, system, variable, lead, regions, area, w, usual, limit):
    limits = {f">={limit:g}": [limit] * len(rows)}
    if variable == "t2m":
        limits[">=q0.9"] = usual("t2m_quantile", quantile=0.9)
    for stratum, mask in regions.items():
        key = lambda score, threshold="": (system, variable, stratum, str(lead), score, threshold)
        for text, levels in limits.items():
            for scale in ("1 cell", "3 cells", "4000km"):
                for whole, score in ((False, "fss"), (True, "fss_whole")):
                    skill, useful = fractions_skill(
                        rows, system, levels, scale, w, lambda o: mask, LATITUDES, LONGITUDES, True, whole)
                    comparison.add(ours, key(score, f"{text} at {scale}"), skill, "numpy")
                    if scale == "1 cell" and not whole:
                        comparison.add(ours, key("fss_useful", text), useful, "numpy")
        band = mask.all(axis=1) if stratum != "box" else np.zeros(len(mask), bool)
        f, o, both = spectra(rows, system, area, band)
        with np.errstate(all="ignore"):
            for first, last in ((1, 3), (4, 15)):
                part = slice(first, last + 1)
                text = f"{first}..{last}"
                comparison.add(ours, key("power_ratio", text), f[part].sum() / o[part].sum(), "numpy")
                comparison.add(
                    ours, key("wave_correlation", text), both[part].sum() / np.sqrt(f[part].sum() * o[part].sum()), "numpy")
        less = np.flatnonzero(f[1:] < o[1:] / 2)
        effective = np.nan if not o.any() or (len(less) and less[0] == 0) else less[0] if len(less) else len(f) - 1
        comparison.add(ours, key("effective_wavenumber"), effective, "numpy")


def check_wind(comparison, ours, systems, analysis, lead, w, regions):
    u, v = [cases(systems, analysis, name, lead) for name in ("u10", "v10")]
    for system in systems:
        f = [np.stack([f[system] for f, _ in rows]) for rows in (u, v)]
        o = [np.stack([o for _, o in rows]) for rows in (u, v)]
        for stratum, mask in regions.items():
            held = np.broadcast_to(mask, o[0].shape)
            weight = np.broadcast_to(w, held.shape)[held]
            (a, b), (c, d) = [x[held] for x in f], [x[held] for x in o]
            ds = np.hypot(a, b) - np.hypot(c, d)
            for score, value in {
                "rmsve": np.sqrt(pairs.mean((a - c) ** 2 + (b - d) ** 2, weight)), "wind_speed_me": pairs.mean(ds, weight),
                "wind_speed_mae": pairs.mean(abs(ds), weight), "wind_speed_rmse": np.sqrt(pairs.mean(ds**2, weight)),
            }.items():
                comparison.add(ours, (system, "wind10m", stratum, str(lead), score, ""), value, "numpy")


def check_members(comparison):
    ours, analysis = recorded("members"), xr.open_dataset(FOLDER / "analysis.nc")
    systems = {f"member{k}": read(f"member{k}_*.nc") for k in range(5)} | {"new": read("new_*.nc")}
    rows, area = cases(systems, analysis, "t2m", 24), areas(LATITUDES)
    o = np.stack([o for _, o in rows])
    x = np.stack([[f[f"member{k}"] for k in range(5)] for f, _ in rows])
    w = np.broadcast_to((area / area.mean())[:, None], o.shape)
    for stratum, mask in (("all", np.ones(o.shape[1:], bool)), ("box", inside(BOX))):
        held = mask & ~np.isnan(o)
        members, observed, weight = np.moveaxis(x, 1, -1)[held], o[held], w[held]
        key = lambda score, threshold="": ("ensemble", "t2m", stratum, "24", score, threshold)
        mean = lambda v: np.average(v, weights=weight)
        m, variance = members.shape[1], members.var(axis=1, ddof=1)
        error = mean((members.mean(axis=1) - observed) ** 2)
        table = {
            "n": {"numpy": len(observed)}, "rmse": {"numpy": np.sqrt(mean((np.float32(members.mean(axis=1)) - observed) ** 2))},
            "spread": {"numpy": np.sqrt(mean(variance))},
            "ssr_unbiased": {"numpy": np.sqrt(mean(variance) / (error - mean(variance) / m))},
            "ssr_fortin": {"numpy": np.sqrt(mean(variance) * (m + 1) / m / error)},
            "crps_ecdf": {"scoringrules": mean(scoringrules.crps_ensemble(observed, members, estimator="nrg"))},
            "crps_fair": {"scoringrules": mean(scoringrules.crps_ensemble(observed, members, estimator="fair"))},
        } | pairs.crps_parts(members, observed, weight) | pairs.rank_scores(members, observed, weight)
        for score, programs in table.items():
            if key(score) in ours:
                for program, theirs in programs.items():
                    comparison.add(ours, key(score), theirs, program)
        events = pairs.probability_scores(members, observed, weight, {"threshold": ">=285"})
        for score, programs in events.items():
            if key(score, ">=285") in ours:
                for program, theirs in programs.items():
                    comparison.add(ours, key(score, ">=285"), theirs, program)


def check_region(comparison):
    ours = recorded("region")
    f = xr.open_dataset(FOLDER / "rain.nc", decode_timedelta=False).tp24h.isel(step=0)
    o = xr.open_dataset(FOLDER / "rain_analysis.nc").tp24h
    f = f.assign_coords(time=o.time).astype("f8")
    rows = [({"new": a.values}, b.values) for a, b in zip(f, o.astype("f8"))]
    latitudes, longitudes = o.latitude.values, o.longitude.values
    for limit in (5, 12):
        for size in (1, 3, 5, 9):
            scale = f"{size} cell" + ("s" if size > 1 else "")
            key = lambda score, at=f" at {scale}": ("new", "tp24h", "all", "24", score, f">={limit}{at}")
            theirs = scores.spatial.fss_2d(
                f, o.astype("f8"), event_threshold=limit, window_size=(size, size), spatial_dims=["latitude", "longitude"],
                threshold_operator=np.greater_equal, zero_padding=False)
            comparison.add(ours, key("fss_whole"), theirs, "scores")
            skill, useful = fractions_skill(
                rows, "new", [limit] * 3, scale, np.ones(o.shape[1:]), lambda o: np.ones(o.shape, bool), latitudes,
                longitudes, False, False)
            comparison.add(ours, key("fss"), skill, "numpy")
            if size == 1:
                comparison.add(ours, key("fss_useful", ""), useful, "numpy")


def main():
    if os.environ.get("RECORD") == "1":
        write_fields()
    comparison = Comparison()
    for check in (check_globe, check_members, check_region):
        check(comparison)
    programs = sorted({program for _, program in comparison.worst})
    print("The largest relative difference of each score of fields from each program, with "
          + ", ".join(f"{p} {importlib.metadata.version(p)}" for p in programs if p not in ("rational numbers",)))
    for (score, program), (apart, mine, theirs, key) in sorted(comparison.worst.items()):
        print(f"{score:28}{program:18}{mine!s:>24.24}{theirs!s:>24.24}  {apart:<10.1e}{', '.join(filter(None, key[:4]))}")
    print(f"\n{comparison.compared} values compared, tolerance {TOLERANCE} relative")
    for failure in comparison.failures[:40]:
        print(f"These disagree: {failure}")
    sys.exit(1 if comparison.failures else 0)


if __name__ == "__main__":
    main()
