#!/usr/bin/env python3
"""Writes fixtures/netcdf and fixtures/zarr, with what other software reads from them.

    Scripts/setup --python && .venv/bin/python Scripts/make_fixtures_cf.py

The tests need none of this. Expected values are what xarray decodes, coordinates of projected grids
what pyproj computes; `expected.json` beside the files names the versions.
"""
import json, pathlib, shutil, sys

import netCDF4, numcodecs, numpy as np, pyproj, xarray as xr, zarr

ROOT = pathlib.Path(__file__).resolve().parent.parent / "fixtures"
NC, ZARR = ROOT / "netcdf", ROOT / "zarr"
VERSIONS = {m.__name__: m.__version__ for m in (netCDF4, numcodecs, np, pyproj, xr, zarr)}


def plain(values):
    """Nested lists to a flat list with None for NaN."""
    return [None if np.isnan(v) else float(v) for v in np.asarray(values, dtype="f8").ravel()]


def field(*shape, base=270.0, step=0.5):
    return (base + step * np.arange(np.prod(shape)).reshape(shape)).astype("f4")


LAT = xr.Variable("latitude", np.array([60.0, 50, 40]), {"units": "degrees_north", "standard_name": "latitude"})
LON = xr.Variable("longitude", np.array([0.0, 90, 180, 270]), {"units": "degrees_east", "standard_name": "longitude"})
K = {"units": "K", "standard_name": "air_temperature"}


def write(name, ds, expected, **options):
    path = NC / f"{name}.nc"
    ds.to_netcdf(path, **{"format": "NETCDF4", **options})
    with xr.open_dataset(path, decode_timedelta=False) as got:
        for item in expected:
            pick = got[item.pop("array")].isel(item.pop("at"))
            rows = item.pop("order", None)
            if rows:
                pick = pick.transpose(*rows)
            item["values"] = plain(pick.values.astype("f8") * item.pop("scale", 1) + item.pop("offset", 0))
            item["file"] = path.name
            EXPECTED.append(item)


EXPECTED = []


