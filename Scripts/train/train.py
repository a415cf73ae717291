"""Trains a small FengWu-GHR on the demo world, as the paper trains the large one, and writes its model folders.

    Scripts/train/run               # makes the states and an environment, trains, writes fixtures/models
    python train.py --states DIR --output DIR [--seed 1] [--threads 1]

1. The meta model learns on the coarse grid: one step, then rollouts of several.
2. Inherit: the fine model takes its weights, frozen. Adapt: low-rank adapters on its linear layers. Combine: blocks on the
   fine grid in which the nine sub-grids see one another. Only the latter two learn, on the fine grid.

Seeded; the same machine gives the same weights. About 15 minutes on one slow core.
"""

import argparse
import json
import math
import pathlib
import time

import numpy as np
import torch
from safetensors.torch import save_file

from network import FengWu, Linear
from states import CHANNELS, coarse, normalisation, read, weights

META = {
    "channels": 4, "image_size": [31, 60], "patch_size": [7, 6], "patch_stride": [6, 6], "token_grid": [5, 10],
    "embed_dim": 64, "depth": 4, "heads": 4, "mlp_ratio": 4, "interval": 4, "windows": [[5, 5], [1, 10], [5, 2]],
    "downscale": 1, "decoder_channels": [64, 32], "groups": 16,
}
FINE = META | {
    "downscale": 3, "sime": "token", "hres_attention": "window", "hres_window": [5, 10], "hres_positions": [0, 1, 2, 3],
    "lora_rank": 16, "lora_alpha": 16, "lora_groups": 1, "lora_group_by_step": [1],
}


