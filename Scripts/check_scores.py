"""Our scores against those of other programs, on random and nasty input.

    .venv/bin/python Scripts/check_scores.py            compare, print the table, exit 1 where they disagree
    RECORD=1 .venv/bin/python Scripts/check_scores.py   also rewrite the inputs and the other programs' values

Three files of fixtures/scores/ meet here: `inputs.json` (made here, seeded), `reference.json` (what the other
programs make of it, with their versions) and `ours.json` (what Verify makes of it, written by its tests under
RECORD=1). The tests of Verify compare with reference.json without Python; this script computes everything anew
with the versions that are installed. An undefined score of ours agrees with a NaN or an infinity of theirs.
"""

import decimal
import importlib.metadata
import json
import math
import operator
import os
import pathlib
import random
import sys
import warnings
from fractions import Fraction

import arch.bootstrap
import numpy as np
import scipy.optimize
import scipy.special
import scipy.stats
import scores
import scores.stats.statistical_tests
import scoringrules
import statsmodels.api
import statsmodels.stats.multitest
import statsmodels.stats.sandwich_covariance
import statsmodels.tsa.stattools
import xarray as xr
import xskillscore

warnings.filterwarnings("ignore")
decimal.getcontext().prec = 60
FOLDER = pathlib.Path(__file__).resolve().parent.parent / "fixtures" / "scores"
PROGRAMS = ["arch", "numpy", "scipy", "scores", "scoringrules", "statsmodels", "xskillscore"]
RELATIVE = 1e-9
ROUNDING = 1e-14


# --- Inputs ---------------------------------------------------------------------------------------


def inputs():
    """Cases by name; a member that is null is missing."""
    draw = random.Random(20181120)
    cases = {}

    observed = [round(draw.gauss(281, 6), 1) for _ in range(300)]
    cases["temperature"] = single([round(o + draw.gauss(0.4, 1.7), 2) for o in observed], observed)
    cases["weighted temperature"] = single(
        [round(o + draw.gauss(-0.2, 1.2), 2) for o in observed], observed,
        [round(draw.uniform(0.1, 3), 2) for _ in observed])
    cases["pressure with a bias of a hundredth"] = single(
        *zip(*[(101325.01 + x + draw.gauss(0, 0.2), 101325 + x) for x in [draw.gauss(0, 900) for _ in range(400)]]))
    cases["specific humidity"] = single(
        *zip(*[(x * draw.uniform(0.8, 1.3), x) for x in [10 ** draw.uniform(-9, -2) for _ in range(200)]]))
    cases["one pair"] = single([3.5], [2.25])
    cases["two pairs"] = single([1.5, 3], [2, 1])
    cases["constant observation"] = single([0.1, 0.2, 0.4, 0.3], [0.7] * 4)
    cases["constant on both sides"] = single([0.1] * 7, [0.3] * 7)
    cases["dry everywhere"] = single([0.0] * 20, [0.0] * 20)

    def rain(members):
        scale = 0 if draw.random() < 0.4 else draw.expovariate(1 / 6)
        value = lambda: 0.0 if draw.random() < 0.25 else round(scale * draw.random(), 1)
        return [value() for _ in range(members)], value()

    cases["six members of rain, with ties and zeros"] = ensemble([rain(6) for _ in range(250)])
    cases["fifty members"] = ensemble(
        [([round(draw.gauss(mu, 2), 3) for _ in range(50)], round(draw.gauss(mu, 2.5), 3))
         for mu in [draw.gauss(5, 4) for _ in range(80)]])
    cases["two members at 101 325 Pa"] = ensemble(
        [([101325 + draw.gauss(0, 5) for _ in range(2)], 101325 + draw.gauss(0, 6)) for _ in range(60)])
    cases["equal members"] = ensemble([([0.1] * 9, 0.4), ([2.7] * 9, 2.5), ([0.3] * 9, 0.3)])
    cases["all members dry, all dry"] = ensemble([([0.0] * 5, 0.0) for _ in range(12)])
    missing = [rain(5) for _ in range(120)]
    for i, (members, _) in enumerate(missing):
        for k in range(i % 4):
            members[(i + 2 * k) % 5] = None
    cases["missing members"] = ensemble(missing)

    cases["temperature"]["threshold"] = ">=283"
    cases["weighted temperature"]["threshold"] = "<275.5"
    cases["six members of rain, with ties and zeros"]["threshold"] = ">=1"
    cases["missing members"]["threshold"] = ">0"
    cases["dry everywhere"]["threshold"] = ">=1"
    cases["one pair"]["threshold"] = ">3"
    cases["fifty members"]["threshold"] = "<=20"

    others = random.Random(1884)
    cases["rain with a climatology, missing in places"] = with_columns(others, rain_of(others))
    cases["rain with a climatology, weighted"] = with_columns(others, rain_of(others), weighted=True)
    cases["rain without a climatology anywhere"] = with_columns(others, rain_of(others), missing=True)
    cases["winds, some calm, over six initial times"] = winds(others)
    rainy = cases["six members of rain, with ties and zeros"]
    rainy["columns"] = {"eventProbability": [round(others.random(), 2) for _ in rainy["observations"]]}

    cases["an ensemble of winds at nine stations"] = ensemble_of_winds(random.Random(1805))

    first = [[round(draw.gauss(0.3, 1), 3)] * 3 for _ in range(25)]
    second = [[round(x[0] + draw.gauss(0.2, 0.6), 3)] * 3 for x in first]
    cases["paired systems"] = {"first": first, "second": second}
    cases["two initial times"] = {"first": [[1.0], [2.0]], "second": [[0.5], [2.25]]}
    return cases | of_significance()


def of_significance():
    draw = random.Random(20160301)
    stations = [draw.gauss(0, 0.8) for _ in range(9)]
    return {
        "series of differences": {"series": autoregressive(draw, 120, 0.5), "horizon": 3},
        "short series of differences": {"series": autoregressive(draw, 24, 0.3), "horizon": 1},
        "persistent series of differences": {"series": autoregressive(draw, 365, 0.8), "horizon": 8},
        "p-values of many tests": {
            "p": [round(draw.random() ** 3, 6) for _ in range(5)] + [0.0, 1.0, 0.04, 0.04]},
        "differences of stations": {"stations": [
            [round(station + time + draw.gauss(0, 1), 3) for station in stations]
            for time in [draw.gauss(0.3, 0.6) for _ in range(17)]]},
    }