def netcdf():
    # The same forecast in every kind of file.
    ds = xr.Dataset(
        {"t2m": (("time", "latitude", "longitude"), field(2, 3, 4), K)},
        coords={"latitude": LAT, "longitude": LON, "time": ("time", [0.0, 6.0], {"units": "hours since 2020-02-29 18:00:00", "calendar": "standard"})},
    )
    want = lambda: [
        {"variable": "t2m", "init": "2020-02-29T18:00:00Z", "lead": "0h", "array": "t2m", "at": {"time": 0}},
        {"variable": "t2m", "init": "2020-03-01T00:00:00Z", "lead": "0h", "array": "t2m", "at": {"time": 1}},
    ]
    for name, kind in [("classic", "NETCDF3_CLASSIC"), ("offset64", "NETCDF3_64BIT"), ("cdf5", "NETCDF3_64BIT_DATA"), ("netcdf4", "NETCDF4")]:
        write(name, ds, want(), format=kind, engine="netcdf4", unlimited_dims=["time"] if name != "cdf5" else [],
              encoding={"t2m": {"zlib": True, "shuffle": True}} if kind == "NETCDF4" else {})
    write("zstd", ds, [], encoding={"t2m": {"compression": "zstd"}}, engine="netcdf4")

    # Packed: shorts with a fill value, bytes to be read as unsigned; falling longitudes from the date line.
    packed = xr.Dataset(coords={"lat": ("lat", [-10.0, 0, 10]), "lon": ("lon", [-180.0, -90, 0, 90])})
    packed["msl"] = (("lat", "lon"), np.array([[100000, 100012.5, np.nan, 101325], [95000, 99999, 103000, 104000], [np.nan, 1e5, 1e5, 1e5]]), {"units": "Pa"})
    packed["tcc"] = (("lat", "lon"), np.linspace(0, 1, 12).reshape(3, 4), {"units": "1"})
    packed["time"] = ((), 17.0, {"units": "days since 2000-01-01", "standard_name": "time"})
    write("packed", packed, [
        {"variable": "msl", "init": "2000-01-18T00:00:00Z", "lead": "0h", "array": "msl", "at": {}},
        {"variable": "tcc", "init": "2000-01-18T00:00:00Z", "lead": "0h", "array": "tcc", "at": {}},
    ], engine="netcdf4", format="NETCDF3_CLASSIC", encoding={
        "msl": {"dtype": "i2", "scale_factor": 0.5, "add_offset": 100000.0, "_FillValue": -32768},
        "tcc": {"dtype": "i1", "_Unsigned": "true", "scale_factor": 1 / 254, "add_offset": 0.0, "_FillValue": -1},
    })

    # WeatherBench 2: initial time, lead time, level, and longitude before latitude.
    wb = xr.Dataset(
        {"temperature": (("time", "prediction_timedelta", "level", "longitude", "latitude"), field(2, 2, 2, 4, 3), {"units": "K"}),
         "2m_temperature": (("time", "prediction_timedelta", "longitude", "latitude"), field(2, 2, 4, 3, base=0), {"units": "degC"}),
         "total_precipitation_6hr": (("time", "prediction_timedelta", "longitude", "latitude"), field(2, 2, 4, 3, base=0, step=1e-3), {"units": "m"})},
        coords={"latitude": ("latitude", [-45.0, 0, 45]), "longitude": LON, "level": ("level", [500, 850]),
                "time": ("time", [0, 12], {"units": "hours since 2020-01-01"}),
                "prediction_timedelta": ("prediction_timedelta", [0, 21600 * 10**9], {"units": "nanoseconds"})},
    )
    order = ("latitude", "longitude")
    wanted = [
        {"variable": "t850", "init": "2020-01-01T12:00:00Z", "lead": "6h", "array": "temperature", "at": {"time": 1, "prediction_timedelta": 1, "level": 1}, "order": order},
        {"variable": "t500", "init": "2020-01-01T00:00:00Z", "lead": "6h", "array": "temperature", "at": {"time": 0, "prediction_timedelta": 1, "level": 0}, "order": order},
        {"variable": "t2m", "init": "2020-01-01T12:00:00Z", "lead": "0h", "array": "2m_temperature", "at": {"time": 1, "prediction_timedelta": 0}, "order": order, "offset": 273.15},
        {"variable": "tp6h", "init": "2020-01-01T12:00:00Z", "lead": "6h", "array": "total_precipitation_6hr", "at": {"time": 1, "prediction_timedelta": 1}, "order": order, "scale": 1000},
    ]
    write("weatherbench", wb, [dict(w) for w in wanted], engine="netcdf4")
    WB["dataset"], WB["wanted"] = wb, wanted

    # One initial time, valid times, members, and amounts between bounds.
    ens = xr.Dataset(
        {"air_temperature_2m": (("realization", "time", "latitude", "longitude"), field(3, 2, 3, 4), {**K, "coordinates": "height"}),
         "rain": (("realization", "time", "latitude", "longitude"), field(3, 2, 3, 4, base=0), {"units": "kg m-2", "standard_name": "precipitation_amount", "cell_methods": "time: sum"}),
         "time_bnds": (("time", "nv"), [[0.0, 6], [6, 12]]),
         "orog": (("latitude", "longitude"), field(3, 4, base=100), {"units": "m", "standard_name": "surface_altitude"})},
        coords={"latitude": LAT, "longitude": LON, "realization": ("realization", [1, 2, 3]), "height": ((), 2.0, {"units": "m", "standard_name": "height"}),
                "forecast_reference_time": ((), 0.0, {"units": "hours since 2021-06-01 00:00", "standard_name": "forecast_reference_time"}),
                "time": ("time", [6.0, 12], {"units": "hours since 2021-06-01 00:00", "standard_name": "time", "bounds": "time_bnds"})},
    )
    ens["air_temperature_2m"].encoding["coordinates"] = "height"; del ens["air_temperature_2m"].attrs["coordinates"]
    write("ensemble", ens, [
        {"variable": "t2m", "init": "2021-06-01T00:00:00Z", "lead": "12h", "member": 2, "array": "air_temperature_2m", "at": {"time": 1, "realization": 2}},
        {"variable": "tp6h", "init": "2021-06-01T00:00:00Z", "lead": "6h", "member": 1, "array": "rain", "at": {"time": 0, "realization": 1}},
    ], engine="netcdf4")

    # As cfgrib writes it: one start, steps, an amount since the start.
    cf = xr.Dataset(
        {"tp": (("step", "latitude", "longitude"), field(2, 3, 4, base=0, step=1e-3), {"units": "m", "standard_name": "unknown", "GRIB_stepType": "accum"}),
         "u10": (("step", "latitude", "longitude"), field(2, 3, 4, base=-5), {"units": "m s**-1", "standard_name": "eastward_wind", "long_name": "10 metre U wind component"})},
        coords={"latitude": LAT, "longitude": LON, "number": ((), 0, {"standard_name": "realization", "units": "1"}),
                "time": ((), 1577880000, {"units": "seconds since 1970-01-01", "standard_name": "forecast_reference_time", "calendar": "proleptic_gregorian"}),
                "step": ("step", [24.0, 48], {"units": "hours", "standard_name": "forecast_period"}),
                "valid_time": ("step", [1577966400, 1578052800], {"units": "seconds since 1970-01-01", "standard_name": "time", "calendar": "proleptic_gregorian"})},
    )
    write("cfgrib", cf, [
        {"variable": "tp48h", "init": "2020-01-01T12:00:00Z", "lead": "48h", "array": "tp", "at": {"step": 1}, "scale": 1000},
        {"variable": "u10m", "init": "2020-01-01T12:00:00Z", "lead": "24h", "array": "u10", "at": {"step": 0}},
    ], engine="netcdf4")

    # A list of files that together hold the times.
    for i in (0, 1):
        write(f"part{i}", ds.isel(time=[i]), [], engine="netcdf4", format="NETCDF3_CLASSIC")

    # What can't be read as a grid, and what is wrong.
    write("stations", xr.Dataset({"t2m": (("time", "station"), field(2, 5), K)}, coords={
        "time": ds.time, "latitude": ("station", np.arange(5.0), LAT.attrs), "longitude": ("station", np.arange(5.0), LON.attrs)}), [], engine="netcdf4")
    write("wrongunit", ds.assign(t2m=ds.t2m.assign_attrs(units="furlong")), [], engine="netcdf4")
    write("othersense", ds.assign(t2m=ds.t2m.assign_attrs(units="m s-1")), [], engine="netcdf4")
    bare = ds.copy(deep=True)
    del bare.t2m.attrs["units"]
    write("nounit", bare, [], engine="netcdf4")
    write("allmissing", ds.assign(t2m=ds.t2m * np.nan).assign(t2m=lambda d: d.t2m.assign_attrs(K)), [
        {"variable": "t2m", "init": "2020-02-29T18:00:00Z", "lead": "0h", "array": "t2m", "at": {"time": 0}}], engine="netcdf4")
    # Cells in no order, with places in radians, as ICON writes them.
    cells = xr.Dataset({"t2m": (("time", "ncells"), field(2, 5), K)}, coords={"time": ds.time,
        "clat": ("ncells", np.radians([10.0, 20, 30, 40, 50]), {"units": "radian", "standard_name": "latitude"}),
        "clon": ("ncells", np.radians([0.0, 5, 10, 15, 20]), {"units": "radian", "standard_name": "longitude"})})
    write("cells", cells, [{"variable": "t2m", "init": "2020-03-01T00:00:00Z", "lead": "0h", "array": "t2m", "at": {"time": 1},
        "latitudes": [10, 20, 30, 40, 50], "longitudes": [0, 5, 10, 15, 20]}], engine="netcdf4", format="NETCDF3_CLASSIC")
    # Half of it never written: netCDF4-python masks what has the library's default fill value.
    with netCDF4.Dataset(NC / "unwritten.nc", "w", format="NETCDF3_CLASSIC") as nc:
        grid(nc, [0.0], "days since 1970-01-01", written=2)
    with netCDF4.Dataset(NC / "unwritten.nc") as nc:
        EXPECTED.append({"variable": "t2m", "init": "1970-01-01T00:00:00Z", "lead": "0h", "file": "unwritten.nc",
                         "values": plain(np.ma.filled(nc["t2m"][0].astype("f8"), np.nan))})
    with netCDF4.Dataset(NC / "fartime.nc", "w", format="NETCDF3_CLASSIC") as nc:
        grid(nc, [1e30], "days since 1970-01-01")
    with netCDF4.Dataset(NC / "february30.nc", "w", format="NETCDF3_CLASSIC") as nc:
        grid(nc, [59.0], "days since 2001-01-01", calendar="360_day")
    with netCDF4.Dataset(NC / "notimes.nc", "w", format="NETCDF4") as nc:
        grid(nc, [], "days since 1970-01-01")
    with netCDF4.Dataset(NC / "nocells.nc", "w", format="NETCDF4") as nc:
        grid(nc, [0.0], "days since 1970-01-01", rows=0)
    projections()


