"""States of the demo world from the GRIB files of `verify demo --states`, and what they are normalised by."""

import datetime
import pathlib

import eccodes
import numpy as np

# In the order of the network.
CHANNELS = [
    {"name": "t2m", "standard_name": "air_temperature", "height_m": 2, "units": "K", "short": "2t"},
    {"name": "u10", "standard_name": "eastward_wind", "height_m": 10, "units": "m s-1", "short": "10u"},
    {"name": "v10", "standard_name": "northward_wind", "height_m": 10, "units": "m s-1", "short": "10v"},
    {"name": "msl", "standard_name": "air_pressure_at_mean_sea_level", "units": "Pa", "short": "prmsl"},
]


def read(folder):
    """Valid times, and the states as times x channels x rows x columns in float32, from north to south."""
    order = {channel["short"]: i for i, channel in enumerate(CHANNELS)}
    order["msl"] = order["prmsl"]
    fields = {}
    for path in sorted(pathlib.Path(folder).glob("*.grib")):
        with open(path, "rb") as file:
            while (message := eccodes.codes_grib_new_from_file(file)) is not None:
                name = eccodes.codes_get(message, "shortName")
                date, hour = eccodes.codes_get(message, "dataDate"), eccodes.codes_get(message, "dataTime") // 100
                shape = (eccodes.codes_get(message, "Nj"), eccodes.codes_get(message, "Ni"))
                time = datetime.datetime.strptime(str(date), "%Y%m%d") + datetime.timedelta(hours=hour)
                state = fields.setdefault(time, [None] * len(CHANNELS))
                state[order[name]] = eccodes.codes_get_values(message).reshape(shape).astype(np.float32)
                eccodes.codes_release(message)
    times = sorted(fields)
    return times, np.stack([np.stack(fields[time]) for time in times])


def coarse(states, s=3):
    """Every s-th row and column: the same weather on the grid of the meta model."""
    return states[..., ::s, ::s]


def normalisation(states):
    """Mean and standard deviation of every channel, over all points and times."""
    mean = states.mean(axis=(0, 2, 3), dtype=np.float64)
    std = states.std(axis=(0, 2, 3), dtype=np.float64)
    return mean.astype(np.float32), std.astype(np.float32)


def weights(rows):
    """The weight of every row, by the cosine of its latitude; their mean is 1, and a pole keeps a little."""
    latitudes = np.linspace(90, -90, rows)
    w = np.maximum(np.cos(np.radians(latitudes)), 0.02)
    return (w / w.mean()).astype(np.float32)
