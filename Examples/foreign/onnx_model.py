"""A forecast model for `command:` in an evaluation file: runs an ONNX model from an analysis and writes GRIB messages.

    python onnx_model.py MODEL.onnx INITIAL_TIME LEAD_TIMES ANALYSIS.grib...

One of the analyses holds the fields of the initial time, all on one grid. The model takes them as fields x rows x columns and
gives those of six hours later. Every message that goes out is one of the analysis with the forecast's step and values,
so that its grid, level and packing are right by themselves. Needs `pip install onnxruntime eccodes numpy`.
"""

import datetime
import sys

import eccodes
import numpy as np
import onnxruntime

STEP = 6  # hours


def messages(paths, time):
    """The messages of some files that are analyses of a time."""
    for path in paths:
        with open(path, "rb") as file:
            while (message := eccodes.codes_grib_new_from_file(file)) is not None:
                eccodes.codes_set(message, "stepUnits", "h")
                start = f"{eccodes.codes_get(message, 'dataDate'):08d}{eccodes.codes_get(message, 'dataTime'):04d}"
                if start == time.strftime("%Y%m%d%H%M") and eccodes.codes_get_long(message, "step") == 0:
                    yield message
                else:
                    eccodes.codes_release(message)


def main(model, initial_time, lead_times, *analyses):
    time = datetime.datetime.fromisoformat(initial_time.replace("Z", "+00:00"))
    hours = [int(lead) for lead in lead_times.split(",")]
    heads = list(messages(analyses, time))
    if not heads:
        sys.exit(f"no analysis of {initial_time} is in {' '.join(analyses)}")
    shape = (eccodes.codes_get(heads[0], "Nj"), eccodes.codes_get(heads[0], "Ni"))
    state = np.stack([eccodes.codes_get_values(head).reshape(shape) for head in heads]).astype(np.float32)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    for hour in range(0, max(hours) + 1, STEP):
        if hour > 0:
            (state,) = session.run(None, {session.get_inputs()[0].name: state})
        if hour not in hours:
            continue
        for head, field in zip(heads, state):
            message = eccodes.codes_clone(head)
            eccodes.codes_set(message, "dataType", "fc")
            eccodes.codes_set(message, "step", hour)
            eccodes.codes_set_values(message, field.astype(np.float64).ravel())
            eccodes.codes_write(message, sys.stdout.buffer)
            eccodes.codes_release(message)
        # A state goes on its way before the next is computed.
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