WB = {}


def grid(nc, times, units, rows=3, calendar="standard", written=3):
    nc.createDimension("time", len(times) or None), nc.createDimension("lat", rows or None), nc.createDimension("lon", 2)
    t, la, lo = nc.createVariable("time", "f8", ("time",)), nc.createVariable("lat", "f8", ("lat",)), nc.createVariable("lon", "f8", ("lon",))
    t.units, t.calendar, la.units, lo.units = units, calendar, "degrees_north", "degrees_east"
    v = nc.createVariable("t2m", "f4", ("time", "lat", "lon"))
    v.units = "K"
    lo[:] = [0, 10]
    if times: t[:] = times
    if rows: la[:] = np.arange(rows)
    if times and rows: v[:, :written] = 280


def projections():
    """Each grid mapping on a 3 x 4 grid, with the corners where pyproj has them."""
    cases = {
        "lambert": (dict(grid_mapping_name="lambert_conformal_conic", standard_parallel=[63.3, 63.3], latitude_of_projection_origin=63.3, longitude_of_central_meridian=15.0, earth_radius=6371000.0), "km", 250.0),
        "polar": (dict(grid_mapping_name="polar_stereographic", standard_parallel=60.0, latitude_of_projection_origin=90.0, straight_vertical_longitude_from_pole=10.0, semi_major_axis=6378137.0, inverse_flattening=298.257223563), "m", 250e3),
        "mercator": (dict(grid_mapping_name="mercator", standard_parallel=20.0, longitude_of_projection_origin=-60.0, earth_radius=6371200.0), "m", 100e3),
        "azimuthal": (dict(grid_mapping_name="lambert_azimuthal_equal_area", latitude_of_projection_origin=52.0, longitude_of_projection_origin=10.0, semi_major_axis=6378137.0, semi_minor_axis=6356752.314140356), "m", 300e3),
        "rotated": (dict(grid_mapping_name="rotated_latitude_longitude", grid_north_pole_latitude=39.25, grid_north_pole_longitude=-162.0, north_pole_grid_longitude=0.0, earth_radius=6371229.0), "degrees", 2.0),
    }
    for name, (mapping, unit, step) in cases.items():
        rotated = name == "rotated"
        x, y = np.arange(4) * step - step, np.arange(3)[::-1] * step - 2 * step
        crs = pyproj.CRS.from_cf({k: (v if k != "standard_parallel" or np.isscalar(v) else v) for k, v in mapping.items()})
        metres = 1000 if unit == "km" else 1
        # The geographic system of the projection itself, so that no datum is shifted.
        to = pyproj.Transformer.from_crs(crs, crs.geodetic_crs if not rotated else crs.source_crs, always_xy=True)
        xx, yy = np.meshgrid(x * metres, y * metres)
        lon, lat = to.transform(xx, yy)
        names = ("rlat", "rlon") if rotated else ("y", "x")
        kinds = ("grid_latitude", "grid_longitude") if rotated else ("projection_y_coordinate", "projection_x_coordinate")
        ds = xr.Dataset(
            {"t2m": (names, field(3, 4), {**K, "grid_mapping": "crs"}), "crs": ((), 0, mapping)},
            coords={names[0]: (names[0], y, {"units": unit, "standard_name": kinds[0]}), names[1]: (names[1], x, {"units": unit, "standard_name": kinds[1]}),
                    "time": ((), 0.0, {"units": "hours since 2022-01-01", "standard_name": "time"})})
        write(name, ds, [{"variable": "t2m", "init": "2022-01-01T00:00:00Z", "lead": "0h", "array": "t2m", "at": {},
                          "latitudes": plain(lat), "longitudes": plain(lon)}], engine="netcdf4", format="NETCDF3_CLASSIC")
        if name == "lambert":
            curved = ds.drop_vars(["crs", "x", "y"]).assign_coords(lat=(names, lat, {"units": "degrees_north"}), lon=(names, lon, {"units": "degrees_east"}))
            del curved.t2m.attrs["grid_mapping"]
            write("curvilinear", curved, [{"variable": "t2m", "init": "2022-01-01T00:00:00Z", "lead": "0h", "array": "t2m", "at": {},
                          "latitudes": plain(lat), "longitudes": plain(lon)}], engine="netcdf4", format="NETCDF3_CLASSIC")