def autoregressive(draw, count, correlation):
    values = [draw.gauss(0, 1)]
    while len(values) < count:
        values.append(correlation * values[-1] + draw.gauss(0, 1))
    return [round(0.2 + x, 4) for x in values]


def rain_of(draw, count=240):
    """Forecasts and observations to a tenth of a mm, many dry."""
    scale = [0 if draw.random() < 0.3 else draw.expovariate(1 / 6) for _ in range(count)]
    value = lambda s: 0.0 if draw.random() < 0.2 else round(s * draw.random(), 1)
    return [value(s) for s in scale], [value(s) for s in scale]


def with_columns(draw, pairs, weighted=False, missing=False):
    forecasts, observations = pairs
    count = len(forecasts)
    hole = lambda values: [None if missing or draw.random() < 0.03 else x for x in values]
    lower = [round(draw.uniform(0, 2), 1) for _ in range(count)]
    case = single(forecasts, observations, [round(draw.uniform(0.1, 3), 2) for _ in range(count)] if weighted else None)
    case["initTimes"] = [i % 7 for i in range(count)]
    case["columns"] = {
        "climatology": hole([round(draw.uniform(0.5, 3), 2) for _ in range(count)]),
        "baseline": hole([round(o * draw.uniform(0, 2), 1) for o in observations]),
        "dryProbability": hole([round(draw.uniform(0.05, 0.95), 2) for _ in range(count)]),
        "heavyLimit": hole([round(draw.uniform(1, 6), 1) for _ in range(count)]),
        "lowerLimit": hole(lower),
        "upperLimit": hole([round(low + draw.uniform(0, 4), 1) for low in lower]),
        "greatestForecastNearby": hole([round(x + max(0, draw.gauss(0, 2)), 1) for x in forecasts]),
        "greatestObservationNearby": hole([round(x + max(0, draw.gauss(0, 2)), 1) for x in observations]),
    }
    return case


def winds(draw, count=180):
    component = lambda: round(draw.gauss(0, 4), 1)
    observed = [(component(), component()) for _ in range(count)]
    forecast = [(round(u + draw.gauss(0, 2), 1), round(v + draw.gauss(0, 2), 1)) for u, v in observed]
    # North wind against south wind, and a forecast of no wind.
    observed[:2], forecast[:3] = [(0.0, -5.0), (3.0, 0.0)], [(0.0, 4.0), (-3.0, 0.0), (0.0, 0.0)]
    case = single([u for u, _ in forecast], [u for u, _ in observed])
    case["initTimes"] = [i % 6 for i in range(count)]
    case["columns"] = {
        "secondForecast": [v for _, v in forecast],
        "secondObservation": [None if i % 50 == 9 else v for i, (_, v) in enumerate(observed)],
    }
    return case


def ensemble_of_winds(draw, stations=9, times=8, count=5):
    """Components to a tenth of a m/s; a vector of stations at each initial time."""
    near = lambda x, width: round(x + draw.gauss(0, width), 1)
    rows = []
    for time in range(times):
        mean = draw.gauss(3, 4), draw.gauss(0, 4)
        for _ in range(stations):
            u, v = near(mean[0], 1.5), near(mean[1], 1.5)
            rows.append((time, u, v, [near(u, 2) for _ in range(count)], [near(v, 2) for _ in range(count)]))
    return {
        "observations": [u for _, u, _, _, _ in rows], "members": [x for _, _, _, x, _ in rows],
        "northwardMembers": [y for _, _, _, _, y in rows], "initTimes": [time for time, _, _, _, _ in rows],
        "columns": {
            "secondForecast": [sum(y) / count for _, _, _, _, y in rows], "secondObservation": [v for _, _, v, _, _ in rows]},
    }


def single(forecasts, observations, weights=None):
    return {"forecasts": list(forecasts), "observations": list(observations)} | (
        {"weights": weights} if weights else {})


def ensemble(pairs):
    return {"members": [members for members, _ in pairs], "observations": [o for _, o in pairs]}


# --- The other programs ---------------------------------------------------------------------------


def reference(case):
    """Values by score and program."""
    if "first" in case:
        return paired(case)
    if "series" in case:
        return series(np.array(case["series"]), case["horizon"])
    if "p" in case:
        return adjusted(case["p"])
    if "stations" in case:
        return two_way(np.array(case["stations"]))
    f = np.array(case["forecasts"]) if "forecasts" in case else np.nanmean(members(case), axis=1)
    w = np.array(case["weights"]) if "weights" in case else None
    events = event_scores(f, np.array(case["observations"]), w, case["threshold"]) if "threshold" in case else {}
    x = members(case) if "members" in case else f[:, None]
    o = np.array(case["observations"])
    plain = ensemble_scores(case) if "members" in case else deterministic_scores(case)
    further = further_scores(f, o, w, case)
    w = np.ones(len(o)) if w is None else w
    events |= probability_scores(x, o, w, case) if "threshold" in case else {}
    vectors = vector_scores(x, o, case) if "members" in case and not np.isnan(x).any() else {}
    return (
        plain | events | further | crps_parts(x, o, w) | rank_scores(x, o, w) | ranked_scores(x, o, w) | vectors)


def vector_scores(x, o, case):
    """All stations of an initial time as one vector; the components of each wind as another."""
    days = np.array(case.get("initTimes", [0] * len(o)))
    rows = [(o[days == day], x[days == day].T) for day in sorted(set(days))]
    table = {
        "es_ecdf_stations": {"scoringrules": np.mean([scoringrules.es_ensemble(y, z, estimator="nrg") for y, z in rows])},
        "es_fair_stations": {"scoringrules": np.mean([scoringrules.es_ensemble(y, z, estimator="fair") for y, z in rows])},
        "vs_half_stations": {"scoringrules": np.mean([scoringrules.vs_ensemble(y, z, p=0.5) for y, z in rows])},
    }
    if "northwardMembers" in case:
        y = np.stack([o, np.array(case["columns"]["secondObservation"])], axis=-1)
        z = np.stack([x, np.array(case["northwardMembers"])], axis=-1)
        table["es_ecdf_wind"] = {"scoringrules": np.mean(scoringrules.es_ensemble(y, z, estimator="nrg"))}
        table["es_fair_wind"] = {"scoringrules": np.mean(scoringrules.es_ensemble(y, z, estimator="fair"))}
    return table


