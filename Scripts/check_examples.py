"""The numbers of docs/examples.md, computed without Verify.

Reads the shared real data with ecCodes' and SQLite's own Python bindings, matches with numpy, and prints what
`verify run` has to give. With the folders of finished runs it also compares:

    .venv/bin/python Scripts/check_examples.py ../shared/data [RUNS]

where RUNS holds the output folders of the runs in docs/examples.md, each named like its evaluation file.
"""

import csv
import datetime
import glob
import math
import os
import subprocess
import sys
import sqlite3
from collections import defaultdict

import eccodes as ec
import numpy as np
import scores
import scoringrules
import xarray as xr

DATA = sys.argv[1] if len(sys.argv) > 1 else "../shared/data"
RUNS = sys.argv[2] if len(sys.argv) > 2 else None
VERIFY = os.environ.get("VERIFY", ".build/release/verify")


def moments(errors):
    e = np.asarray(errors, dtype=float)
    return {
        "n": len(e), "me": e.mean(), "mae": np.abs(e).mean(), "rmse": math.sqrt((e**2).mean()),
        "stde": e.std(), "error_min": e.min(), "error_max": e.max(),
    }


def messages(path):
    with open(path, "rb") as file:
        while (handle := ec.codes_grib_new_from_file(file)) is not None:
            yield handle
            ec.codes_release(handle)


# --- IFS-HRES against SYNOP -------------------------------------------------------------------------------------------

def ifs_against_synop():
    """Bilinear on the octahedral grid: along each bracketing row, then across."""
    import pdbufr

    for handle in messages(f"{DATA}/metview/t2m_grib.grib"):
        points_per_row = ec.codes_get_array(handle, "pl")
        latitudes = ec.codes_get_array(handle, "distinctLatitudes")
        values = ec.codes_get_values(handle)
    starts = np.concatenate([[0], np.cumsum(points_per_row)])

    def on_row(row, longitude):
        n = points_per_row[row]
        x = (longitude % 360) / 360 * n
        left = int(np.floor(x))
        weight = x - left
        return (1 - weight) * values[starts[row] + left % n] + weight * values[starts[row] + (left + 1) % n]

    def bilinear(latitude, longitude):
        row = np.searchsorted(-latitudes, -latitude, side="right") - 1
        weight = (latitudes[row] - latitude) / (latitudes[row] - latitudes[row + 1])
        return (1 - weight) * on_row(row, longitude) + weight * on_row(row + 1, longitude)

    reports = pdbufr.read_bufr(
        f"{DATA}/metview/obs_3day.bufr", columns=["latitude", "longitude", "airTemperatureAt2M"])
    reports = reports.dropna()
    forecast = [bilinear(*p) for p in zip(reports.latitude, reports.longitude)]
    return {("t2m", "ifs-hres"): moments(np.array(forecast) - reports.airTemperatureAt2M.values)}


# --- MEPS and AROME-Arctic against vobs -------------------------------------------------------------------------------

def distance(a, b):
    """Great-circle distance in metres between two (latitude, longitude)."""
    la, lo, lb, mo = (math.radians(x) for x in (*a, *b))
    h = math.sin((lb - la) / 2) ** 2 + math.cos(la) * math.cos(lb) * math.sin((mo - lo) / 2) ** 2
    return 2 * 6_371_008.8 * math.asin(math.sqrt(h))


