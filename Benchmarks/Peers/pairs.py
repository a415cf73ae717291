"""The peers of the benchmark of scores: makes its pairs, and times the same scores in Python on them.

    pairs.py write FOLDER    pairs as Float64, least significant byte first, one file an array
    pairs.py time FOLDER     prints NAME PROGRAM SECONDS VALUE for each
"""

import sys
import time
import warnings

import numpy as np

warnings.filterwarnings("ignore")
N, SIZES, STATIONS = 1_000_000, {10: 200_000, 50: 50_000}, 200
SCALES = [1, 3, 5, 9, 17, 33, 65, 129]
FIELDS = {"1000": (1000, 1000), "2001": (2001, 4000)}


def write(folder):
    random = np.random.default_rng(1)
    save = lambda name, values: np.asarray(values, "<f8").tofile(f"{folder}/{name}.f64")
    usual = 283 + 5 * random.normal(size=N)
    o = usual + 3 * random.normal(size=N)
    save("climatology", usual), save("o", o), save("f", o + random.normal(0.2, 2, N))
    for name in ("uf", "vf", "uo", "vo"):
        save(name, 6 * random.normal(size=N))
    rain = lambda: np.where(random.random(N) < 0.5, 0, random.exponential(6, N))
    save("rain_f", rain()), save("rain_o", rain())
    save("p1", random.uniform(0.15, 0.8, N)), save("heavy", random.uniform(2, 9, N))
    for size, count in SIZES.items():
        centre = 283 + 5 * random.normal(size=count)
        save(f"members{size}", centre[:, None] + 2 * random.normal(size=(count, size)))
        save(f"observed{size}", centre + 2 * random.normal(size=count))
    for name, (rows, columns) in FIELDS.items():
        for side in ("f", "o"):
            save(f"field{name}_{side}", random.normal(size=(rows, columns)).astype("f4"))


def best(work, repetitions=3):
    times = []
    for _ in range(repetitions):
        start = time.perf_counter()
        value = work()
        times.append(time.perf_counter() - start)
    return min(times), np.asarray(value, dtype=float).item()


def report(name, program, work, repetitions=3):
    seconds, value = best(work, repetitions)
    print(name, program, seconds, repr(value), flush=True)


def main(folder):
    import scores
    import scores.spatial
    import scoringrules
    import xarray as xr
    import xskillscore

    load = lambda name: np.fromfile(f"{folder}/{name}.f64", "<f8")
    wrap = lambda *arrays: [xr.DataArray(a, dims="i") for a in arrays]
    f, o, c = load("f"), load("o"), load("climatology")
    x, y = wrap(f, o)

    def continuous():
        k = scores.continuous
        values = [s(x, y) for s in (k.mean_error, k.mse, k.mae, k.rmse, k.correlation.pearsonr)]
        return values[3]

    def table():
        hits = 0.0
        for limit in (275, 279, 283, 287, 291):
            counts = scores.categorical.BinaryContingencyManager(*wrap(f >= limit, o >= limit)).transform()
            hits = counts.probability_of_detection() if limit == 283 else hits
        return hits

    report("continuous", "scores", continuous)
    report("events", "scores", table)
    report("anomaly", "xskillscore", lambda: xskillscore.pearson_r(*wrap(f - c, o - c), "i"))
    wind = [load(name) for name in ("uf", "vf", "uo", "vo")]
    report("wind", "numpy", lambda: np.sqrt(np.mean((wind[0] - wind[2]) ** 2 + (wind[1] - wind[3]) ** 2)))
    report("quantile", "scores", lambda: scores.continuous.quantile_score(x, y, 0.9))
    seeps = wrap(load("rain_f"), load("rain_o"), load("p1"), load("heavy"))
    report("seeps", "scores", lambda: scores.categorical.seeps(*seeps, dry_light_threshold=0.25), 2)
    for size, count in SIZES.items():
        members, observed = load(f"members{size}").reshape(count, size), load(f"observed{size}")
        forecast, truth = xr.DataArray(members, dims=["i", "member"]), xr.DataArray(observed, dims="i")
        # The fastest of its estimators that gives the plain score.
        report(
            f"crps{size}", "scoringrules",
            lambda: np.mean(scoringrules.crps_ensemble(observed, members, estimator="qd")), 2)
        report(
            f"crps{size}", "scores", lambda: scores.probability.crps_for_ensemble(forecast, truth, "member"), 1)
        report(
            f"brier{size}", "scores",
            lambda: scores.probability.brier_score_for_ensemble(
                forecast, truth, "member", 283, fair_correction=False), 1)
        report(
            f"twcrps{size}", "scores",
            lambda: scores.probability.tail_tw_crps_for_ensemble(forecast, truth, "member", 283, tail="upper"), 1)
        edges = xr.DataArray(np.nextafter([278.0, 283, 288], -np.inf), dims="category_edge")
        report(
            f"rps{size}", "xskillscore",
            lambda: xskillscore.rps(truth, forecast, edges, dim="i", member_dim="member"), 1)
        limits = np.arange(0, size + 1) / size
        chance, event = xr.DataArray((members >= 283).mean(axis=1), dims="i"), (truth >= 283).astype(float)
        report(
            f"roc{size}", "scores",
            lambda: scores.probability.roc_curve_data(chance, event, limits)["AUC"], 1)
        ranks = lambda: xskillscore.rank_histogram(truth, forecast, dim="i", member_dim="member").values
        report(f"ranks{size}", "xskillscore", lambda: (lambda h: (h[0] + h[-1]) / h.sum() - 2 / (size + 1))(ranks()), 1)
    members, observed = load("members50"), load("observed50")
    vectors = observed.reshape(-1, STATIONS), members.reshape(-1, STATIONS, 50).transpose(0, 2, 1).copy()
    report(
        "energy", "scoringrules", lambda: np.mean(scoringrules.es_ensemble(*vectors, estimator="nrg")), 1)
    for name, shape in FIELDS.items():
        pair = [load(f"field{name}_{side}").reshape(shape) for side in ("f", "o")]

        def fss():
            values = [
                scores.spatial.fss_2d_single_field(
                    *pair, event_threshold=1, window_size=(size, size), threshold_operator=np.greater_equal)
                for size in SCALES]
            return values[3]

        report(f"fss{name}", "scores", fss, 1)

    field = load("field1000_f").reshape(FIELDS["1000"])

    def spectra():
        transforms = [np.fft.rfft(load(f"field1000_{side}").reshape(FIELDS["1000"])) for side in ("f", "o")]
        cross = np.sum(transforms[0] * transforms[1].conj(), axis=0)
        power = [np.mean(np.abs(t) ** 2, axis=0) for t in transforms]
        return 2 * power[0][3] / field.shape[1] ** 2 + 0 * abs(cross[3])

    report("spectra", "numpy", spectra, 2)


if __name__ == "__main__":
    mode, folder = sys.argv[1:]
    write(folder) if mode == "write" else main(folder)