def deterministic_scores(case):
    f, o = np.array(case["forecasts"]), np.array(case["observations"])
    w = np.array(case["weights"]) if "weights" in case else None
    return single_scores(f, o, w) | {"crps_ecdf": {"numpy": np.average(np.abs(f - o), weights=w)}}


def single_scores(f, o, w):
    e = f - o
    table = {
        "stde": {"numpy": np.sqrt(np.average((e - np.average(e, weights=w)) ** 2, weights=w))},
        "error_min": {"numpy": e.min()},
        "error_max": {"numpy": e.max()},
        "mean_forecast": {"numpy": np.average(f, weights=w)},
        "mean_observation": {"numpy": np.average(o, weights=w)},
    }
    x, y = xr.DataArray(f, dims="i"), xr.DataArray(o, dims="i")
    weights = None if w is None else xr.DataArray(w, dims="i")
    c = scores.continuous
    table["me"] = {"scores": c.mean_error(x, y, weights=weights), "xskillscore": xskillscore.me(x, y, "i", weights)}
    table["mae"] = {"scores": c.mae(x, y, weights=weights), "xskillscore": xskillscore.mae(x, y, "i", weights)}
    table["mse"] = {"scores": c.mse(x, y, weights=weights), "xskillscore": xskillscore.mse(x, y, "i", weights)}
    table["rmse"] = {"scores": c.rmse(x, y, weights=weights), "xskillscore": xskillscore.rmse(x, y, "i", weights)}
    table["correlation"] = {"xskillscore": xskillscore.pearson_r(x, y, "i", weights)}
    if w is None:
        table["correlation"]["scores"] = c.correlation.pearsonr(x, y)
    for name, value in exact(f, o, w).items():
        table.setdefault(name, {})["rational numbers"] = value
    return table


def exact(f, o, w):
    """In rational numbers, of the Float64 values as they are; roots to 60 digits."""
    f, o = [Fraction(float(x)) for x in f], [Fraction(float(x)) for x in o]
    w = [Fraction(1)] * len(f) if w is None else [Fraction(float(x)) for x in w]
    mean = lambda x: sum(a * b for a, b in zip(w, x)) / sum(w)
    root = lambda x: (decimal.Decimal(x.numerator) / decimal.Decimal(x.denominator)).sqrt()
    e = [a - b for a, b in zip(f, o)]
    me, mse = mean(e), mean([x * x for x in e])
    df, do = [x - mean(f) for x in f], [x - mean(o) for x in o]
    variances = mean([x * x for x in df]), mean([x * x for x in do])
    covariance = mean([x * y for x, y in zip(df, do)])
    product = root(variances[0] * variances[1])
    covariance = decimal.Decimal(covariance.numerator) / decimal.Decimal(covariance.denominator)
    return {
        "me": float(me), "mae": float(mean([abs(x) for x in e])), "mse": float(mse), "rmse": float(root(mse)),
        "stde": float(root(mse - me * me)), "correlation": float(covariance / product) if product else math.nan,
    }


def members(case):
    return np.array([[np.nan if v is None else v for v in row] for row in case["members"]])


def ensemble_scores(case):
    x = members(case)
    o = np.array(case["observations"])
    table = single_scores(np.nanmean(x, axis=1), o, None)
    m = np.sum(~np.isnan(x), axis=1)
    many = m > 1
    error, variance = (np.nanmean(x, axis=1) - o)[many], np.nanvar(x[many], axis=1, ddof=1)
    table["spread"] = {"numpy": np.sqrt(variance.mean())}
    table["ssr_unbiased"] = {"numpy": np.sqrt(variance.mean() / (error**2 - variance / m[many]).mean())}
    table["ssr_fortin"] = {"numpy": np.sqrt((variance * (m[many] + 1) / m[many]).mean() / (error**2).mean())}
    forecast, observed = xr.DataArray(x, dims=["i", "member"]), xr.DataArray(o, dims="i")
    crps = scores.probability.crps_for_ensemble
    table["crps_ecdf"] = {
        "scores": crps(forecast, observed, "member", method="ecdf"),
        "scoringrules": np.mean([scoringrules.crps_ensemble(b, a[~np.isnan(a)], estimator="nrg") for a, b in zip(x, o)]),
    }
    # A pair of one member has no fair score; a pair with missing members keeps the fair score of the others.
    table["crps_fair"] = {
        "scores": crps(forecast[many], observed[many], "member", method="fair"),
        "scoringrules": np.mean(
            [scoringrules.crps_ensemble(b, a[~np.isnan(a)], estimator="fair") for a, b in zip(x[many], o[many])]),
    }
    if not np.isnan(x).any():
        table["crps_ecdf"]["xskillscore"] = xskillscore.crps_ensemble(observed, forecast, dim="i")
    return table


def event_scores(f, o, w, threshold):
    """From the table's cells by their definitions; and, without weights, by scores."""
    comparison, limit = threshold.rstrip("0123456789."), float(threshold.lstrip("<=>"))
    event = {">=": np.greater_equal, "<=": np.less_equal, ">": np.greater, "<": np.less}[comparison]
    yes, seen = event(f, limit), event(o, limit)
    w = np.ones(len(f)) if w is None else w
    a, b, c, d = [w[cell].sum() for cell in (yes & seen, yes & ~seen, ~yes & seen, ~yes & ~seen)]
    with np.errstate(all="ignore"):
        hit, false = a / (a + c), b / (b + d)
        log = np.log
        table = {"edi": {"numpy": (log(false) - log(hit)) / (log(false) + log(hit))}, "sedi": {"numpy": (
            log(false) - log(hit) - log(1 - false) + log(1 - hit)) / (
            log(false) + log(hit) + log(1 - false) + log(1 - hit))}}
    chance = (a + b) * (a + c) / (a + b + c + d)
    expected = ((a + b) * (a + c) + (c + d) * (b + d)) / (a + b + c + d) ** 2
    correct = (a + d) / (a + b + c + d)
    for name, value in {
        "base_rate": (a + c) / (a + b + c + d), "frequency_bias": (a + b) / (a + c), "pod": hit,
        "far_ratio": b / (a + b), "pofd": false, "csi": a / (a + b + c), "ets": (a - chance) / (a + b + c - chance),
        "hss": (correct - expected) / (1 - expected), "pss": hit - false,
        "forecast_rate": (a + b) / (a + b + c + d), "proportion_correct": correct, "success_ratio": a / (a + b),
        "odds_ratio": a * d / (b * c), "orss": (a * d - b * c) / (a * d + b * c),
        "eds": 2 * log((a + c) / w.sum()) / log(a / w.sum()) - 1,
        "seds": log((a + b) * (a + c) / w.sum() ** 2) / log(a / w.sum()) - 1,
        "bagss": bias_adjusted(a, b, c, w.sum()),
    }.items():
        table[name] = {"numpy": value}
    if (w == 1).all():
        counts = scores.categorical.BinaryContingencyManager(xr.DataArray(yes, dims="i"), xr.DataArray(seen, dims="i"))
        for name, method in SCORES_OF_EVENTS.items():
            table[name]["scores"] = getattr(counts.transform(), method)()
    return table