def nordic():
    """Pairs by station number, where the table's position is within 5 km of the observing station's."""
    observed = {}
    for path in sorted(glob.glob(f"{DATA}/harp/vobs/vobs*")):
        time = datetime.datetime.strptime(os.path.basename(path)[4:], "%Y%m%d%H")
        epoch = int(time.replace(tzinfo=datetime.timezone.utc).timestamp())
        lines = open(path).read().split("\n")
        stations, variables = int(lines[0].split()[0]), int(lines[1])
        names = [lines[2 + i].split()[0] for i in range(variables)]
        for line in lines[2 + variables:2 + variables + stations]:
            parts = line.split()
            values = dict(zip(names, parts[4:]))
            for parameter, column in (("T2m", "TT"), ("S10m", "FF")):
                if (value := float(values[column])) != -99:
                    place = float(parts[1]), float(parts[2]), float(parts[3])
                    observed[parameter, int(parts[0]), epoch] = value, place
    models = {"meps": "MEPS_prod", "arome-arctic": "AROME_Arctic_prod"}
    result, strata, strong = {}, {}, {}
    for parameter, variable in (("T2m", "t2m"), ("S10m", "ws10m")):
        errors = {}
        for model, folder in models.items():
            errors[model] = {}
            for hour in ("00", "12"):
                table = sqlite3.connect(f"{DATA}/harp/FCTABLE/{folder}/FCTABLE_{parameter}_201902_{hour}.sqlite")
                for station, latitude, longitude, start, lead, value in table.execute(
                        f"select SID, lat, lon, fcdate, leadtime, {folder}_det from FC"):
                    key = parameter, station, int(start + lead * 3600)
                    if value is None or key not in observed:
                        continue
                    observation, position = observed[key]
                    if distance((latitude, longitude), position[:2]) <= 5000:
                        errors[model][station, start, lead] = value - observation
        common = set.intersection(*(set(e) for e in errors.values()))
        for model in models:
            result[variable, model, "all"] = moments(list(errors[model].values()))
            result[variable, model, "common"] = moments([errors[model][k] for k in sorted(common)])
            if variable == "ws10m":
                o = np.array([observed[parameter, k[0], int(k[1] + k[2] * 3600)][0] for k in sorted(common)])
                f = o + [errors[model][k] for k in sorted(common)]
                own = strong[variable, model] = {
                    "quantile_score(0.9)": scores.continuous.quantile_score(
                        *[xr.DataArray(x, dims="i") for x in (f, o)], 0.9).item(),
                    "tw_mae([10,inf])": np.abs(np.maximum(f, 10) - np.maximum(o, 10)).mean(),
                }
                for threshold in (">=5", ">=10", ">=15.4333333333", "<2"):
                    own |= {f"{k}({threshold})": v for k, v in events(f, o, threshold).items() if k != "hss"}
        bands = {"height below 100 m": (-1e9, 100), "height 100..300 m": (100, 300), "height from 300 m": (300, 1e9)}
        leads = {"lead 0h..24h": (0, 24), "lead 25h..48h": (25, 48)}

        def strata_of(key):
            station, start, lead = key
            value, (latitude, longitude, height) = observed[parameter, station, int(start + lead * 3600)]
            here = [n for n, (low, high) in bands.items() if height != -99 and low <= height < high]
            now = [n for n, (first, last) in leads.items() if first <= lead <= last]
            hour = int(start + lead * 3600) // 3600 % 24
            return (here + now + [f"{a} x {b}" for a in here for b in now]
                    + (["finnmark"] if 68.5 <= latitude <= 71.5 and 22 <= longitude <= 32 else [])
                    + ([f"valid {hour:02} UTC"] if hour in (0, 12) else [])
                    + (["observed ws10m > 10 m s-1"] if variable == "ws10m" and value > 10 else []))

        members = defaultdict(list)
        for key in sorted(common):
            for name in strata_of(key):
                members[name].append(key)
        for name, keys in members.items():
            for model in models:
                all_scores = moments([errors[model][k] for k in keys])
                strata[variable, model, name] = {score: all_scores[score] for score in ("n", "me", "rmse")}
    return result, strata, strong


def events(forecast, observation, threshold):
    """The scores of a contingency table, each from its definition in the four counts."""
    def is_event(x):
        return x < float(threshold[1:]) if threshold[0] == "<" else x >= float(threshold[2:])

    said, seen = is_event(forecast), is_event(observation)
    a, b = (said & seen).sum(), (said & ~seen).sum()
    c, d = (~said & seen).sum(), (~said & ~seen).sum()
    n = a + b + c + d
    hit, alarm = a / (a + c), b / (b + d)
    chance = (a + b) * (a + c) / n
    logs = np.log([alarm, hit, 1 - alarm, 1 - hit])
    return {
        "base_rate": (a + c) / n, "frequency_bias": (a + b) / (a + c), "pod": hit, "far_ratio": b / (a + b),
        "pofd": alarm, "csi": a / (a + b + c), "ets": (a - chance) / (a + b + c - chance), "pss": hit - alarm,
        "hss": 2 * (a * d - b * c) / ((a + c) * (c + d) + (a + b) * (b + d)),
        "edi": (logs[0] - logs[1]) / (logs[0] + logs[1]),
        "sedi": (logs[0] - logs[1] - logs[2] + logs[3]) / logs.sum(),
        "eds": 2 * np.log((a + c) / n) / np.log(a / n) - 1,
        "seds": np.log(chance / n) / np.log(a / n) - 1,
    }


