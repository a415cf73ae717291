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
import os
import pathlib
import random
import sys
import warnings
from fractions import Fraction

import arch.bootstrap
import numpy as np
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
            "p": [round(draw.random() ** 3, 6) for _ in range(23)] + [0.0, 1.0, 0.04, 0.04, 0.0001]},
        "differences of stations": {"stations": [
            [round(station + time + draw.gauss(0, 1), 3) for station in stations]
            for time in [draw.gauss(0.3, 0.6) for _ in range(17)]]},
    }


def autoregressive(draw, count, correlation):
    values = [draw.gauss(0, 1)]
    while len(values) < count:
        values.append(correlation * values[-1] + draw.gauss(0, 1))
    return [round(0.2 + x, 4) for x in values]


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
    return (ensemble_scores(case) if "members" in case else deterministic_scores(case)) | events


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
    }.items():
        table[name] = {"numpy": value}
    if (w == 1).all():
        counts = scores.categorical.BinaryContingencyManager(xr.DataArray(yes, dims="i"), xr.DataArray(seen, dims="i"))
        for name, method in SCORES_OF_EVENTS.items():
            table[name]["scores"] = getattr(counts.transform(), method)()
    return table


SCORES_OF_EVENTS = {
    "base_rate": "base_rate", "frequency_bias": "frequency_bias", "pod": "probability_of_detection",
    "far_ratio": "false_alarm_ratio", "pofd": "probability_of_false_detection", "csi": "critical_success_index",
    "ets": "equitable_threat_score", "hss": "heidke_skill_score", "pss": "peirce_skill_score",
    "sedi": "symmetric_extremal_dependence_index",
}


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
    return {"t_two_way SE": {"statsmodels": np.sqrt(covariance.item())}}


# --- Comparing ------------------------------------------------------------------------------------


def plain(value):
    """A number for JSON; None where it is NaN or infinite."""
    value = float(value)
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

    header = f"{'score':24}{'program':18}{'ours':>24}{'theirs':>24}  {'difference':12}case"
    line = lambda score, program, mine, theirs, apart, name: (
        f"{score:24}{program:18}{mine!s:>24.24}{theirs!s:>24.24}  {apart:<12.1e}{name}")
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
    print(f"The largest relative difference of each score from each program\n{header}")
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


main()
