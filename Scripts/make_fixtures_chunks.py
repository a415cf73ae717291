#!/usr/bin/env python3
"""Writes fixtures/netcdf/chunks*.nc: one array in every way in which HDF5 stores it.

    Scripts/setup --python && .venv/bin/pip install h5py hdf5plugin && .venv/bin/python Scripts/make_fixtures_chunks.py

The tests need none of this. Element i of every array, counted in row-major order, is 7919 i mod 1009, divided by 8 and
250 more where it is floating point; mod 101 and 50 less where it is an integer of 16 bits or more; mod 101 otherwise.
"""
import pathlib, zlib

import h5py, hdf5plugin, netCDF4, numpy as np

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "fixtures" / "netcdf"
SHAPE = (3, 37, 53)


def numbers(kind):
    i = np.arange(np.prod(SHAPE), dtype="i8").reshape(SHAPE) * 7919
    if np.dtype(kind).kind == "f":
        return (250 + (i % 1009) / 8).astype(kind)
    return (i % 101 - (50 if kind[-2:] in ("i2", "i4", "i8") else 0)).astype(kind)


def netcdf(path):
    with netCDF4.Dataset(path, "w") as f:
        for name, length in zip(("time", "lat", "lon"), SHAPE):
            f.createDimension(name, length)
        f.createDimension("record", None)

        def add(name, kind="f4", chunks=(1, 10, 20), dims=("time", "lat", "lon"), endian="native", **options):
            v = f.createVariable(name, kind, dims, chunksizes=chunks, endian=endian, **options)
            v.set_auto_maskandscale(False)
            v[:] = numbers(kind)

        add("contiguous", chunks=None, contiguous=True)
        add("contiguous_big", chunks=None, contiguous=True, endian="big")
        add("contiguous_i2", "i2", chunks=None, contiguous=True)
        add("plain")
        add("plain_whole", chunks=SHAPE)
        add("deflate", zlib=True, complevel=4, shuffle=False)
        add("deflate_shuffle", zlib=True, complevel=4)
        add("deflate_whole", zlib=True, complevel=1, chunks=SHAPE)
        add("deflate_rows", zlib=True, complevel=1, chunks=(1, 37, 53))
        add("deflate_columns", zlib=True, complevel=1, chunks=(3, 37, 1))
        add("deflate_big", zlib=True, complevel=1, endian="big")
        add("fletcher32", fletcher32=True)
        add("deflate_fletcher32", zlib=True, complevel=1, fletcher32=True)
        add("zstd", compression="zstd", complevel=3, shuffle=True)
        add("zstd_alone", compression="zstd", complevel=3, shuffle=False)
        for inner in ("lz4", "zstd", "zlib"):
            add(f"blosc_{inner}", compression=f"blosc_{inner}", blosc_shuffle=1)
        add("bzip2", compression="bzip2")
        add("szip", compression="szip", szip_coding="nn", szip_pixels_per_block=8)
        for kind in ("i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8", "f8"):
            add(f"deflate_{kind}", kind, zlib=True, complevel=1)
        add("deflate_i4_big", "i4", zlib=True, complevel=1, endian="big")

        # Only some chunks are there, and another array has more records.
        v = f.createVariable("sparse", "f4", ("record", "lat", "lon"), chunksizes=(1, 10, 20), zlib=True, fill_value=-7.5)
        v[1, :10, :] = numbers("f4")[1, :10, :]
        v[2, 20:, 40:] = numbers("f4")[2, 20:, 40:]
        v = f.createVariable("longer", "f4", ("record", "lat", "lon"), chunksizes=(1, 10, 20), zlib=True)
        v[4] = numbers("f4")[0]
        v = f.createVariable("unfilled", "f4", ("record", "lat", "lon"), chunksizes=(1, 10, 20), zlib=True, fill_value=False)
        v[1, :10, :] = numbers("f4")[1, :10, :]
        # Called like a dimension, but no coordinate of it.
        v = f.createVariable("lat", "f4", ("time", "lat", "lon"), zlib=True)
        v[:] = numbers("f4")


def hdf5(path, **options):
    with h5py.File(path, "w", track_order=True, **options) as f:
        data = numbers("f4")
        for name, length in zip(("time", "lat", "lon"), SHAPE):
            f[name] = np.arange(length, dtype="f4")
            f[name].make_scale(name)

        def add(name, kind="f4", chunks=(1, 10, 20), write=True, **more):
            d = f.create_dataset(name, SHAPE, kind, chunks=chunks, **more)
            for axis, dimension in enumerate(("time", "lat", "lon")):
                d.dims[axis].attach_scale(f[dimension])
            if write:
                d[:] = numbers(kind)
            return d

        add("lz4", **hdf5plugin.LZ4(nbytes=128))
        add("lzf", compression="lzf")
        add("bitshuffle", **hdf5plugin.Bitshuffle())
        # Chunks that were written without some of the filters.
        d = add("masked", write=False, compression="gzip", shuffle=True)
        for n in range(3):
            for y in range(0, 37, 10):
                for x in range(0, 53, 20):
                    chunk = np.zeros((1, 10, 20), "f4")
                    part = data[n, y : y + 10, x : x + 20]
                    chunk[0, : part.shape[0], : part.shape[1]] = part
                    raw, mask = (chunk.tobytes(), 3) if (y + x) % 20 else (zlib.compress(chunk.tobytes()), 1)
                    d.id.write_direct_chunk((n, y, x), raw, mask)
        # The newest library has an index of its own for each of these.
        add("fixed", compression="gzip", shuffle=True)
        add("extensible", compression="gzip", maxshape=(None, 37, 53))
        add("tree", compression="gzip", maxshape=(None, None, 53))
        add("single", compression="gzip", chunks=SHAPE)
        add("implicit", chunks=(1, 10, 20))


if __name__ == "__main__":
    netcdf(FOLDER / "chunks.nc")
    hdf5(FOLDER / "chunks_latest.nc", libver=("v110", "v110"))
    hdf5(FOLDER / "chunks_filters.nc")
