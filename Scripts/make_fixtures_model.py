#!/usr/bin/env python3
"""Writes fixtures/models: small models with random weights, and what a separate implementation makes of them.

    Scripts/setup --python && .venv/bin/python Scripts/make_fixtures_model.py
    .venv/bin/python Scripts/make_fixtures_model.py --check golden.safetensors

The implementation here is in float64 with numpy alone, written from the description of the network and not from
the Swift sources. With --check it computes the outputs of a golden file (tensors `weights.*`, `input`,
`output.step0|1|2`, `trace.*`, the configuration as JSON in the metadata) and prints how far they are.
"""
import json, math, pathlib, struct, sys

import numpy as np

ROOT = pathlib.Path(__file__).resolve().parent.parent / "fixtures" / "models"


# --- safetensors -------------------------------------------------------------------------------------------------

def read(path):
    raw = pathlib.Path(path).read_bytes()
    size = struct.unpack("<Q", raw[:8])[0]
    header = json.loads(raw[8 : 8 + size])
    meta = header.pop("__metadata__", {})
    kinds = {"F32": "<f4", "F16": "<f2"}
    tensors = {}
    for name, entry in header.items():
        a, b = entry["data_offsets"]
        tensors[name] = np.frombuffer(raw[8 + size + a : 8 + size + b], kinds[entry["dtype"]]).reshape(entry["shape"])
    return tensors, meta


def bf16(x):
    """To the nearest, ties to even."""
    bits = x.astype("<f4").view("<u4").astype(np.uint64)
    return ((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16).astype("<u2")


def write(path, tensors, kind="F32", meta=None):
    header, parts, at = {}, [], 0
    if meta:
        header["__metadata__"] = meta
    for name, value in sorted(tensors.items()):
        data = {"F32": lambda v: v.astype("<f4"), "F16": lambda v: v.astype("<f2"), "BF16": bf16}[kind](value).tobytes()
        header[name] = {"dtype": kind, "shape": list(value.shape), "data_offsets": [at, at + len(data)]}
        parts.append(data)
        at += len(data)
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + b"".join(parts))


# --- the network -------------------------------------------------------------------------------------------------

erf = np.vectorize(math.erf)


def gelu(x):
    return x * 0.5 * (1 + erf(x / math.sqrt(2)))


def silu(x):
    return x / (1 + np.exp(-x))


def layer_norm(x, w, b):
    return (x - x.mean(-1, keepdims=True)) / np.sqrt(x.var(-1, keepdims=True) + 1e-6) * w + b


def group_norm(x, groups, w, b):
    c, h, k = x.shape
    y = x.reshape(groups, -1)
    y = (y - y.mean(1, keepdims=True)) / np.sqrt(y.var(1, keepdims=True) + 1e-6)
    return y.reshape(c, h, k) * w[:, None, None] + b[:, None, None]


def conv(x, w, b):
    """3 x 3 or 1 x 1, stride 1, zeros around; x [in, h, w]."""
    r = w.shape[2] // 2
    p = np.pad(x, ((0, 0), (r, r), (r, r)))
    y = np.zeros((w.shape[0],) + x.shape[1:])
    for i in range(w.shape[2]):
        for j in range(w.shape[3]):
            y += np.einsum("oc,chw->ohw", w[:, :, i, j], p[:, i : i + x.shape[1], j : j + x.shape[2]])
    return y + b[:, None, None]


def resize(x, size, mode):
    def matrix(old, new):
        m = np.zeros((new, old))
        for i in range(new):
            at = (i + 0.5) * old / new - 0.5
            if mode == "bilinear":
                at = min(max(at, 0), old - 1)
                k = min(int(at), old - 1)
                m[i, k] += 1 - (at - k)
                m[i, min(k + 1, old - 1)] += at - k
            else:
                k, a = math.floor(at), -0.75
                for d in range(-1, 3):
                    t = abs(at - (k + d))
                    w = (a + 2) * t**3 - (a + 3) * t**2 + 1 if t <= 1 else a * (t**3 - 5 * t**2 + 8 * t - 4)
                    m[i, min(max(k + d, 0), old - 1)] += w
        return m

    if x.shape[1:] == tuple(size):
        return x
    return np.einsum("ih,chw,jw->cij", matrix(x.shape[1], size[0]), x, matrix(x.shape[2], size[1]))


