#!/usr/bin/env python3
"""Compute the errors of cyclone tracks anew and compare them with those of `verify case-study --json`.

    verify case-study Examples/cyclone-in-fa.yaml --json cyclone.json
    Scripts/check_cyclones.py cyclone.json TRACKS.bufr BEST_TRACK.txt

Tracks are decoded by ecCodes' own Python, the best track (JMA) by column, and all geometry is done with NumPy on unit
vectors. It knows nothing of how `verify` does it but the definitions. It prints the greatest difference of each
quantity and exits with 1 where one is larger than rounding.
"""

import json
import sys
from datetime import datetime, timedelta, timezone

import eccodes
import numpy as np

RADIUS = 6371008.8
MISSING = -1e90


def vector(latitude, longitude):
    latitude, longitude = np.radians(latitude), np.radians(longitude)
    return np.stack([np.cos(latitude) * np.cos(longitude), np.cos(latitude) * np.sin(longitude), np.sin(latitude)], -1)


def angle(a, b):
    return np.arctan2(np.linalg.norm(np.cross(a, b), axis=-1), np.sum(a * b, -1))


def read_bufr(path, storm):
    """Members, lead hours, and arrays member x lead of latitude, longitude, pressure and wind; kind by member."""
    with open(path, "rb") as file:
        while (handle := eccodes.codes_bufr_new_from_file(file)) is not None:
            eccodes.codes_set(handle, "unpack", 1)
            if eccodes.codes_get(handle, "longStormName").strip() == storm:
                break
            eccodes.codes_release(handle)
        else:
            sys.exit(f"{path}: no storm {storm}")

    def get(key):
        values = np.atleast_1d(eccodes.codes_get_array(handle, key)).astype(float)
        values = np.where((values < MISSING) | (values == 2147483647), np.nan, values)
        return np.full(count, values[0]) if len(values) == 1 else values

    count = eccodes.codes_get(handle, "numberOfSubsets")
    member = get("ensembleMemberNumber").astype(int)
    kind = get("ensembleForecastType")
    init = datetime(*(int(get(k)[0]) for k in ("#1#year", "#1#month", "#1#day", "#1#hour")), tzinfo=timezone.utc)
    leads, columns = [0], [("#2#", "#1#")]
    steps = int(get("delayedDescriptorReplicationFactor")[0])
    for i in range(1, steps + 1):
        leads.append(int(np.nanmax(get(f"#{i}#timePeriod"))))
        columns.append((f"#{2 * i + 2}#", f"#{i + 1}#"))
    arrays = [
        np.stack([get(place + key if key in ("latitude", "longitude") else value + key) for place, value in columns], 1)
        for key in ("latitude", "longitude", "pressureReducedToMeanSeaLevel", "windSpeedAt10M")
    ]
    return member, kind, init, leads, arrays


def read_jma(path, storm):
    fixes, inside = {}, False
    for line in open(path, encoding="ascii"):
        if line.startswith("66666"):
            inside = line[6:10] == storm
        elif inside:
            year = int(line[:2])
            time = datetime(
                (1900 if year >= 51 else 2000) + year, int(line[2:4]), int(line[4:6]), int(line[6:8]),
                tzinfo=timezone.utc)
            wind = int(line[33:36])
            fixes[time] = (
                int(line[15:18]) / 10, int(line[19:23]) / 10, int(line[24:28]) * 100.0,
                wind * 1852 / 3600 if wind else np.nan, int(line[13]))
    return fixes


def expected_error(point, truth, before):
    """Position, along, across in metres of a forecast position, all as (latitude, longitude)."""
    f, o = vector(*point), vector(*truth)
    position = RADIUS * angle(f, o)
    if before is None:
        return position, None, None
    b = vector(*before)
    if RADIUS * angle(b, o) < 20000:
        return position, None, None
    left = np.cross(b, o)
    left /= np.linalg.norm(left)
    forward = np.cross(left, o)
    # The component off the great circle, and the angle along it from the observed position.
    across = -RADIUS * np.arcsin(np.dot(f, left))
    along = RADIUS * np.arctan2(np.dot(f, forward), np.dot(f, o))
    return position, along, across


