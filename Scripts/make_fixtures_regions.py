"""Points in polygons as shapely finds them: fixtures/regions.

    .venv/bin/pip install shapely && .venv/bin/python Scripts/make_fixtures_regions.py fixtures/regions

`polygons.geojson` has a star with a hole, two parts with a common edge, one across 180° with longitudes beyond it, and a
comb of many corners. `points.csv` has points of a grid, of edges and corners, and by chance, and for each polygon
whether shapely's `intersects` (edges included) finds the point in it, at any turn of its longitude.
"""

import json
import math
import random
import sys

import shapely
from shapely.geometry import Point, shape

FOLDER = sys.argv[1]
random.seed(20)


def star(x, y, inner, outer, points):
    ring = []
    for i in range(2 * points):
        r = outer if i % 2 == 0 else inner
        a = math.pi * i / points
        ring.append([round(x + r * math.cos(a), 3), round(y + r * math.sin(a), 3)])
    return ring + [ring[0]]


comb = [[0, -40]]
for i in range(200):
    comb += [[i * 0.25, round(-30 - 5 * random.random(), 3)], [i * 0.25 + 0.125, round(-38 + 2 * random.random(), 3)]]
comb += [[50, -40], [0, -40]]

FEATURES = {
    "star": {"type": "Polygon", "coordinates": [star(10, 55, 4, 12, 7), star(10, 55, 1, 3, 5)[::-1]]},
    "twins": {"type": "MultiPolygon", "coordinates": [
        [[[-100, 20], [-80, 20], [-80, 40], [-100, 40], [-100, 20]]],
        [[[-80, 20], [-60, 30], [-80, 40], [-80, 20]]]]},
    "pacific": {"type": "Polygon", "coordinates": [
        [[170, -10], [200, -20], [210, 15], [180, 5], [165, 12], [170, -10]]]},
    "comb": {"type": "Polygon", "coordinates": [comb]},
}
shapes = {name: shape(geometry) for name, geometry in FEATURES.items()}

points = [(x, y) for y in range(-60, 61, 10) for x in range(-180, 180, 10)]
for geometry in FEATURES.values():
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    for ring in (ring for polygon in polygons for ring in polygon):
        points += [tuple(corner) for corner in ring[:9]]
points += [(-80, 30), (-90, 20), (-70, 25), (10, 55), (-155, 14), (205, -2)]
for name, found in shapes.items():
    west, south, east, north = found.bounds
    points += [(round(random.uniform(west - 2, east + 2), 4), round(random.uniform(south - 2, north + 2), 4))
               for _ in range(300)]

with open(f"{FOLDER}/polygons.geojson", "w") as file:
    json.dump({"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {"name": name}, "geometry": geometry}
        for name, geometry in FEATURES.items()]}, file)
    file.write("\n")
with open(f"{FOLDER}/points.csv", "w") as file:
    file.write(f"# shapely {shapely.__version__}\nlongitude,latitude,{','.join(FEATURES)}\n")
    for x, y in points:
        inside = [int(any(s.intersects(Point(x + turn, y)) for turn in (-360, 0, 360))) for s in shapes.values()]
        file.write(f"{x},{y},{','.join(map(str, inside))}\n")