# --- the WRF ensemble against gauges and Stage IV ---------------------------------------------------------------------

def precipitation(path):
    for handle in messages(path):
        if ec.codes_get(handle, "shortName") == "tp":
            ec.codes_set(handle, "missingValue", 1e30)
            values = ec.codes_get_values(handle)
            return np.where(values == 1e30, np.nan, values)


def crps(members, observation):
    """The CRPS of the empirical distribution, from its definition in pairs of members."""
    m = np.asarray(members)
    return np.abs(m - observation).mean() - np.abs(m[:, None] - m[None, :]).mean() / 2


def ensemble_moments(members, observations):
    result = moments(members.mean(axis=1) - observations)
    result["crps_ecdf"] = np.mean([crps(m, o) for m, o in zip(members, observations)])
    return result


def probabilities(members, observations):
    """The Brier score by the probabilities that were forecast, the area below the curve by all pairs of an event and a
    non-event, and what scoringrules and scores have of ensembles. Verify keeps fields in single precision."""
    members = members.astype(np.float32).astype(float)
    result = {
        "ensemble_quantile_score(0.9)": scoringrules.quantile_score(
            observations, np.quantile(members, 0.9, axis=1), 0.9).mean(),
        "rps(0.1|1|10)": sum(
            (((members >= edge).mean(axis=1) - (observations >= edge)) ** 2).mean() for edge in (0.1, 1, 10)),
        "crps_fair": scoringrules.crps_ensemble(observations, members, estimator="fair").mean(),
    }
    for limit in (0.1, 10, 25.4):
        threshold = f">={limit:g}"
        m = members.shape[1]
        said, seen = (members >= limit).sum(axis=1), observations >= limit
        p, rate = said / m, seen.mean()
        groups = [(said == k) for k in range(m + 1) if (said == k).any()]
        reliability = sum(g.sum() * (p[g].mean() - seen[g].mean()) ** 2 for g in groups) / len(p)
        resolution = sum(g.sum() * (seen[g].mean() - rate) ** 2 for g in groups) / len(p)
        brier = ((p - seen) ** 2).mean()
        above = p[seen][:, None] - p[~seen][None, :]
        own = {
            "brier": brier, "brier_reliability": reliability, "brier_resolution": resolution,
            "brier_uncertainty": rate * (1 - rate), "bss_sample": 1 - brier / (rate * (1 - rate)),
            "roc_area": ((above > 0).sum() + (above == 0).sum() / 2) / above.size,
            "brier_fair": brier - (said * (m - said)).mean() / (m * m * (m - 1)),
            "twcrps_ecdf": scores.probability.tail_tw_crps_for_ensemble(
                xr.DataArray(members, dims=["i", "m"]), xr.DataArray(observations, dims="i"), "m", limit,
                tail="upper", method="ecdf").item(),
        }
        own |= {k: v for k, v in events(members.mean(axis=1), observations, threshold).items()
                if k in ("base_rate", "frequency_bias", "pod", "far_ratio", "pofd", "csi", "ets", "hss", "pss")}
        result |= {f"{k}({threshold})": v for k, v in own.items()}
    return result


def inside(path):
    """A function that tells whether a place is in a polyline of MET, by the sum of the angles its edges are seen under."""
    corners = np.array([line.split() for line in open(path).read().strip().split("\n")[1:]], dtype=float)

    def contains(latitude, longitude):
        angles = np.arctan2(corners[:, 0] - latitude, corners[:, 1] - longitude)
        turns = np.diff(np.append(angles, angles[0]))
        return abs(np.sum((turns + np.pi) % (2 * np.pi) - np.pi)) > np.pi

    return contains


def polar_stereographic(path):
    """A function from latitude and longitude to fractional column and row, by the formula on the sphere."""
    with open(path, "rb") as file:
        handle = ec.codes_grib_new_from_file(file)
        get = lambda key: ec.codes_get(handle, key)
        orientation, spacing = get("orientationOfTheGridInDegrees"), get("DxInMetres")
        first = get("latitudeOfFirstGridPointInDegrees"), get("longitudeOfFirstGridPointInDegrees")
        shape = get("Nx"), get("Ny")
        ec.codes_release(handle)

    def plane(latitude, longitude):
        radius, scale = 6_367_470.0, (1 + math.sin(math.radians(60))) / 2
        distance = 2 * radius * scale * math.tan(math.pi / 4 - math.radians(latitude) / 2)
        angle = math.radians(longitude - orientation)
        return distance * math.sin(angle) / spacing, -distance * math.cos(angle) / spacing

    x0, y0 = plane(*first)
    return lambda latitude, longitude: tuple(a - b for a, b in zip(plane(latitude, longitude), (x0, y0))), shape