def zarrs():
    arrays = {}
    rng = np.random.default_rng(2)
    smooth = (250 + 10 * np.sin(np.arange(35) / 5)).reshape(5, 7)

    def v2(store, name, data, **options):
        a = zarr.create_array(store, name=name, shape=data.shape, chunks=options.pop("chunks", (3, 4)), dtype=data.dtype, zarr_format=2,
                              config={"order": options.get("order", "C")}, **{"filters": None, "compressors": None, "fill_value": None, **options})
        a[...] = data
        a.attrs["_ARRAY_DIMENSIONS"] = ["y", "x"][: data.ndim]
        got = a[...]
        if got.dtype.kind in "mM":
            got = got.astype("i8")
        arrays.setdefault(pathlib.Path(store).name, {})[name] = plain(got)
        return a

    store = str(ZARR / "codecs-v2.zarr")
    zarr.create_group(store, zarr_format=2)
    f4 = smooth.astype("<f4")
    v2(store, "none", f4)
    for codec in (numcodecs.Zlib(1), numcodecs.GZip(1), numcodecs.Zstd(1), numcodecs.LZ4()):
        v2(store, codec.codec_id, f4, compressors=codec)
    for cname in ("blosclz", "lz4", "lz4hc", "zlib", "zstd"):
        # Large enough that blosc does compress.
        v2(store, f"blosc_{cname}", np.tile(f4, (4, 5)).copy(), chunks=(20, 35), compressors=numcodecs.Blosc(cname=cname, shuffle=1))
    v2(store, "blosc_bitshuffle", np.tile(f4, (4, 5)).copy(), chunks=(20, 35), compressors=numcodecs.Blosc(cname="lz4", shuffle=2))
    v2(store, "blosc_noshuffle", np.tile(f4, (4, 5)).copy(), chunks=(20, 35), compressors=numcodecs.Blosc(cname="zstd", shuffle=0))
    v2(store, "shuffle", f4, filters=[numcodecs.Shuffle(4)], compressors=numcodecs.Zlib(1))
    v2(store, "column_major", f4, order="F", compressors=numcodecs.Zlib(1))
    for dtype in ("<f8", ">f4", "<f2", ">f8", "|i1", "<i2", ">i2", "<i4", "<i8", "|u1", "<u2", "<u4", "<u8"):
        v2(store, "type_" + dtype.replace("<", "le_").replace(">", "be_").replace("|", ""), smooth.round(0 if "i" in dtype or "u" in dtype else 3).astype(dtype) if dtype not in ("|i1",) else (smooth - 250).round().astype(dtype), chunks=(5, 7))
    v2(store, "type_bool", smooth > 250, chunks=(5, 7))
    v2(store, "type_datetime", np.array(["2020-01-01T06", "2021-01-01"], dtype="<M8[ns]"), chunks=(2,))
    v2(store, "type_timedelta", np.array([6, 12], dtype="<m8[h]"), chunks=(2,))
    a = v2(store, "absent_chunks", f4, fill_value=-5.0)
    (ZARR / "codecs-v2.zarr/absent_chunks/0.1").unlink()
    arrays["codecs-v2.zarr"]["absent_chunks"] = plain(np.where(a[...] == -5, np.nan, a[...]))
    v2(store, "slashes", f4, compressors=numcodecs.Zlib(1), chunk_key_encoding={"name": "v2", "separator": "/"})
    v2(store, "delta", f4, filters=[numcodecs.Delta("<f4")])
    del arrays["codecs-v2.zarr"]["delta"]
    zarr.consolidate_metadata(store, zarr_format=2)
    for path in (ZARR / "codecs-v2.zarr").glob("*/.z*"):
        path.unlink()  # what is consolidated need not be there twice

    store3 = str(ZARR / "codecs-v3.zarr")
    zarr.create_group(store3, zarr_format=3)
    from zarr import codecs as c

    def v3(name, data, **options):
        a = zarr.create_array(store3, name=name, shape=data.shape, chunks=options.pop("chunks", (3, 4)), dtype=data.dtype, zarr_format=3,
                              dimension_names=["y", "x"][: data.ndim], **{"compressors": None, **options})
        a[...] = data
        arrays.setdefault("codecs-v3.zarr", {})[name] = plain(a[...].astype("i8") if data.dtype.kind in "mM" else a[...])
        return a

    v3("none", f4)
    v3("gzip", f4, compressors=c.GzipCodec(level=1))
    v3("zstd", f4, compressors=c.ZstdCodec(level=1))
    v3("blosc", np.tile(f4, (4, 5)).copy(), chunks=(20, 35), compressors=c.BloscCodec(cname="zstd", shuffle="bitshuffle"))
    v3("crc32c", f4, compressors=[c.ZstdCodec(level=1), c.Crc32cCodec()])
    v3("crc32c_inside", f4, compressors=[c.Crc32cCodec(), c.GzipCodec(level=1)])
    v3("big_endian", f4, serializer=c.BytesCodec(endian="big"))
    v3("transpose", f4, filters=[c.TransposeCodec(order=(1, 0))], compressors=c.ZstdCodec(level=1))
    v3("sharded", f4, chunks=(2, 2), shards=(4, 4), compressors=c.ZstdCodec(level=1))
    v3("sharded_transpose", f4, chunks=(2, 2), shards=(6, 8), filters=[c.TransposeCodec(order=(1, 0))])
    for dtype in ("bool", "float16", "float64", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"):
        data = (smooth - (250 if dtype == "int8" else 0))
        v3("type_" + dtype, (data > 250 if dtype == "bool" else data.round(2)).astype(dtype), chunks=(5, 7))
    a = v3("absent_chunks", f4, fill_value=float("nan"))
    (ZARR / "codecs-v3.zarr/absent_chunks/c/0/1").unlink()
    arrays["codecs-v3.zarr"]["absent_chunks"] = plain(a[...])
    half = np.full((4, 4), np.nan, "f4"); half[:2, :2] = 1
    v3("sharded_absent", half, chunks=(2, 2), shards=(4, 4), fill_value=float("nan"))
    zarr.consolidate_metadata(store3)
    for path in (ZARR / "codecs-v3.zarr").glob("*/zarr.json"):
        path.unlink()

    wb = WB["dataset"]
    for version, consolidated in ((2, False), (3, True)):
        name = f"weatherbench-v{version}.zarr"
        kwargs = dict(zarr_format=version, consolidated=consolidated)
        wb.to_zarr(ZARR / name, mode="w", encoding={v: {"chunks": (1, 2) + wb[v].shape[2:]} for v in wb.data_vars}, **kwargs)
        with xr.open_zarr(ZARR / name, consolidated=consolidated, decode_timedelta=False) as got:
            for item in (dict(w) for w in WB["wanted"]):
                pick = got[item.pop("array")].isel(item.pop("at")).transpose(*item.pop("order"))
                item["values"] = plain(pick.values.astype("f8") * item.pop("scale", 1) + item.pop("offset", 0))
                FORECASTS.append({**item, "file": name})
    return arrays


FORECASTS = []

if __name__ == "__main__":
    for folder in (NC, ZARR):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    netcdf()
    json.dump({"made_with": VERSIONS, "forecasts": EXPECTED}, open(NC / "expected.json", "w"))
    arrays = zarrs()
    json.dump({"made_with": VERSIONS, "forecasts": FORECASTS, "arrays": arrays}, open(ZARR / "expected.json", "w"))
    print(sum(f.stat().st_size for f in ROOT.rglob("*") if f.is_file()), "bytes")
