"""FengWu-GHR in PyTorch, small enough to train: the meta model and its fine form, with the tensor names of the
public state dictionary. It is written from the paper (arXiv:2402.00059) and computes what `Sources/Inference` does."""

import torch
import torch.nn.functional as F
from torch import nn


class Linear(nn.Linear):
    """A linear layer with, once `adapt` is called, a low-rank adapter: W + (alpha / rank) B A."""

    scale = 0.0

    def adapt(self, rank, alpha):
        self.scale = alpha / rank
        self.lora_A = nn.Parameter(torch.empty(rank, self.in_features))
        self.lora_B = nn.Parameter(torch.zeros(self.out_features, rank))
        nn.init.kaiming_uniform_(self.lora_A, a=5**0.5)

    def forward(self, x):
        y = super().forward(x)
        return y + self.scale * F.linear(F.linear(x, self.lora_A), self.lora_B) if self.scale else y


class Attention(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.qkv = Linear(width, 3 * width)
        self.proj = Linear(width, width)

    def forward(self, x):
        """x: segments x tokens x width; every token sees those of its segment."""
        n, length, width = x.shape
        q, k, v = self.qkv(x).view(n, length, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        y = F.scaled_dot_product_attention(q, k, v)
        return self.proj(y.transpose(1, 2).reshape(n, length, width))


class MLP(nn.Module):
    def __init__(self, width, ratio):
        super().__init__()
        self.fc1 = Linear(width, ratio * width)
        self.fc2 = Linear(ratio * width, width)

    def forward(self, x):
        return self.fc2(F.gelu(self.fc1(x)))


def windowed(attention, x, window):
    """x: batch x rows x columns x width."""
    b, rows, columns, width = x.shape
    if window is None:
        return attention(x.reshape(b, rows * columns, width)).view_as(x)
    h, w = window
    parts = x.view(b, rows // h, h, columns // w, w, width).transpose(2, 3).reshape(-1, h * w, width)
    parts = attention(parts).view(b, rows // h, columns // w, h, w, width)
    return parts.transpose(2, 3).reshape(b, rows, columns, width)


class Block(nn.Module):
    def __init__(self, c, number):
        super().__init__()
        width, place = c["embed_dim"], number % c["interval"]
        self.window = c["windows"][place] if place < c["interval"] - 1 else None
        self.norm1 = nn.LayerNorm(width, eps=1e-6)
        self.attn = Attention(width, c["heads"])
        self.norm2 = nn.LayerNorm(width, eps=1e-6)
        self.mlp = MLP(width, c["mlp_ratio"])

    def forward(self, x):
        x = x + windowed(self.attn, self.norm1(x), self.window)
        return x + self.mlp(self.norm2(x))


class ConvolutionMLP(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.fc1 = nn.Conv2d(width, width, 3, padding=1)
        self.fc2 = nn.Conv2d(width, width, 3, padding=1)

    def forward(self, x):
        return self.fc2(F.silu(self.fc1(x.permute(0, 3, 1, 2)))).permute(0, 2, 3, 1)


class HighResolutionBlock(nn.Module):
    """Both of its branches end in zeros before it has learnt anything, so that the fine model begins as the meta model."""

    def __init__(self, c):
        super().__init__()
        width = c["embed_dim"]
        self.window = c["hres_window"] if c["hres_attention"] == "window" else None
        self.norm1_hres = nn.LayerNorm(width, eps=1e-6)
        self.attn_hres = Attention(width, c["heads"])
        self.norm2_hres = nn.LayerNorm(width, eps=1e-6)
        self.mlp_hres = ConvolutionMLP(width)
        for layer in (self.attn_hres.proj, self.mlp_hres.fc2):
            nn.init.zeros_(layer.weight)
            nn.init.zeros_(layer.bias)

    def forward(self, x):
        x = x + windowed(self.attn_hres, self.norm1_hres(x), self.window)
        return x + self.mlp_hres(self.norm2_hres(x))


class ResidualBlock(nn.Module):
    def __init__(self, inputs, outputs, groups):
        super().__init__()
        self.norm1 = nn.GroupNorm(groups, inputs, eps=1e-6)
        self.conv1 = nn.Conv2d(inputs, outputs, 3, padding=1)
        self.norm2 = nn.GroupNorm(groups, outputs, eps=1e-6)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, padding=1)
        self.conv_shortcut = nn.Conv2d(inputs, outputs, 1) if inputs != outputs else None

    def forward(self, x):
        y = self.conv1(F.silu(self.norm1(x)))
        y = self.conv2(F.silu(self.norm2(y)))
        return y + (self.conv_shortcut(x) if self.conv_shortcut is not None else x)


class Upsampler(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.conv = nn.Conv2d(channels, channels, 3, padding=1)

    def forward(self, x):
        return self.conv(F.interpolate(x, scale_factor=2.0, mode="nearest"))


class UpBlock(nn.Module):
    def __init__(self, inputs, outputs, groups, is_last):
        super().__init__()
        self.resnets = nn.ModuleList([ResidualBlock(inputs, outputs, groups)])
        self.upsamplers = nn.ModuleList([] if is_last else [Upsampler(outputs)])

    def forward(self, x):
        for layer in [*self.resnets, *self.upsamplers]:
            x = layer(x)
        return x


class PatchEmbedding(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.proj = nn.Conv2d(c["channels"], c["embed_dim"], tuple(c["patch_size"]), stride=tuple(c["patch_stride"]))

    def forward(self, x):
        return self.proj(x).permute(0, 2, 3, 1)


class FengWu(nn.Module):
    """The normalised state of a time step later: batch x channels x rows x columns."""

    def __init__(self, c):
        super().__init__()
        self.c = c
        rows, columns = c["token_grid"]
        width, up = c["embed_dim"], c["decoder_channels"]
        self.patch_embed = PatchEmbedding(c)
        self.pos_embed = nn.Parameter(torch.randn(1, rows * columns, width) * 0.02)
        self.blocks = nn.ModuleList([Block(c, number) for number in range(c["depth"])])
        self.places = c.get("hres_positions", list(range(0, c["depth"], 6))) if c["downscale"] > 1 else []
        self.blocks_hres = nn.ModuleList([HighResolutionBlock(c) for _ in self.places])
        self.norm = nn.LayerNorm(width, eps=1e-6)
        self.down_linear = Linear(width, up[0], bias=False)
        self.up_blocks = nn.ModuleList(
            [UpBlock(up[max(k - 1, 0)], up[k], c["groups"], k == len(up) - 1) for k in range(len(up))])
        self.final = nn.ConvTranspose2d(
            up[-1], c["channels"], tuple(c.get("final_kernel", (4, 3))), stride=tuple(c.get("final_stride", (3, 3))),
            bias=False)

    def adapt(self):
        """Freezes what there is and gives every linear layer of the blocks, and the head's, an adapter."""
        for parameter in self.parameters():
            parameter.requires_grad_(False)
        for module in [*self.blocks.modules(), self.down_linear]:
            if isinstance(module, Linear):
                module.adapt(self.c["lora_rank"], self.c["lora_alpha"])
        for parameter in self.blocks_hres.parameters():
            parameter.requires_grad_(True)

    def forward(self, state):
        c, s = self.c, self.c["downscale"]
        rows, columns = c["token_grid"]
        x = state
        if s > 1:
            size = c.get("working_size", [n * s for n in c["image_size"]])
            x = resized(x, size)
        if s > 1 and c["sime"] == "pixel":
            parts = [self.patch_embed(x[:, :, a::s, b::s]) for a in range(s) for b in range(s)]
            x = torch.stack(parts, 1).flatten(0, 1)
        else:
            x = split(self.patch_embed(x), s)
        x = x + self.pos_embed.view(1, rows, columns, -1)
        for number, block in enumerate(self.blocks):
            x = block(x)
            if number in self.places:
                x = split(self.blocks_hres[self.places.index(number)](interleaved(x, s)), s)
        x = interleaved(self.down_linear(self.norm(x)), s).permute(0, 3, 1, 2)
        for block in self.up_blocks:
            x = block(x)
        return resized(self.final(x), state.shape[-2:])


def resized(x, size):
    if tuple(x.shape[-2:]) == tuple(size):
        return x
    return F.interpolate(x, size=tuple(size), mode="bilinear", align_corners=False)


def split(x, s):
    """Batch x rows x columns x width to its s x s sub-grids, one after the other."""
    if s == 1:
        return x
    b, rows, columns, width = x.shape
    x = x.view(b, rows // s, s, columns // s, s, width).permute(0, 2, 4, 1, 3, 5)
    return x.reshape(b * s * s, rows // s, columns // s, width)


def interleaved(x, s):
    """The inverse of `split`."""
    if s == 1:
        return x
    n, rows, columns, width = x.shape
    x = x.view(n // (s * s), s, s, rows, columns, width).permute(0, 3, 1, 4, 2, 5)
    return x.reshape(n // (s * s), rows * s, columns * s, width)