class Network:
    def __init__(self, config, weights):
        self.c = {"downscale": 1, "resize": "bilinear", "final_stride": [3, 3], "lora_rank": 0, "lora_alpha": 1,
                  "groups": 32, "interval": 4, **config}
        self.w = {k: v.astype("f8") for k, v in weights.items()}

    def linear(self, name, x, bias=True):
        w = self.w[name + ".weight"]
        key = f"{name}.lora_A.{self.group}"
        if self.group and key in self.w:
            w = w + self.c["lora_alpha"] / self.c["lora_rank"] * self.w[f"{name}.lora_B.{self.group}"] @ self.w[key]
        y = x @ w.T
        return y + self.w[name + ".bias"] if bias else y

    def norm(self, name, x):
        return layer_norm(x, self.w[name + ".weight"], self.w[name + ".bias"])

    def attend(self, prefix, x):
        """x [..., n, D]"""
        heads, d = self.c["heads"], x.shape[-1]
        q, k, v = np.split(self.linear(prefix + ".qkv", x), 3, -1)
        out = np.zeros_like(q)
        for h in range(heads):
            s = slice(h * d // heads, (h + 1) * d // heads)
            scores = q[..., s] @ np.swapaxes(k[..., s], -1, -2) / math.sqrt(d // heads)
            p = np.exp(scores - scores.max(-1, keepdims=True))
            out[..., s] = p / p.sum(-1, keepdims=True) @ v[..., s]
        return self.linear(prefix + ".proj", out)

    def windowed(self, prefix, x, window):
        """x [b, rows, columns, D]"""
        b, r, c, d = x.shape
        a, e = window
        y = x.reshape(b, r // a, a, c // e, e, d).transpose(0, 1, 3, 2, 4, 5).reshape(-1, a * e, d)
        y = self.attend(prefix, y)
        return y.reshape(b, r // a, c // e, a, e, d).transpose(0, 1, 3, 2, 4, 5).reshape(x.shape)

    def embed(self, x):
        w, b = self.w["patch_embed.proj.weight"], self.w["patch_embed.proj.bias"]
        (kh, kw), (sh, sw) = self.c["patch_size"], self.c["patch_stride"]
        rows, columns = (x.shape[1] - kh) // sh + 1, (x.shape[2] - kw) // sw + 1
        y = np.empty((rows, columns, w.shape[0]))
        for i in range(rows):
            for j in range(columns):
                y[i, j] = np.tensordot(w, x[:, i * sh : i * sh + kh, j * sw : j * sw + kw], 3) + b
        return y

    def __call__(self, state, group=0, trace=None):
        self.group = group
        c, trace = self.c, {} if trace is None else trace
        s, (rows, columns), d = c["downscale"], c["token_grid"], c["embed_dim"]
        working = c.get("working_size") or [n * s for n in c["image_size"]]
        x = resize(state.astype("f8"), working, c["resize"])
        if s == 1:
            t = self.embed(x)[None]
        elif c["sime"] == "token":
            y = self.embed(x)
            t = np.stack([y[a::s, b::s] for a in range(s) for b in range(s)])
        else:
            t = np.stack([self.embed(x[:, a::s, b::s]) for a in range(s) for b in range(s)])
        t = t + self.w["pos_embed"].reshape(1, rows, columns, d)
        trace["tokens"] = t.reshape(s * s, -1, d)
        places = c.get("hres_positions")
        places = list(range(0, c["depth"], 6)) if places is None else places
        for i in range(c["depth"]):
            p = f"blocks.{i}."
            k = i % c["interval"]
            window = c["windows"][k] if k < len(c["windows"]) else [rows, columns]
            t = t + self.windowed(p + "attn", self.norm(p + "norm1", t), window)
            t = t + self.linear(p + "mlp.fc2", gelu(self.linear(p + "mlp.fc1", self.norm(p + "norm2", t))))
            trace[f"after_block_{i}"] = t.reshape(s * s, -1, d)
            if s > 1 and i in places:
                j = places.index(i)
                p = f"blocks_hres.{j}."
                fine = np.empty((1, rows * s, columns * s, d))
                for n in range(s * s):
                    fine[0, n // s :: s, n % s :: s] = t[n]
                window = c["hres_window"] if c["hres_attention"] == "window" else fine.shape[1:3]
                fine = fine + self.windowed(p + "attn_hres", self.norm(p + "norm1_hres", fine), window)
                y = self.norm(p + "norm2_hres", fine)[0].transpose(2, 0, 1)
                y = silu(conv(y, self.w[p + "mlp_hres.fc1.weight"], self.w[p + "mlp_hres.fc1.bias"]))
                y = conv(y, self.w[p + "mlp_hres.fc2.weight"], self.w[p + "mlp_hres.fc2.bias"])
                fine = fine + y.transpose(1, 2, 0)[None]
                t = np.stack([fine[0, a::s, b::s] for a in range(s) for b in range(s)])
                trace[f"after_hres_{j}"] = t.reshape(s * s, -1, d)
        t = self.linear("down_linear", self.norm("norm", t), bias=False)
        y = np.empty((t.shape[-1], rows * s, columns * s))
        for n in range(s * s):
            y[:, n // s :: s, n % s :: s] = t[n].transpose(2, 0, 1)
        for k in range(len(c["decoder_channels"])):
            y = self.up(f"up_blocks.{k}.", y, k == len(c["decoder_channels"]) - 1)
        y = self.final(y)
        trace["before_resize"] = y[None]
        return resize(y, state.shape[1:], "bilinear")

    def up(self, p, x, is_last):
        r = p + "resnets.0."
        get = lambda n: (self.w[n + ".weight"], self.w[n + ".bias"])
        y = conv(silu(group_norm(x, self.c["groups"], *get(r + "norm1"))), *get(r + "conv1"))
        y = conv(silu(group_norm(y, self.c["groups"], *get(r + "norm2"))), *get(r + "conv2"))
        if r + "conv_shortcut.weight" in self.w:
            x = conv(x, *get(r + "conv_shortcut"))
        y = x + y
        return y if is_last else conv(y.repeat(2, 1).repeat(2, 2), *get(p + "upsamplers.0.conv"))

    def final(self, x):
        w, (sh, sw) = self.w["final.weight"], self.c["final_stride"]
        _, n, kh, kw = w.shape
        y = np.zeros((n, (x.shape[1] - 1) * sh + kh, (x.shape[2] - 1) * sw + kw))
        for i in range(kh):
            for j in range(kw):
                part = np.einsum("co,chw->ohw", w[:, :, i, j], x)
                y[:, i : i + sh * (x.shape[1] - 1) + 1 : sh, j : j + sw * (x.shape[2] - 1) + 1 : sw] += part
        return y


def shapes(c):
    """Every tensor of a configuration, with its shape."""
    d, s = c["embed_dim"], {}
    def layer(name, *shape):
        s[name + ".weight"], s[name + ".bias"] = shape, shape[:1]
    layer("patch_embed.proj", d, c["channels"], *c["patch_size"])
    s["pos_embed"] = (1, c["token_grid"][0] * c["token_grid"][1], d)
    for i in range(c["depth"]):
        p = f"blocks.{i}."
        layer(p + "norm1", d), layer(p + "attn.qkv", 3 * d, d), layer(p + "attn.proj", d, d)
        layer(p + "norm2", d), layer(p + "mlp.fc1", 4 * d, d), layer(p + "mlp.fc2", d, 4 * d)
    for j in range(len(c["hres_positions"]) if c.get("downscale", 1) > 1 else 0):
        p = f"blocks_hres.{j}."
        layer(p + "norm1_hres", d), layer(p + "attn_hres.qkv", 3 * d, d), layer(p + "attn_hres.proj", d, d)
        layer(p + "norm2_hres", d), layer(p + "mlp_hres.fc1", d, d, 3, 3), layer(p + "mlp_hres.fc2", d, d, 3, 3)
    layer("norm", d)
    n = c["decoder_channels"][0]
    s["down_linear.weight"] = (n, d)
    for k, m in enumerate(c["decoder_channels"]):
        r = f"up_blocks.{k}.resnets.0."
        layer(r + "norm1", n), layer(r + "conv1", m, n, 3, 3), layer(r + "norm2", m), layer(r + "conv2", m, m, 3, 3)
        if n != m:
            layer(r + "conv_shortcut", m, n, 1, 1)
        if k < len(c["decoder_channels"]) - 1:
            layer(f"up_blocks.{k}.upsamplers.0.conv", m, m, 3, 3)
        n = m
    s["final.weight"] = (n, c["channels"], *c["final_kernel"])
    for name in ["blocks.0.attn.qkv", "blocks.1.attn.proj", "blocks.2.mlp.fc1", "blocks.3.mlp.fc2"]:
        for g in range(1, c.get("lora_groups", 0) + 1):
            out, inner = s[name + ".weight"]
            s[f"{name}.lora_A.{g}"], s[f"{name}.lora_B.{g}"] = (c["lora_rank"], inner), (out, c["lora_rank"])
    return s


def weights(c, seed):
    random = np.random.default_rng(seed)
    made = {}
    for name, shape in shapes(c).items():
        x = random.standard_normal(shape)
        if name.endswith("norm.weight") or ".norm" in name and name.endswith("weight"):
            x = 1 + 0.2 * x
        elif name.endswith("bias") or name == "pos_embed":
            x = 0.1 * x
        elif len(shape) > 1:
            x = x / math.sqrt(np.prod(shape[1:]))
        made[name] = x
    return made


def distance(a, b):
    return np.linalg.norm(a - b) / np.linalg.norm(b)


def check(path):
    tensors, meta = read(path)
    network = Network(json.loads(meta["config"]), {k[8:]: v for k, v in tensors.items() if k.startswith("weights.")})
    for group in range(3):
        trace = {}
        out = network(tensors["input"][0], group, trace)
        print(f"output.step{group} {distance(out, tensors[f'output.step{group}'][0]):.1e}")
        for name, value in trace.items() if group == 0 else []:
            if "trace." + name in tensors:
                print(f"trace.{name} {distance(value, tensors['trace.' + name]):.1e}")


CHANNELS = [
    {"name": "t2m", "standard_name": "air_temperature", "height_m": 2, "units": "degC", "mean": 5, "std": 20},
    {"name": "u10", "standard_name": "eastward_wind", "height_m": 10, "units": "m s-1", "mean": 0, "std": 6},
    {"name": "v10", "standard_name": "northward_wind", "height_m": 10, "units": "m s-1", "mean": 0, "std": 5},
    {"name": "msl", "standard_name": "air_pressure_at_mean_sea_level", "units": "hPa", "mean": 1010, "std": 12},
    {"name": "tp6h", "standard_name": "precipitation_amount", "accumulation_hours": 6, "units": "mm", "mean": 0.5,
     "std": 2, "minimum": 0},
]
META = {
    "channels": 5, "image_size": [13, 24], "patch_size": [5, 4], "patch_stride": [4, 4], "token_grid": [3, 6],
    "embed_dim": 8, "depth": 4, "heads": 2, "mlp_ratio": 4, "interval": 4, "windows": [[3, 2], [1, 6], [3, 3]],
    "decoder_channels": [8, 8], "groups": 4, "final_kernel": [3, 2], "final_stride": [2, 2],
    "lora_rank": 2, "lora_alpha": 1, "lora_groups": 2, "lora_group_by_step": [0, 1, 2],
}
FINE = {**META, "downscale": 2, "sime": "token", "hres_attention": "window", "hres_window": [3, 4],
        "hres_positions": [0, 2], "working_size": [26, 48]}
VARIANTS = {
    "tiny": (META, "F32", (13, 24)),
    "tiny-fine": (FINE, "F16", (25, 48)),
    "tiny-pixel": ({**FINE, "sime": "pixel", "resize": "bicubic", "hres_attention": "full", "hres_positions": [1],
                    "working_size": [27, 48]}, "BF16", (25, 48)),
}


def model(config, size):
    return {
        "architecture": "fengwu-ghr", "title": "Random weights, for tests", "time_step_hours": 6, "steps": 8,
        "grid": {"rows": size[0], "columns": size[1], "first_latitude": 90, "last_latitude": -90,
                 "first_longitude": 0},
        "channels": CHANNELS, "network": config,
    }


def main():
    for seed, (name, (config, kind, size)) in enumerate(VARIANTS.items()):
        folder = ROOT / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "model.json").write_text(json.dumps(model(config, size), indent=1) + "\n")
        made = weights(config, seed)
        if name == "tiny-fine":
            # Two shards and their index.
            names = sorted(made)
            shards = {"model-00001-of-00002.safetensors": names[::2], "model-00002-of-00002.safetensors": names[1::2]}
            for shard, part in shards.items():
                write(folder / shard, {n: made[n] for n in part}, kind)
            index = {"metadata": {}, "weight_map": {n: s for s, part in shards.items() for n in part}}
            (folder / "model.safetensors.index.json").write_text(json.dumps(index, indent=1) + "\n")
        else:
            write(folder / "weights.safetensors", made, kind)
        # What the file holds is what counts.
        rounded = {"F32": lambda v: v.astype("f4"), "F16": lambda v: v.astype("f2"),
                   "BF16": lambda v: (bf16(v).astype("<u4") << 16).view("<f4")}[kind]
        network = Network(config, {n: rounded(v) for n, v in made.items()})
        state = np.random.default_rng(100 + seed).standard_normal((5, *size)).astype("f4")
        golden, trace = {"input": state[None]}, {}
        for group in range(3):
            golden[f"output.step{group}"] = network(state, group, trace if group == 0 else None)[None]
        golden |= {"trace." + n: v for n, v in trace.items()}
        write(folder / "golden.safetensors", golden)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--check"]:
        check(sys.argv[2])
    else:
        main()