class Differences:
    def __init__(self):
        self.greatest, self.count, self.failed = {}, {}, []

    def add(self, name, own, other, tolerance):
        own_absent = own is None or np.isnan(own)
        if own_absent != (other is None):
            self.failed.append(f"{name}: {own} here, {other} there")
            return
        if own_absent:
            return
        self.count[name] = self.count.get(name, 0) + 1
        difference = abs(float(own) - other)
        self.greatest[name] = max(self.greatest.get(name, 0), difference)
        if difference > tolerance:
            self.failed.append(f"{name}: {own} here, {other} there")

    def close(self):
        for name in self.greatest:
            print(f"{name:40s} {self.count[name]:6d} numbers, greatest difference {self.greatest[name]:.3g}")
        for text in self.failed[:20]:
            print("DIFFERENT", text)
        sys.exit(1 if self.failed or not self.greatest else 0)


def hours(span):
    return int(span.removesuffix("h"))


def main(record_path, tracks_path, best_path):
    record = json.load(open(record_path, encoding="utf-8"))
    forecast = record["forecasts"][0]
    system = forecast["system"]
    member, kind, init, leads, (latitude, longitude, pressure, wind) = read_bufr(tracks_path, record["observed"]["name"])
    best = read_jma(best_path, record["observed"]["storm"])
    d = Differences()

    # Every fix of every member.
    stored = {m["number"]: {p["time"]: p for p in m["track"]["points"]} for m in forecast["tracks"]["members"]}
    for i, number in enumerate(member):
        for j, lead in enumerate(leads):
            time = (init + timedelta(hours=lead)).strftime("%Y-%m-%dT%H:%M:%SZ")
            point = stored[number].get(time)
            if np.isnan(latitude[i, j]) != (point is None):
                d.failed.append(f"member {number} at {lead} h: a fix on one side only")
                continue
            if point is None:
                continue
            d.add("member latitude (deg)", latitude[i, j], point["position"]["latitude"], 1e-9)
            d.add("member longitude (deg)", longitude[i, j], point["position"]["longitude"], 1e-9)
            d.add("member pressure (Pa)", pressure[i, j], point.get("minimumPressure"), 1e-9)
            d.add("member wind (m/s)", wind[i, j], point.get("maximumWind"), 1e-9)

    # The best track.
    for point in record["observed"]["points"]:
        time = datetime.strptime(point["time"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=timezone.utc)
        own = best[time]
        d.add("best track latitude (deg)", own[0], point["position"]["latitude"], 1e-9)
        d.add("best track longitude (deg)", own[1], point["position"]["longitude"], 1e-9)
        d.add("best track pressure (Pa)", own[2], point.get("minimumPressure"), 1e-6)
        d.add("best track wind (m/s)", own[3], point.get("maximumWind"), 1e-9)

    # Lines: the mean, the control and the high resolution.
    ensemble = kind != 0
    ones = {f"{system}: control": kind == 1, f"{system}: high resolution": kind == 0}
    tracks, spreads = {}, {}
    for j, lead in enumerate(leads):
        has = ensemble & ~np.isnan(latitude[:, j])
        if has.sum() < 0.5 * ensemble.sum():
            continue
        mean = vector(latitude[has, j], longitude[has, j]).sum(0)
        mean /= np.linalg.norm(mean)
        place = np.degrees(np.arcsin(mean[2])), np.degrees(np.arctan2(mean[1], mean[0]))
        tracks[(f"{system}: mean", lead)] = (*place, np.nanmean(pressure[has, j]), np.nanmean(wind[has, j]))
        distances = RADIUS * angle(vector(latitude[has, j], longitude[has, j]), mean)
        spreads[lead] = np.sqrt((distances**2).sum() / (has.sum() - 1))
    for line, choice in ones.items():
        for i in np.flatnonzero(choice):
            for j, lead in enumerate(leads):
                if not np.isnan(latitude[i, j]):
                    tracks[(line, lead)] = latitude[i, j], longitude[i, j], pressure[i, j], wind[i, j]
    now, before = best[init], best[init - timedelta(hours=12)]
    o, b = vector(*now[:2]), vector(*before[:2])
    axis = np.cross(b, o) / np.linalg.norm(np.cross(b, o))
    step = angle(b, o) / 12
    for lead in leads:
        if lead <= 120:
            turned = o * np.cos(step * lead) + np.cross(axis, o) * np.sin(step * lead)
            tracks[("steady motion", lead)] = (
                np.degrees(np.arcsin(turned[2])), np.degrees(np.arctan2(turned[1], turned[0])), now[2], now[3])

    # Errors of lines and members.
    names = {m: i for i, m in enumerate(member)}
    for entry in record["cases"] + record["memberCases"]:
        lead = hours(entry["leadTime"])
        time = init + timedelta(hours=lead)
        if "member" in entry:
            i, j = names[entry["member"]], leads.index(lead)
            point = None if np.isnan(latitude[i, j]) else (latitude[i, j], longitude[i, j], pressure[i, j], wind[i, j])
            name = "members"
        else:
            point = tracks.get((entry["line"], lead))
            name = entry["line"]
        truth = best.get(time)
        if point is None or truth is None or truth[4] == 6:
            if "error" in entry:
                d.failed.append(f"{name} at {lead} h: an error where there is none")
            continue
        if "error" not in entry:
            d.failed.append(f"{name} at {lead} h: no error where there is one")
            continue
        error = entry["error"]
        earlier = best.get(time - timedelta(hours=6))
        position, along, across = expected_error(point[:2], truth[:2], earlier[:2] if earlier else None)
        d.add(f"{name}: position (m)", position, error["position"], 0.01)
        d.add(f"{name}: along (m)", along, error.get("along"), 0.01)
        d.add(f"{name}: across (m)", across, error.get("across"), 0.01)
        d.add(f"{name}: pressure (Pa)", point[2] - truth[2], error.get("pressure"), 1e-6)
        d.add(f"{name}: wind (m/s)", point[3] - truth[3], error.get("wind"), 1e-9)
    for entry in record["members"]:
        lead = hours(entry["leadTime"])
        d.add("spread (m)", spreads.get(lead), entry.get("spread"), 0.01)

    # Strike probabilities on the map of the record: distances to arcs by the foot of the perpendicular.
    strike = forecast["strike"]
    lats, lons = np.array(strike["latitudes"]), np.array(strike["longitudes"])
    cells = vector(*np.meshgrid(lats, lons, indexing="ij"))
    limit = strike["radius"] / RADIUS

    def near(places):
        result = np.zeros(cells.shape[:2], bool)
        for k in range(len(places)):
            if places[k] is None:
                continue
            u = vector(*places[k])
            result |= angle(cells, u) <= limit
            if k + 1 < len(places) and places[k + 1] is not None:
                v = vector(*places[k + 1])
                normal = np.cross(u, v)
                length = np.linalg.norm(normal)
                if length < 1e-12:
                    continue
                normal /= length
                foot = cells - np.sum(cells * normal, -1, keepdims=True) * normal
                between = (np.sum(np.cross(u, foot) * normal, -1) >= 0) & (np.sum(np.cross(foot, v) * normal, -1) >= 0)
                result |= between & (np.abs(np.arcsin(np.sum(cells * normal, -1))) <= limit)
        return result

    count = np.zeros(cells.shape[:2])
    for i in np.flatnonzero(ensemble):
        count += near([
            None if np.isnan(latitude[i, j]) else (latitude[i, j], longitude[i, j])
            for j, lead in enumerate(leads) if lead <= 120])
    probability = count / ensemble.sum()
    truth = near([best[init + timedelta(hours=h)][:2] for h in range(0, 121, 6)])
    weight = np.cos(np.radians(lats))[:, None] * np.ones(len(lons))
    own = (weight * (probability - truth) ** 2).sum() / weight.sum()
    other = np.array(strike["probabilities"]).reshape(probability.shape)
    d.add("strike probability", np.abs(probability - other).max(), 0, 1e-9)
    d.add("strike observed cells", (truth != np.array(strike["observed"]).reshape(truth.shape)).sum(), 0, 0)
    d.add("strike Brier score", own, strike["brier"], 1e-12)
    d.close()


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