class Learning:
    """Batches of consecutive states, the loss, and the schedule of one stage."""

    def __init__(self, states, scale, generator, held_out=120):
        self.states = torch.from_numpy(states)
        self.last = len(states) - held_out
        self.generator = generator
        rows = weights(states.shape[-2])
        # Errors count by the part of the globe they are on, and by how far a channel changes in a step.
        self.weight = torch.from_numpy(rows)[None, None, :, None] / torch.from_numpy(scale**2)[None, :, None, None]

    def loss(self, forecast, truth):
        return ((forecast - truth) ** 2 * self.weight).mean()

    def rollout(self, model, start, steps):
        """The mean loss of the first steps from some times."""
        x, total = self.states[start], 0.0
        for step in range(1, steps + 1):
            x = model(x)
            total = total + self.loss(x, self.states[start + step])
        return total / steps

    def stage(self, model, name, updates, batch, rate, steps=1):
        parameters = [p for p in model.parameters() if p.requires_grad]
        optimizer = torch.optim.AdamW(parameters, lr=rate, betas=(0.9, 0.98), weight_decay=0.01)
        warm = min(100, updates // 10 + 1)
        schedule = torch.optim.lr_scheduler.LambdaLR(
            optimizer,
            lambda n: min(1, (n + 1) / warm) * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * n / updates))))
        began, seen = time.process_time(), 0.0
        for update in range(updates):
            start = torch.randint(self.last - steps, (batch,), generator=self.generator)
            loss = self.rollout(model, start, steps)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(parameters, 1.0)
            optimizer.step()
            schedule.step()
            seen += loss.item()
            if (update + 1) % max(1, updates // 10) == 0:
                spent = time.process_time() - began
                print(f"{name}: {update + 1:5d} of {updates}, loss {seen / max(1, updates // 10):.4f}, "
                      f"held out {self.score(model, 1):.4f}, after 48 h {self.score(model, 8):.4f}, {spent:.0f} s",
                      flush=True)
                seen = 0.0

    @torch.no_grad()
    def score(self, model, steps, count=8):
        """The loss after some steps on states that are not learnt from; that of persistence is about 1 after one."""
        start = torch.arange(count) * ((len(self.states) - self.last - steps) // count) + self.last
        x = self.states[start]
        for _ in range(steps):
            x = model(x)
        return self.loss(x, self.states[start + steps]).item()


def write(folder, model, configuration, title, mean, std, rows, columns):
    """The model folder that docs/inference.md describes."""
    folder.mkdir(parents=True, exist_ok=True)
    channels = []
    for channel, m, s in zip(CHANNELS, mean, std):
        known = {key: value for key, value in channel.items() if key != "short"}
        channels.append(known | {"mean": float(m), "std": float(s)})
    description = {
        "architecture": "fengwu-ghr", "title": title, "time_step_hours": 6, "steps": 20,
        "grid": {"rows": rows, "columns": columns, "first_latitude": 90, "last_latitude": -90, "first_longitude": 0},
        "channels": channels, "network": configuration,
    }
    (folder / "model.json").write_text(json.dumps(description, indent=2) + "\n")
    tensors = {}
    for name, value in model.state_dict().items():
        # One group of adapters, for all steps.
        name = name + ".1" if name.endswith(("lora_A", "lora_B")) else name
        tensors[name] = value.to(torch.float16).contiguous()
    save_file(tensors, folder / "weights.safetensors", metadata={"format": "pt"})
    (folder / "weights.safetensors").chmod(0o644)
    size = (folder / "weights.safetensors").stat().st_size
    print(f"{folder}: {sum(t.numel() for t in tensors.values())} numbers, {size / 1e6:.1f} MB")


def rounded(model):
    """The numbers as the files hold them, so that what is compared with them is compared with what is shipped."""
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.copy_(parameter.to(torch.float16).to(torch.float32))


def write_golden(folder, model, state):
    """A state and the step after it, without adapters and with them, which other implementations are compared with."""
    tensors = {"input": state.contiguous()}
    with torch.no_grad():
        adapted = [module for module in model.modules() if isinstance(module, Linear) and module.scale]
        if adapted:
            tensors["output.step1"] = model(state).contiguous()
        scales = [module.scale for module in adapted]
        for module in adapted:
            module.scale = 0.0
        tensors["output.step0"] = model(state).contiguous()
        for module, scale in zip(adapted, scales):
            module.scale = scale
    save_file(tensors, folder / "golden.safetensors")
    (folder / "golden.safetensors").chmod(0o644)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--states", type=pathlib.Path, required=True, help="the folder of states to learn from")
    parser.add_argument("--output", type=pathlib.Path, required=True, help="the folder for the two model folders")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--short", type=float, default=1.0, help="a part of the updates, for trials")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    generator = torch.Generator().manual_seed(options.seed)
    torch.use_deterministic_algorithms(True)

    def part(updates):
        return max(1, int(updates * options.short))

    _, fine = read(options.states)
    mean, std = normalisation(fine)
    fine -= mean[None, :, None, None]
    fine /= std[None, :, None, None]
    scale = (fine[1:] - fine[:-1]).std(axis=(0, 2, 3))
    print("change in a step, in the channels' units:", (scale * std).round(2))

    meta = FengWu(META)
    small = Learning(np.ascontiguousarray(coarse(fine)), scale, generator)
    small.stage(meta, "meta, one step", part(3500), 8, 1.5e-3)
    small.stage(meta, "meta, four steps", part(300), 8, 3e-4, steps=4)
    rounded(meta)
    write(options.output / "demo-meta", meta, META, "The demo world at 6 degrees", mean, std, *META["image_size"])
    write_golden(options.output / "demo-meta", meta, small.states[small.last][None])

    model = FengWu(FINE)
    model.load_state_dict(meta.state_dict(), strict=False)
    model.adapt()
    large = Learning(fine, scale, generator)
    print(f"inherited: held out {large.score(model, 1):.4f}, after 48 h {large.score(model, 8):.4f}")
    large.stage(model, "fine, one step", part(4000), 4, 2e-3)
    large.stage(model, "fine, four steps", part(300), 4, 3e-4, steps=4)
    rounded(model)
    write(options.output / "demo-fine", model, FINE, "The demo world at 2 degrees", mean, std, *fine.shape[-2:])
    write_golden(options.output / "demo-fine", model, large.states[large.last][None])


if __name__ == "__main__":
    main()