def bias_adjusted(a, b, c, n):
    if min(a, b, c) == 0:
        return math.nan
    observed, decay = a + c, math.log((a + c) / c)
    hits = observed - b / decay * scipy.special.lambertw(observed * decay / b).real
    return (hits - observed**2 / n) / (2 * observed - hits - observed**2 / n)


SCORES_OF_EVENTS = {
    "forecast_rate": "forecast_rate", "proportion_correct": "accuracy", "success_ratio": "success_ratio",
    "odds_ratio": "odds_ratio", "orss": "odds_ratio_skill_score",
    "base_rate": "base_rate", "frequency_bias": "frequency_bias", "pod": "probability_of_detection",
    "far_ratio": "false_alarm_ratio", "pofd": "probability_of_false_detection", "csi": "critical_success_index",
    "ets": "equitable_threat_score", "hss": "heidke_skill_score", "pss": "peirce_skill_score",
    "sedi": "symmetric_extremal_dependence_index",
}


# --- Scores beyond those of every evaluation; parameters are the examples of the catalogue


def further_scores(f, o, w, case):
    with np.errstate(all="ignore"):
        weights = np.ones(len(f)) if w is None else w
        days = np.array(case.get("initTimes", [0] * len(f)))
        table = skill_scores(f, o, weights, days)
        table |= category_scores(f, o, weights) | loss_scores(f, o, w)
        if "columns" in case:
            columns = {
                name: np.array([np.nan if x is None else x for x in values], dtype=float)
                for name, values in case["columns"].items()}
            table |= column_scores(f, o, weights, days, columns)
    return table


def mean(x, w):
    return np.average(x, weights=w) if len(x) else math.nan


def deviation(x, w):
    return np.sqrt(mean((x - mean(x, w)) ** 2, w))


def skill_scores(f, o, w, days):
    e = f - o
    constant = np.ptp(o) == 0 or np.ptp(f) == 0
    so, sf = deviation(o, w), deviation(f, w)
    r = math.nan if constant else mean((f - mean(f, w)) * (o - mean(o, w)), w) / (so * sf)
    sample = math.nan if np.ptp(o) == 0 else so**2 * w.sum() / (w.sum() - 1)
    table = {
        "msess_sample": {"numpy": 1 - mean(e**2, w) / sample},
        "murphy_association": {"numpy": r**2}, "murphy_conditional_bias": {"numpy": (r - sf / so) ** 2},
        "murphy_unconditional_bias": {"numpy": math.nan if np.ptp(o) == 0 else (mean(e, w) / so) ** 2},
        "rmse_mean_of_init": {
            "numpy": np.mean([np.sqrt(mean(e[days == day] ** 2, w[days == day])) for day in np.unique(days)])},
    }
    far = math.nan if mean(o, w) == 0 or constant else np.array([r, sf / so, mean(f, w) / mean(o, w)]) - 1
    table["kge"] = {"numpy": 1 - np.sqrt(np.sum(far**2))}
    if (w == 1).all():
        table["kge"]["scores"] = scores.continuous.kge(*[xr.DataArray(x, dims="i") for x in (f, o)])
    # Values of few digits, each in a bin of the histogram of its own.
    if (np.abs(np.round(f, 2) - f) < 1e-9).all() and (np.abs(e) < 8).all():
        quantile = lambda x, level: np.quantile(x, level, weights=w, method="inverted_cdf")
        table["error_quantile"] = {"numpy": quantile(e, 0.5)}
        table["absolute_error_quantile"] = {"numpy": quantile(np.abs(e), 0.9)}
        levels = 1 - 10 ** (-1 - 3 * np.arange(50) / 49)
        if np.abs(o).max() < 8:
            table["rqe"] = {"numpy": np.sum([(quantile(f, q) - quantile(o, q)) / quantile(o, q) for q in levels])}
    return table


EDGES = [1, 2, 5]


def category_scores(f, o, w):
    size = len(EDGES) + 1
    counts = np.zeros((size, size))
    np.add.at(counts, (np.digitize(f, EDGES), np.digitize(o, EDGES)), w)
    counts /= counts.sum()
    p, q, correct = counts.sum(axis=1), counts.sum(axis=0), np.trace(counts)
    below = np.cumsum(q)[:-1]
    odds = (1 - below) / below if below[0] > 0 and q[-1] > 0 else np.full(size - 1, np.nan)
    reward = [
        [(np.sum(1 / odds[: min(i, j)]) + np.sum(odds[max(i, j) :]) - abs(i - j)) / (size - 1) for j in range(size)]
        for i in range(size)]
    table = {
        "category_pc": {"numpy": correct}, "category_hss": {"numpy": (correct - p @ q) / (1 - p @ q)},
        "category_pss": {"numpy": (correct - p @ q) / (1 - q @ q) if q.max() < 1 else math.nan},
        "gerrity": {"numpy": math.nan if np.isnan(odds).any() else np.sum(counts * reward)},
    }
    table["category_proportion_correct"] = table.pop("category_pc")
    if (w == 1).all() and (q > 0).all():
        edges = np.array([-1e9, *EDGES, 1e9])
        x, y = xr.DataArray(f, dims="i"), xr.DataArray(o, dims="i")
        other = xskillscore.Contingency(y, x, edges, edges, dim="i")
        table["category_proportion_correct"]["xskillscore"] = other.accuracy()
        table["category_hss"]["xskillscore"] = other.heidke_score()
        table["category_pss"]["xskillscore"] = other.peirce_score()
        table["gerrity"]["xskillscore"] = other.gerrity_score()
    return table


