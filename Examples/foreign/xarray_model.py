"""A forecast model for `command:` in an evaluation file: damps the anomalies of an analysis, and writes a NetCDF file a state.

    python xarray_model.py INITIAL_TIME LEAD_TIMES ANALYSIS.nc...

An anomaly is the difference from the mean of its circle of latitude, and loses a tenth in six hours. The analyses are in
NetCDF files on latitude and longitude, as the states of a time or as the first states of forecasts. Needs
`pip install xarray netcdf4 scipy`.
"""

import sys

import numpy as np
import xarray

STEP = np.timedelta64(6, "h")
KEPT = 0.9


def analysis(paths, time):
    """What is forecast from: all of one time but amounts, which are of no time."""
    for path in paths:
        with xarray.open_dataset(path) as file:
            start = file["forecast_reference_time"].values if "forecast_reference_time" in file else time
            if start == time and time in file["time"].values:
                amounts = [name for name, array in file.data_vars.items() if "cell_methods" in array.attrs]
                times = ["forecast_reference_time", "forecast_period"]
                return file.sel(time=[time]).drop_vars(amounts + times, errors="ignore").load()
    sys.exit(f"no analysis of {time} is in {' '.join(paths)}")


def main(initial_time, lead_times, *paths):
    time = np.datetime64(initial_time.rstrip("Z"), "ns")
    start = analysis(paths, time)
    mean = start.mean("longitude")
    for hours in lead_times.split(","):
        lead = np.timedelta64(round(float(hours) * 3600), "s")
        with xarray.set_options(keep_attrs=True):
            state = KEPT ** (lead / STEP) * (start - mean) + mean
        # A state tells of what time it is, and from which one it is forecast.
        state = state.transpose("time", "latitude", "longitude").astype("float32")
        state = state.assign_coords(time=("time", [time + lead], {"standard_name": "time"}))
        state["forecast_reference_time"] = ((), time, {"standard_name": "forecast_reference_time"})
        sys.stdout.buffer.write(state.to_netcdf())
        # It goes on its way before the next is computed.
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