def wrf():
    """The nearest cell, up to half a cell beyond the outermost centres; row by row from the first point."""
    paths = sorted(glob.glob(f"{DATA}/met/data/sample_fcst/2009123112/*/*.grib"))
    fields = np.stack([precipitation(p) for p in paths], axis=1)
    place, (columns, rows) = polar_stereographic(paths[0])
    regions = {name: inside(f"{DATA}/met/data/poly/{name}.poly") for name in ("EAST", "WEST")}
    members, observations, strata = [], [], defaultdict(list)
    for line in open(f"{DATA}/met/data/sample_obs/ascii/precip24_2010010112.ascii"):
        parts = line.split()
        if len(parts) != 11:
            continue
        x, y = place(float(parts[3]), float(parts[4]))
        column, row = round(x), round(y)
        if 0 <= column < columns and 0 <= row < rows and not np.isnan(fields[row * columns + column]).any():
            members.append(fields[row * columns + column])
            observations.append(float(parts[10]))
            here = [name for name, contains in regions.items() if contains(float(parts[3]), float(parts[4]))]
            heavy = ["observed tp24h >= 10 mm"] if observations[-1] >= 10 else []
            for name in here + heavy + [f"{a} x {b}" for a in here for b in heavy]:
                strata[name].append(len(members) - 1)
    gauges = ensemble_moments(np.array(members), np.array(observations))
    chances = probabilities(np.array(members), np.array(observations))
    analysis = precipitation(f"{DATA}/met/data/sample_obs/ST4/ST4.2010010112.24h")
    both = ~np.isnan(analysis) & ~np.isnan(fields).any(axis=1)
    stage4 = ensemble_moments(fields[both], analysis[both])
    parts = {name: ensemble_moments(np.array(members)[held], np.array(observations)[held])
             for name, held in strata.items()}
    return {("tp24h", "wrf", "ensemble"): gauges, ("tp24h", "wrf", "stage4"): stage4}, parts, chances


# --- the `verif` program ----------------------------------------------------------------------------------------------

def verif():
    """MAE, RMSE and bias by lead time as PyPI's verif prints them (four digits)."""
    result = defaultdict(dict)
    program = os.path.join(os.path.dirname(sys.executable), "verif")
    files = [f"{DATA}/verif/examples/{name}.txt" for name in ("raw", "kf")]
    for theirs, ours in (("mae", "mae"), ("rmse", "rmse"), ("bias", "me")):
        text = subprocess.run([program, *files, "-m", theirs, "-type", "text"], capture_output=True, text=True).stdout
        for line in text.splitlines()[1:]:
            parts = [p.strip() for p in line.split("|")]
            for model, value in zip(("raw", "kf"), parts[1:]):
                result["t2m", model, float(parts[0])][ours] = float(value)
    return dict(result)


# --- persistence and the climatology of ERA5 --------------------------------------------------------------------------