def loss_scores(f, o, w):
    x, y = xr.DataArray(f, dims="i"), xr.DataArray(o, dims="i")
    weights = None if w is None else xr.DataArray(w, dims="i")
    c = scores.continuous
    return {
        "quantile_score": {"scores": c.quantile_score(x, y, 0.9, weights=weights)},
        "tw_mae": {"scores": c.tw_absolute_error(x, y, (1, 5), weights=weights)},
        "tw_mse": {"scores": c.tw_squared_error(x, y, (1, 5), weights=weights)},
        "tw_quantile_score": {"scores": c.tw_quantile_score(x, y, 0.9, (1, 5), weights=weights)},
    }


def column_scores(f, o, w, days, columns):
    table = {}
    if "climatology" in columns:
        table |= anomaly_scores(f, o, w, days, columns["climatology"])
        held = ~np.isnan(columns["baseline"])
        square = lambda x: mean((x[held] - o[held]) ** 2, w[held])
        table["msess_baseline"] = {"numpy": 1 - square(f) / square(columns["baseline"])}
        table |= precipitation_scores(f, o, w, columns) | interval_scores(o, w, columns)
        table |= tolerance_scores(f, o, w, columns)
    if "secondForecast" in columns:
        table |= wind_scores(f, o, w, columns)
    return table


def anomaly_scores(f, o, w, days, c):
    held = ~np.isnan(c)
    if not held.any():
        names = [f"acc_{form}{kind}" for form in ("centred", "uncentred") for kind in ("", "_mean_of_init", "_fisher_mean")]
        names += ["activity_forecast", "activity_observation", "activity_ratio", "msess_climatology"]
        return {name: {"numpy": math.nan} for name in names}
    a, b, w, days = (f - c)[held], (o - c)[held], w[held], days[held]
    uncentred = lambda a, b, w: mean(a * b, w) / np.sqrt(mean(a**2, w) * mean(b**2, w))
    centred = lambda a, b, w: uncentred(a - mean(a, w), b - mean(b, w), w)
    table = {}
    for name, score in {"centred": centred, "uncentred": uncentred}.items():
        each = [score(a[days == day], b[days == day], w[days == day]) for day in np.unique(days)]
        table[f"acc_{name}"] = {"numpy": score(a, b, w)}
        table[f"acc_{name}_mean_of_init"] = {"numpy": np.mean(each)}
        table[f"acc_{name}_fisher_mean"] = {"numpy": np.tanh(np.mean(np.arctanh(each)))}
    x, y, weights = [xr.DataArray(v, dims="i") for v in (a, b, w)]
    table["acc_centred"]["xskillscore"] = xskillscore.pearson_r(x, y, "i", weights)
    table["activity_forecast"] = {"numpy": deviation(a, w)}
    table["activity_observation"] = {"numpy": deviation(b, w)}
    table["activity_ratio"] = {"numpy": deviation(a, w) / deviation(b, w)}
    table["msess_climatology"] = {"numpy": 1 - mean((a - b) ** 2, w) / mean(b**2, w)}
    return table


def precipitation_scores(f, o, w, columns):
    table = {}
    p1, limit = columns["dryProbability"], columns["heavyLimit"]
    arrays = [xr.DataArray(x, dims="i") for x in (f, o, p1, limit)]
    p3 = (1 - p1) / 3
    zero = 0 * p1
    penalties = np.array([
        [zero, 1 / (1 - p1), 1 / p3 + 1 / (1 - p1)], [1 / p1, zero, 1 / p3],
        [1 / p1 + 1 / (1 - p3), 1 / (1 - p3), zero]]) / 2
    held = ~np.isnan(limit) & (p1 >= 0.1) & (p1 <= 0.85)
    for dry, name in ((0.2, "0p2"), (0.25, "0p25")):
        for beyond, kind in ((np.greater, "above"), (np.greater_equal, "at_least")):
            category = lambda x: beyond(x, dry).astype(int) * (1 + beyond(x, limit))
            each = penalties[category(f), category(o), np.arange(len(f))]
            table[f"seeps_{name}_{kind}"] = {"numpy": mean(each[held], w[held])}
        theirs = scores.categorical.seeps(*arrays, dry_light_threshold=dry, weights=xr.DataArray(w, dims="i"))
        table[f"seeps_{name}_above"]["scores"] = theirs
    return table


def interval_scores(o, w, columns):
    held = ~np.isnan(columns["lowerLimit"]) & ~np.isnan(columns["upperLimit"])
    low, high, o, w = columns["lowerLimit"][held], columns["upperLimit"][held], o[held], w[held]
    if not held.any():
        return {"interval_score": {"numpy": math.nan}}
    arrays = [xr.DataArray(x, dims="i") for x in (low, high, o)]
    theirs = scores.continuous.interval_score(*arrays, interval_range=0.9, weights=xr.DataArray(w, dims="i"))
    return {"interval_score": {
        "scores": theirs["total"], "scoringrules": mean(scoringrules.interval_score(o, low, high, 1 - 0.9), w)}}


def tolerance_scores(f, o, w, columns):
    near = columns["greatestForecastNearby"], columns["greatestObservationNearby"]
    held = ~np.isnan(near[0]) & ~np.isnan(near[1])
    seen, said = held & (o >= 1), held & (f >= 1)
    hit = w[seen & (near[0] >= 1)].sum() / w[seen].sum()
    confirmed = w[said & (near[1] >= 1)].sum() / w[said].sum()
    return {
        "pod_nearby": {"numpy": hit}, "far_ratio_nearby": {"numpy": 1 - confirmed},
        "csi_nearby": {"numpy": 1 / (1 / hit + 1 / confirmed - 1)}}


def wind_scores(uf, uo, w, columns):
    vf, vo = columns["secondForecast"], columns["secondObservation"]
    held = ~np.isnan(vo)
    vector = (uf + 1j * vf)[held], (uo + 1j * vo)[held]
    w, speed = w[held], np.abs(vector[0]) - np.abs(vector[1])
    table = {
        "rmsve": {"numpy": np.sqrt(mean(np.abs(vector[0] - vector[1]) ** 2, w))},
        "wind_speed_me": {"numpy": mean(speed, w)}, "wind_speed_mae": {"numpy": mean(np.abs(speed), w)},
        "wind_speed_rmse": {"numpy": np.sqrt(mean(speed**2, w))},
    }
    strong = (np.abs(vector[1]) >= 3) & (vector[0] != 0)
    # From where the wind blows, clockwise from north.
    origin = [np.degrees(np.arctan2(-x.real, -x.imag))[strong] for x in vector]
    turn = 180 - (180 - (origin[0] - origin[1])) % 360
    w = w[strong]
    return table | {
        "wind_direction_me": {"numpy": mean(turn, w)}, "wind_direction_mae": {"numpy": mean(np.abs(turn), w)},
        "wind_direction_rmse": {"numpy": np.sqrt(mean(turn**2, w))}}


