"""A step of a meta model in PyTorch on the CPU, with the weights of a model folder.

    python fengwu.py MODEL_FOLDER

Prints the time of the blocks and of the whole step on one thread (of the processor) and on two (of the wall).
"""
import json, pathlib, struct, sys, time

import torch
import torch.nn.functional as F

folder = pathlib.Path(sys.argv[1])
c = json.loads((folder / "model.json").read_text())["network"]
raw = (folder / "weights.safetensors").read_bytes()
size = struct.unpack("<Q", raw[:8])[0]
w = {
    name: torch.frombuffer(bytearray(raw[8 + size + e["data_offsets"][0] : 8 + size + e["data_offsets"][1]]),
                           dtype=torch.float32).reshape(e["shape"])
    for name, e in json.loads(raw[8 : 8 + size]).items()
}
rows, columns = c["token_grid"]
d, heads = c["embed_dim"], c["heads"]


def norm(name, x):
    return F.layer_norm(x, (d,), w[name + ".weight"], w[name + ".bias"], 1e-6)


def linear(name, x):
    return F.linear(x, w[name + ".weight"], w[name + ".bias"])


def block(i, x):
    p = f"blocks.{i}."
    k = i % c.get("interval", 4)
    a, b = c["windows"][k] if k < len(c["windows"]) else (rows, columns)
    y = norm(p + "norm1", x).reshape(rows // a, a, columns // b, b, d).transpose(1, 2).reshape(-1, a * b, d)
    q, k, v = linear(p + "attn.qkv", y).reshape(-1, a * b, 3, heads, d // heads).permute(2, 0, 3, 1, 4)
    y = F.scaled_dot_product_attention(q, k, v).transpose(1, 2).reshape(-1, a * b, d)
    y = linear(p + "attn.proj", y)
    x = x + y.reshape(rows // a, columns // b, a, b, d).transpose(1, 2).reshape(-1, d)
    return x + linear(p + "mlp.fc2", F.gelu(linear(p + "mlp.fc1", norm(p + "norm2", x))))


def up(k, x):
    p = f"up_blocks.{k}."
    r = p + "resnets.0."
    conv = lambda n, x: F.conv2d(x, w[n + ".weight"], w[n + ".bias"], padding=w[n + ".weight"].shape[2] // 2)
    group = lambda n, x: F.silu(F.group_norm(x, c.get("groups", 32), w[n + ".weight"], w[n + ".bias"], 1e-6))
    y = conv(r + "conv2", group(r + "norm2", conv(r + "conv1", group(r + "norm1", x))))
    x = y + (conv(r + "conv_shortcut", x) if r + "conv_shortcut.weight" in w else x)
    if p + "upsamplers.0.conv.weight" in w:
        x = conv(p + "upsamplers.0.conv", F.interpolate(x, scale_factor=2.0, mode="nearest"))
    return x


@torch.inference_mode()
def step(x, clock):
    t = F.conv2d(x, w["patch_embed.proj.weight"], w["patch_embed.proj.bias"], stride=c["patch_stride"])
    t = t.flatten(2)[0].T + w["pos_embed"][0]
    start = clock()
    for i in range(c["depth"]):
        t = block(i, t)
    blocks = clock() - start
    y = F.linear(norm("norm", t), w["down_linear.weight"]).T.reshape(1, -1, rows, columns)
    for k in range(len(c["decoder_channels"])):
        y = up(k, y)
    return F.conv_transpose2d(y, w["final.weight"], stride=c.get("final_stride", [3, 3])), blocks


x = torch.rand(1, c["channels"], *c["image_size"]) * 2 - 1
for threads, clock in (1, time.process_time), (2, time.perf_counter):
    torch.set_num_threads(threads)
    step(x, clock)
    best = (float("inf"), float("inf"))
    for _ in range(2):
        start = clock()
        _, blocks = step(x, clock)
        best = min(best, (clock() - start, blocks))
    print(f"  PyTorch {torch.__version__}, {rows * columns} tokens, {threads} thread(s): "
          f"the blocks {best[1]:.2f} s, the whole step {best[0]:.2f} s")
