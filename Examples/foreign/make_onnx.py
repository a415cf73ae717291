"""Writes damped.onnx, a model small enough to be written by hand: y = x + 0.1 (mean of x - x), once a step.

It forecasts that every anomaly from the mean of its field loses a tenth in six hours. The file is a protocol buffer of
https://github.com/onnx/onnx/blob/main/onnx/onnx.proto; its field numbers are below, so the package `onnx` is not needed.

    python make_onnx.py damped.onnx
"""

import struct
import sys


def varint(number):
    number &= (1 << 64) - 1
    parts = []
    while number > 0x7F:
        parts.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*parts, number])


def integer(field, value):
    return varint(field << 3) + varint(value)


def message(field, *parts):
    body = b"".join(part.encode() if isinstance(part, str) else part for part in parts)
    return varint(field << 3 | 2) + varint(len(body)) + body


def node(operator, inputs, output, *attributes):
    names = [message(1, name) for name in inputs]
    return message(1, *names, message(2, output), message(4, operator), *attributes)


def integers(name, values):
    return message(5, message(1, name), *[integer(8, value) for value in values], integer(20, 7))


def value(field, name):
    """Fields of any size: fields x rows x columns of float."""
    shape = message(2, *[message(1, message(2, size)) for size in ("fields", "rows", "columns")])
    return message(field, message(1, name), message(2, message(1, integer(1, 1), shape)))


def model(rate):
    constant = message(5, integer(2, 1), message(8, "rate"), message(9, struct.pack("<f", rate)))
    graph = message(
        7,
        node("ReduceMean", ["x"], "mean", integers("axes", [-2, -1])),
        node("Sub", ["mean", "x"], "difference"),
        node("Mul", ["difference", "rate"], "change"),
        node("Add", ["x", "change"], "y"),
        message(2, "damped"), constant, value(11, "x"), value(12, "y"))
    return integer(1, 8) + graph + message(8, message(1, ""), integer(2, 13))


if __name__ == "__main__":
    with open(sys.argv[1], "wb") as file:
        file.write(model(0.1))