def ragged(x):
    """The members of each pair that are not missing."""
    return [row[~np.isnan(row)] for row in x]


def crps_parts(x, o, w):
    """The formulas of Hersbach (2000), for each ensemble size by itself."""
    rows = [(np.sort(row), value, weight) for row, value, weight in zip(ragged(x), o, w) if len(row)]
    reliability = potential = 0
    for m in {len(row) for row, _, _ in rows}:
        same = [row for row in rows if len(row[0]) == m]
        total = sum(weight for _, _, weight in same)
        below, above = np.zeros(m + 1), np.zeros(m + 1)
        outside = np.zeros(2)
        for row, value, weight in same:
            edges = np.concatenate([[min(value, row[0])], row, [max(value, row[-1])]])
            inside = np.clip(value, edges[:-1], edges[1:])
            below += weight * (inside - edges[:-1])
            above += weight * (edges[1:] - inside)
            outside += weight * np.array([value < row[0], value > row[-1]])
        # The first bin reaches down to the observation, so that all of it is above; the last likewise.
        above[0], below[0] = above[0] + below[0], 0
        below[m], above[m] = above[m] + below[m], 0
        width, often = below + above, np.divide(above, below + above, where=below + above > 0, out=np.zeros(m + 1))
        often[0], often[m] = outside[0] / total, 1 - outside[1] / total
        width[0] = above[0] / often[0] if outside[0] else 0
        width[m] = below[m] / (1 - often[m]) if outside[1] else 0
        p = np.arange(m + 1) / m
        reliability += (width * (often - p) ** 2).sum()
        potential += (width * often * (1 - often)).sum()
    total = sum(weight for _, _, weight in rows)
    values, weights = np.array([v for _, v, _ in rows]), np.array([weight for _, _, weight in rows])
    apart = np.abs(values[:, None] - values[None, :])
    uncertainty = (weights[:, None] * weights[None, :] * apart).sum() / weights.sum() ** 2 / 2
    score = np.average(
        [scoringrules.crps_ensemble(v, row, estimator="nrg") for row, v, _ in rows], weights=weights)
    return {
        "crps_reliability": {"numpy": reliability / total}, "crps_potential": {"numpy": potential / total},
        "crps_uncertainty": {"numpy": uncertainty}, "crps_resolution": {"numpy": uncertainty - potential / total},
        "crpss_sample": {"scoringrules": 1 - score / uncertainty if uncertainty else math.nan},
    }


def ranked_scores(x, o, w):
    """Over the edges of categories and at the level that are the examples of the catalogue."""
    held = np.sum(~np.isnan(x), axis=1) > 0
    x, o, w = x[held], o[held], w[held]
    m = np.sum(~np.isnan(x), axis=1)
    many = m > 1
    score = fair = reference = 0
    for edge in EDGES:
        i, y = np.nansum(x >= edge, axis=1), (o >= edge).astype(float)
        error = (i / m - y) ** 2
        score += mean(error, w)
        fair += mean((error - i * (m - i) / (m**2 * np.maximum(1, m - 1)))[many], w[many])
        reference += mean(y, w) * (1 - mean(y, w))
    table = {
        "rps": {"numpy": score}, "rps_fair": {"numpy": fair},
        "rpss_sample": {"numpy": 1 - score / reference if reference else math.nan}}
    quantile = np.array([np.quantile(row, 0.9) for row in ragged(x)])
    table["ensemble_quantile_score"] = {"scores": scores.continuous.quantile_score(
        xr.DataArray(quantile, dims="i"), xr.DataArray(o, dims="i"), 0.9, weights=xr.DataArray(w, dims="i"))}
    if (w == 1).all() and not np.isnan(x).any():
        forecast, observed = xr.DataArray(x, dims=["i", "member"]), xr.DataArray(o, dims="i")
        edges = xr.DataArray(np.nextafter(np.array(EDGES, dtype=float), -np.inf), dims="category_edge")
        table["rps"]["xskillscore"] = xskillscore.rps(observed, forecast, edges, dim="i", member_dim="member")
    return table


def rank_scores(x, o, w):
    """Only without ties, which are drawn; and by xskillscore without weights or missing members."""
    if (x == o[:, None]).any():
        return {}
    size, rank = np.sum(~np.isnan(x), axis=1), np.sum(x < o[:, None], axis=1)
    sums, total = np.zeros(3), 0
    for m in set(size) - {0}:
        counts = np.bincount(rank[size == m], weights=w[size == m], minlength=m + 1)
        n = counts.sum()
        f = counts / n
        sums += n * np.array([
            np.abs(f - 1 / (m + 1)).sum(), ((counts - n / (m + 1)) ** 2).sum() * (m + 1) / (n * m),
            f[0] + f[m] - 2 / (m + 1)])
        total += n
    names = ["rank_reliability_index", "rank_flatness", "rank_outliers"]
    table = {name: {"numpy": value} for name, value in zip(names, sums / total)}
    if (w == 1).all() and not np.isnan(x).any():
        forecast, observed = xr.DataArray(x, dims=["i", "member"]), xr.DataArray(o, dims="i")
        f = xskillscore.rank_histogram(observed, forecast, dim="i").values / len(o)
        table["rank_reliability_index"]["xskillscore"] = np.abs(f - 1 / len(f)).sum()
    return table


