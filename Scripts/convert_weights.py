#!/usr/bin/env python3
"""Turns checkpoints of PyTorch (.pth, .pt) into the weights of a model folder.

    python Scripts/convert_weights.py checkpoint.pth --config model.json --output DIR
    verify model inspect DIR

Tensors keep the names of the public state dictionary: `patch_embed.proj.weight`, `blocks.0.attn.qkv.weight` and so on,
without what wraps them (`module.`, `model.`, `state_dict`). Several checkpoints, as of adapters, are put together.
Needs PyTorch. `docs/inference.md` describes model.json, which says all that sizes
alone do not; `--mean` and `--std` fill in its normalisation.
"""
import argparse, json, pathlib, re, struct, sys

WRAPPERS = ("state_dict", "model", "module", "net", "model_state_dict", "ema")


def fail(text):
    sys.exit(f"convert_weights: {text}")


def torch_or_fail():
    try:
        import torch
    except ImportError:
        fail("PyTorch is needed to read checkpoints: pip install torch, in any environment of your own")
    return torch


def state(torch, path, drop):
    """The tensors of a checkpoint by name, without those to drop. Only tensors are read: code in the file is never run."""
    try:
        try:
            found = torch.load(path, map_location="cpu", weights_only=True, mmap=True)
        except RuntimeError:
            # Of before PyTorch 1.6, which can't be mapped.
            found = torch.load(path, map_location="cpu", weights_only=True)
    except Exception as error:
        fail(f"{path} can't be read as a checkpoint of tensors: {type(error).__name__}: {error}")
    while isinstance(found, dict) and not any(torch.is_tensor(v) for v in found.values()):
        inner = next((found[k] for k in WRAPPERS if isinstance(found.get(k), dict)), None)
        if inner is None:
            fail(f"{path} holds no tensors; its keys are {', '.join(list(map(str, found))[:10])}")
        found = inner
    if not isinstance(found, dict):
        fail(f"{path} holds {type(found).__name__}, expected a state dictionary")
    tensors, full = {}, {}
    for wrapped, value in found.items():
        if torch.is_tensor(value) and not any(re.search(pattern, wrapped) for pattern in drop):
            name = wrapped
            while name.split(".")[0] in WRAPPERS and "." in name:
                name = name.split(".", 1)[1]
            if name in tensors:
                fail(f"'{full[name]}' and '{wrapped}' in {path} are both '{name}'; drop one with --drop")
            tensors[name], full[name] = value, wrapped
    return tensors


def number_bytes(torch, tensor, kind):
    dtype = {"F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16}[kind]
    flat = tensor.detach().to(dtype).contiguous().reshape(-1)
    if kind == "F16" and not torch.isfinite(flat).all():
        fail("a weight is beyond the reach of F16; use --dtype BF16 or F32")
    return (flat.view(torch.int16) if kind == "BF16" else flat).numpy().tobytes()


def write(torch, path, tensors, kind):
    width, at, header = {"F32": 4}.get(kind, 2), 0, {}
    for name, value in tensors:
        size = value.numel() * width
        header[name] = {"dtype": kind, "shape": list(value.shape), "data_offsets": [at, at + size]}
        at += size
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    part = path.with_name(path.name + ".part")
    try:
        with open(part, "wb") as file:
            file.write(struct.pack("<Q", len(text)) + text)
            for _, value in tensors:
                file.write(number_bytes(torch, value, kind))
        part.rename(path)
    finally:
        part.unlink(missing_ok=True)


def shards(tensors, kind, limit):
    parts, size = [[]], 0
    for name, value in sorted(tensors.items()):
        bytes_ = value.numel() * (4 if kind == "F32" else 2)
        if parts[-1] and size + bytes_ > limit:
            parts.append([])
            size = 0
        parts[-1].append((name, value))
        size += bytes_
    return parts


def numbers(path, count):
    """A list of numbers: .json, .npy, or text."""
    if path.suffix == ".npy":
        import numpy
        values = numpy.load(path).reshape(-1).tolist()
    elif path.suffix == ".json":
        values = json.loads(path.read_text())
    else:
        values = [float(x) for x in path.read_text().replace(",", " ").split()]
    if len(values) != count:
        fail(f"{path} has {len(values)} numbers, and model.json has {count} channels")
    return [float(v) for v in values]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoints", nargs="+", type=pathlib.Path)
    parser.add_argument("--config", required=True, type=pathlib.Path, help="the model.json to put beside the weights")
    parser.add_argument("--output", required=True, type=pathlib.Path, help="the model folder to make")
    parser.add_argument("--dtype", default="F32", choices=["F32", "F16", "BF16"], help="how numbers are stored")
    parser.add_argument("--shard-size", default=4.0, type=float, help="GB of a file at most")
    parser.add_argument("--rename", action="append", default=[], metavar="PATTERN=TEXT",
                        help="a regular expression in names and what takes its place; may be given several times")
    parser.add_argument("--drop", action="append", default=[], metavar="PATTERN",
                        help="names that hold this regular expression, as they are in the file or without what wraps "
                             "them, are left out")
    parser.add_argument("--mean", type=pathlib.Path, help="means by channel (.npy, .json, text) for model.json")
    parser.add_argument("--std", type=pathlib.Path, help="standard deviations by channel")
    given = parser.parse_args()

    try:
        config = json.loads(given.config.read_text())
        channels = config["channels"]
    except (OSError, ValueError, KeyError) as error:
        fail(f"{given.config} is no model.json: {error}; see docs/inference.md")
    for key in "mean", "std":
        if getattr(given, key):
            for channel, value in zip(channels, numbers(getattr(given, key), len(channels))):
                channel[key] = value

    torch = torch_or_fail()
    tensors, origin = {}, {}
    for path in given.checkpoints:
        for name, value in state(torch, path, given.drop).items():
            if any(re.search(pattern, name) for pattern in given.drop):
                continue
            for rule in given.rename:
                pattern, _, text = rule.partition("=")
                name = re.sub(pattern, text, name)
            if name in tensors:
                fail(f"'{name}' is in {origin[name]} and in {path}; rename or drop one")
            if not value.is_floating_point():
                fail(f"'{name}' in {path} is of {value.dtype}, expected floating point numbers; drop it with --drop")
            tensors[name], origin[name] = value, path

    given.output.mkdir(parents=True, exist_ok=True)
    for old in given.output.glob("*.safetensors*"):
        fail(f"{old} is there already; give another --output")
    parts = shards(tensors, given.dtype, given.shard_size * 1e9)
    if len(parts) == 1:
        write(torch, given.output / "weights.safetensors", parts[0], given.dtype)
    else:
        names = [f"model-{n + 1:05}-of-{len(parts):05}.safetensors" for n in range(len(parts))]
        for name, part in zip(names, parts):
            write(torch, given.output / name, part, given.dtype)
        index = {"metadata": {}, "weight_map": {n: file for file, part in zip(names, parts) for n, _ in part}}
        (given.output / "model.safetensors.index.json").write_text(json.dumps(index, indent=1) + "\n")
    (given.output / "model.json").write_text(json.dumps(config, indent=1) + "\n")
    count = sum(v.numel() for v in tensors.values())
    print(f"{len(tensors)} tensors, {count} parameters in {len(parts)} file(s); next: verify model inspect {given.output}")


if __name__ == "__main__":
    main()