def era5():
    """A climatology by hour and 31 days, and the anomalies of what was analysed at the initial time."""
    fields = {}
    for handle in messages(f"{DATA}/era5/era5-2mt-2019-03-uk.grib"):
        hour = (ec.codes_get(handle, "day") - 1) * 24 + ec.codes_get(handle, "hour")
        fields[hour] = ec.codes_get_values(handle).astype(np.float32).astype(float)
    usual, quantiles = {}, {}
    for day in range(31):
        window = range(max(0, day - 15), min(30, day + 15) + 1)
        for hour in range(24):
            sample = np.array([fields[d * 24 + hour] for d in window])
            usual[day * 24 + hour] = sample.mean(axis=0)
            # The file keeps single precision, and 0.15 is half-way between two of its levels.
            levels = np.quantile(sample, [0.1, 0.2, 0.9], axis=0).astype(np.float32).astype(float)
            quantiles[day * 24 + hour] = levels[2], levels[0] + 0.5 * (levels[1] - levels[0])
    times = [(start, start + lead) for start in range(0, 28 * 24 + 1, 12) for lead in (6, 24, 48)]
    forecast = np.concatenate([fields[start] for start, _ in times])
    observation = np.concatenate([fields[valid] for _, valid in times])
    climatology = np.concatenate([usual[valid] for _, valid in times])
    high, low = (np.concatenate([quantiles[valid][i] for _, valid in times]) for i in (0, 1))
    a, b = forecast - climatology, observation - climatology
    warm, was_warm = forecast >= high, observation >= high
    hits, either = (warm & was_warm).sum(), (warm | was_warm).sum()
    by_chance = warm.sum() * was_warm.sum() / len(warm)
    mse, reference = ((forecast - observation) ** 2).mean(), ((climatology - observation) ** 2).mean()
    persistence = {
        "rmse": math.sqrt(mse), "acc_centred": np.corrcoef(a, b)[0, 1],
        "acc_uncentred": (a * b).sum() / math.sqrt((a * a).sum() * (b * b).sum()),
        "activity_ratio": a.std() / b.std(), "msess_climatology": 1 - mse / reference,
        "ets(>=q0.9)": (hits - by_chance) / (either - by_chance),
        "pod(<q0.15)": ((forecast < low) & (observation < low)).sum() / (observation < low).sum(),
    }
    return {("t2m", "persistence"): persistence, ("t2m", "climatology"): {"rmse": math.sqrt(reference)}}


# --- printing and comparing -------------------------------------------------------------------------------------------

def ours(run, *options, stratum="all"):
    text = subprocess.run(
        [VERIFY, "scores", f"{RUNS}/{run}/results.sqlite", "--format", "csv", *options],
        capture_output=True, text=True, check=True).stdout
    table = {}
    for row in csv.DictReader(text.splitlines()):
        if row["stratum"] == stratum:
            lead = float(row["lead_hours"]) if row["lead_hours"] else None
            value = float(row["value"]) if row["value"] else math.nan
            score = row["score"] + (f"({row['threshold']})" if row["threshold"] else "")
            table[row["variable"], row["model"], lead, score] = float(row["n"]) if score == "n" else value
            table.setdefault((row["variable"], row["model"], lead, "n"), float(row["n"]))
    return table


def compare(title, expected, lookup, tolerance):
    worst = 0.0
    for score, value in expected.items():
        line = f"  {title:34} {score:10} {value:14.8g}"
        if lookup is not None:
            found = lookup(score)
            difference = abs(found - value) / max(abs(value), 1e-12)
            worst = max(worst, difference)
            line += f" {found:14.8g}  {difference:8.1e}" + ("" if difference <= tolerance else "  DIFFERS")
        print(line)
    return worst


def main():
    worst = 0.0

    def check(run, key, expected, lead=None, options=(), tolerance=1e-6, stratum="all"):
        nonlocal worst
        table = ours(run, *options, stratum=stratum) if RUNS else None
        lookup = (lambda score: table.get((key[0], key[1], lead, score), math.nan)) if table else None
        title = [run, *key, *([f"+{lead:g}h"] if lead is not None else []), *([stratum] if stratum != "all" else [])]
        difference = compare(" ".join(title), expected, lookup, tolerance)
        worst = max(worst, 0.0 if difference <= tolerance else difference)

    for key, expected in ifs_against_synop().items():
        check("ifs-hres-t2m", key, expected)
    whole, strata, strong = nordic()
    for key, expected in strong.items():
        check("meps-arome-arctic-events", key, expected)
    for key, expected in whole.items():
        check("meps-arome-arctic", key, expected, options=("--pairs", key[2]))
    for key, expected in strata.items():
        check("meps-arome-arctic-strata", key[:2], expected, stratum=key[2])
    whole, strata, chances = wrf()
    check("wrf-precipitation-events", ("tp24h", "wrf"), chances)
    for key, expected in whole.items():
        check(f"wrf-precipitation-{key[2]}", key[:2], expected)
    for stratum, expected in strata.items():
        check("wrf-precipitation-regions", ("tp24h", "wrf"), expected, stratum=stratum)
    for key, expected in verif().items():
        check("verif-raw-kf", key[:2], expected, lead=key[2], tolerance=1e-3)
    for key, expected in era5().items():
        check("era5-climatology", key, expected)
    if RUNS:
        print("all agree" if worst == 0 else f"largest difference beyond the tolerance: {worst:.2e}")
    sys.exit(0 if worst == 0 or not RUNS else 1)


main()