def probability_scores(x, o, w, case):
    """Of the probability of an event, the part of the members beyond the threshold."""
    comparison, limit = case["threshold"].rstrip("0123456789."), float(case["threshold"].lstrip("<=>"))
    event = {">=": np.greater_equal, "<=": np.less_equal, ">": np.greater, "<": np.less}[comparison]
    m = np.sum(~np.isnan(x), axis=1)
    x, o, w, m = x[m > 0], o[m > 0], w[m > 0], m[m > 0]
    i = np.sum(event(x, limit) & ~np.isnan(x), axis=1)
    p, y = i / m, event(o, limit).astype(float)
    mean = lambda v, weights=w: np.average(v, weights=weights)
    score, base = mean((p - y) ** 2), mean(y)
    table = {"brier": {"numpy": score}, "brier_uncertainty": {"numpy": base * (1 - base)}}

    def parts(group):
        own = np.array([mean(y[group == g], w[group == g]) for g in group])
        said = np.array([mean(p[group == g], w[group == g]) for g in group])
        return mean((said - own) ** 2), mean((own - base) ** 2)

    reliability, resolution = parts(p)
    table |= {"brier_reliability": {"numpy": reliability}, "brier_resolution": {"numpy": resolution}}
    reliability, resolution = parts(np.minimum(9, 10 * i // m))
    table |= {
        "brier_reliability_tenths": {"numpy": reliability}, "brier_resolution_tenths": {"numpy": resolution},
        "brier_within_tenths": {"numpy": score - (reliability - resolution + base * (1 - base))}}
    levels, which = np.unique(p, return_inverse=True)
    weight = np.bincount(which, weights=w)
    rising = scipy.optimize.isotonic_regression(np.bincount(which, weights=w * y) / weight, weights=weight).x[which]
    recalibrated = mean((rising - y) ** 2)
    table |= {
        "corp_miscalibration": {"scipy": score - recalibrated},
        "corp_discrimination": {"scipy": base * (1 - base) - recalibrated}}
    constant = base in (0, 1)
    table["bss_sample"] = {"numpy": math.nan if constant else 1 - score / (base * (1 - base))}
    limits = np.unique(np.concatenate([p, [0, 2]]))[::-1]
    hit = np.array([mean(p >= t, w * y) if base else math.nan for t in limits])
    false = np.array([mean(p >= t, w * (1 - y)) if base < 1 else math.nan for t in limits])
    table["roc_area"] = {"numpy": np.trapezoid(hit, false)}
    table["economic_value_max"] = {"numpy": np.max(hit - false)}
    many = m > 1
    table["brier_fair"] = {"numpy": mean(
        ((p - y) ** 2 - i * (m - i) / (m**2 * np.maximum(1, m - 1)))[many], w[many]) if many.any() else math.nan}
    if "eventProbability" in case.get("columns", {}):
        c = np.array(case["columns"]["eventProbability"])
        table["bss_climatology"] = {"numpy": 1 - score / mean((c - y) ** 2)}
    chain = (lambda v: np.maximum(v, limit)) if comparison[0] == ">" else (lambda v: np.minimum(v, limit))
    crps = lambda rows, estimator: mean(
        [scoringrules.crps_ensemble(v, row, estimator=estimator) for row, v in rows[0]], rows[1])
    chained = [(chain(row), chain(v)) for row, v in zip(ragged(x), o)]
    table["twcrps_ecdf"] = {"numpy": crps((chained, w), "nrg")}
    table["twcrps_fair"] = {"numpy": crps(
        ([c for c, k in zip(chained, many) if k], w[many]), "fair") if many.any() else math.nan}
    if (w == 1).all():
        table |= probability_peers(x, o, m, p, y, comparison, limit, table)
    return table


def probability_peers(x, o, m, p, y, comparison, limit, table):
    """What scores, scoringrules and xskillscore have, of pairs without weights."""
    forecast, observed = xr.DataArray(x, dims=["i", "member"]), xr.DataArray(o, dims="i")
    probability, happened = xr.DataArray(p, dims="i"), xr.DataArray(y, dims="i")
    add = lambda name, program, value: table[name].update({program: value})
    operation = {">=": operator.ge, ">": operator.gt}.get(comparison)
    add("brier", "scoringrules", np.mean(scoringrules.brier_score(y, p)))
    add("brier", "xskillscore", xskillscore.brier_score(happened, probability, dim="i"))
    if operation:
        of_ensemble = lambda rows, fair: scores.probability.brier_score_for_ensemble(
            forecast[rows], observed[rows], "member", limit, fair_correction=fair,
            event_threshold_operator=operation)
        add("brier", "scores", of_ensemble(m > 0, False))
        if (m > 1).all() and x.shape[1] > 1:
            add("brier_fair", "scores", of_ensemble(m > 1, True))
    if 0 < y.mean() < 1:
        limits = sorted({0, *p, 1})
        curve = scores.probability.roc_curve_data(probability, happened, limits)
        add("roc_area", "scores", curve.AUC)
        value = scores.probability.relative_economic_value(
            probability, happened, cost_loss_ratios=[y.mean()], probability_thresholds=limits)
        add("economic_value_max", "scores", max(0.0, float(value.max())))
    tail = "upper" if comparison[0] == ">" else "lower"
    if x.shape[1] > 1:
        tail_crps = lambda rows, method: scores.probability.tail_tw_crps_for_ensemble(
            forecast[rows], observed[rows], "member", limit, method=method, tail=tail)
        add("twcrps_ecdf", "scores", tail_crps(m > 0, "ecdf"))
        add("twcrps_fair", "scores", tail_crps(m > 1, "fair"))
    if not np.isnan(x).any() and x.shape[1] > 1:
        ends = {"a": limit} if tail == "upper" else {"b": limit}
        add("twcrps_ecdf", "scoringrules", np.mean(scoringrules.twcrps_ensemble(o, x, estimator="nrg", **ends)))
    return table


def paired(case):
    """The mean error of each system at each initial time, and the difference of the two."""
    a, b = [np.array([np.mean(x) for x in case[name]]) for name in ("first", "second")]
    one, two = scipy.stats.ttest_1samp(a, 0), scipy.stats.ttest_rel(a, b)
    values = {
        "lower": one.confidence_interval(0.95).low, "upper": one.confidence_interval(0.95).high,
        "difference": np.mean(a - b), "difference lower": two.confidence_interval(0.95).low,
        "difference upper": two.confidence_interval(0.95).high, "difference p": two.pvalue,
    }
    return {name: {"scipy": value} for name, value in values.items()}


def series(x, horizon):
    """Limits, standard errors and p-values of the mean of one difference at each initial time."""
    n = len(x)
    lags = int(4 * (n / 100) ** (2 / 9))
    hac = statsmodels.api.OLS(x, np.ones(n)).fit(
        cov_type="HAC", cov_kwds={"maxlags": lags, "use_correction": True}, use_t=True)
    forecasts = xr.DataArray([x], dims=["lead", "time"], coords={"lead": [1], "h": ("lead", [horizon])})
    dm = scores.stats.statistical_tests.diebold_mariano(
        forecasts, "lead", "h", method="HLN", statistic_distribution="t")
    _, r1, r2 = statsmodels.tsa.stattools.acf(x, nlags=2, fft=False)
    phi1, phi2 = r1 * (1 - r2) / (1 - r1**2), (r2 - r1**2) / (1 - r1**2)
    k2 = (1 - r1 * phi1 - r2 * phi2) / (1 - phi1 - phi2) ** 2
    terms = int(0.4 * n ** (2 / 3))
    cosines = np.cos(np.pi * np.outer(np.arange(1, terms + 1), np.arange(n) + 0.5) / n)
    omega = np.mean((np.sqrt(2 / n) * cosines @ x) ** 2)
    p = lambda error, freedom: 2 * scipy.stats.t.sf(abs(x.mean() / error), freedom)
    error = lambda k2: np.sqrt(max(k2, 1) * x.var(ddof=1) / n)
    table = {
        "hac_newey_west SE": {"statsmodels": hac.bse[0]}, "hac_newey_west p": {"statsmodels": hac.pvalues[0]},
        "dm_hln t": {"scores": dm.dm_test_stat.item()},
        "block length": {"arch": arch.bootstrap.optimal_block_length(x)["stationary"].iloc[0]},
        "t_ar1 SE": {"statsmodels": error((1 + r1) / (1 - r1))}, "t_ar2 SE": {"statsmodels": error(k2)},
        "t_ar2 p": {"statsmodels": p(error(k2), n - 1)},
        "hac_ewc SE": {"numpy": np.sqrt(omega / n)}, "hac_ewc p": {"scipy": p(np.sqrt(omega / n), terms)},
    }
    # The two-sided p-value; scores gives the confidence that the difference is positive.
    confidence = dm.confidence_gt_0.item()
    table["dm_hln p"] = {"scores": 2 * min(confidence, 1 - confidence)}
    return table


def adjusted(p):
    """For as many p-values as there are tests, by place."""
    table = {}
    for name, method in [("sidak", "sidak"), ("benjamini_hochberg", "fdr_bh")]:
        for i, value in enumerate(statsmodels.stats.multitest.multipletests(p, method=method)[1]):
            table[f"{name} {i}"] = {"statsmodels": value}
    return table


def two_way(x):
    """Of rows of initial times and columns of stations."""
    times, stations = np.meshgrid(*[np.arange(k) for k in x.shape], indexing="ij")
    fit = statsmodels.api.OLS(x.ravel(), np.ones(x.size)).fit()
    covariance = statsmodels.stats.sandwich_covariance.cov_cluster_2groups(fit, times.ravel(), stations.ravel())[0]
    return {"two_way SE": {"statsmodels": np.sqrt(covariance.item())}}


# --- Comparing ------------------------------------------------------------------------------------


def plain(value):
    """A number for JSON; None where it is NaN or infinite."""
    value = float(np.squeeze(np.asarray(value)))
    return value if math.isfinite(value) else None


def size(case):
    """The largest value that a score of the case is made of, for scores that are differences of such."""
    values = [case.get(key) or [] for key in ("forecasts", "observations", "members", "first", "second", "series", "p", "stations")]
    return max(abs(x) for x in np.array([x for v in values for x in np.ravel(v) if x is not None], dtype=float))


def difference(ours, theirs):
    """Relative; infinite where only one of them is a number."""
    if not isinstance(ours, float) or theirs is None:
        return 0.0 if not isinstance(ours, float) and theirs is None else math.inf
    return abs(ours - theirs) / max(abs(ours), abs(theirs)) if ours != theirs else 0.0


def agrees(ours, theirs, scale):
    """To the tolerance, or to the rounding of what the score is a difference of."""
    apart = difference(ours, theirs)
    return apart <= RELATIVE or (apart < math.inf and abs(ours - theirs) <= ROUNDING * scale)


def main():
    cases = inputs()
    values = {
        name: {score: {program: plain(v) for program, v in sorted(row.items())} for score, row in reference(case).items()}
        for name, case in cases.items()}
    if os.environ.get("RECORD") == "1":
        versions = {program: importlib.metadata.version(program) for program in PROGRAMS}
        write("inputs.json", cases)
        write("reference.json", {"versions": versions, "values": values})
    if json.loads((FOLDER / "inputs.json").read_text()) != cases:
        sys.exit("fixtures/scores/inputs.json is out of date: run with RECORD=1, then the tests of Verify too")
    recorded = FOLDER / "ours.json"
    ours = json.loads(recorded.read_text()) if recorded.exists() else {}

    header = f"{'score':32}{'program':18}{'ours':>24}{'theirs':>24}  {'difference':12}case"
    line = lambda score, program, mine, theirs, apart, name: (
        f"{score:32}{program:18}{mine!s:>24.24}{theirs!s:>24.24}  {apart:<12.1e}{name}")
    worst, compared, failures = {}, 0, []
    for name, rows in values.items():
        for score, row in rows.items():
            if score not in ours.get(name, {}):
                sys.exit("fixtures/scores/ours.json is out of date: run the tests of Verify with RECORD=1")
            mine = ours[name][score]
            mine = float(mine) if isinstance(mine, (int, float)) else mine
            for program, theirs in row.items():
                found = (score, program, mine, theirs, difference(mine, theirs), name)
                compared += 1
                if (score, program) not in worst or found[4] > worst[score, program][4]:
                    worst[score, program] = found
                if not agrees(mine, theirs, size(cases[name])):
                    failures.append(found)
    print("The largest relative difference of each score from each program, with "
          + ", ".join(f"{program} {importlib.metadata.version(program)}" for program in PROGRAMS))
    print(header)
    for key in sorted(worst):
        print(line(*worst[key]))
    print(f"\n{compared} values compared over {len(cases)} cases, tolerance {RELATIVE} relative or {ROUNDING} of the input")
    if failures:
        print(f"\nThese disagree:\n{header}")
        for failure in failures:
            print(line(*failure))
    sys.exit(1 if failures else 0)


def write(name, content):
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / name).write_text(json.dumps(content, indent=1, sort_keys=True, allow_nan=False) + "\n")


if __name__ == "__main__":
    main()
