"""The network: one photograph in, relative inverse depth, subject matte, sky and moving regions out.

An inverted-residual encoder to 1/32 (fused blocks where maps are large, as in EfficientNetV2), a context
block that pools whole rows, whole columns and the whole picture, and a separable decoder with skips up to
1/2. Everything is convolutional, so any height and width that are multiples of 32 will do. The context
block also sees the vertical position, -1 at the top row and 1 at the bottom: what stands lower is often
nearer, and that holds for mirrored and rescaled pictures alike. Horizontal position is never given.

Sources: inverted residuals, Sandler et al. 2018; fused blocks, Tan and Le 2021; strip pooling, Hou et al.
2020 (here without gating of the input by a sigmoid: the pooled maps are added).
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

REGIONS = ("water", "foliage", "cloud")
STRIDE = 32
MEAN = (0.45, 0.44, 0.42)
STD = (0.26, 0.25, 0.27)


def unit(
    inside: int, outside: int, size: int, *, stride: int = 1, groups: int = 1, active: bool = True
) -> nn.Sequential:
    """Convolution, batch normalisation, and ReLU where `active`."""
    layers: list[nn.Module] = [
        nn.Conv2d(inside, outside, size, stride, size // 2, groups=groups, bias=False),
        nn.BatchNorm2d(outside, momentum=0.03),
    ]
    return nn.Sequential(*layers, nn.ReLU(inplace=True)) if active else nn.Sequential(*layers)


class Fused(nn.Module):
    """Full convolution to a wider map, then a projection; residual where shapes allow."""

    def __init__(self, inside: int, outside: int, wide: int, stride: int) -> None:
        super().__init__()
        self.body = nn.Sequential(unit(inside, wide, 3, stride=stride), unit(wide, outside, 1, active=False))
        self.same = stride == 1 and inside == outside

    def forward(self, x: Tensor) -> Tensor:
        return x + self.body(x) if self.same else self.body(x)


class Inverted(nn.Module):
    """Widen, depthwise, project; residual where shapes allow."""

    def __init__(self, inside: int, outside: int, widen: int, size: int, stride: int) -> None:
        super().__init__()
        wide = inside * widen
        self.body = nn.Sequential(
            unit(inside, wide, 1),
            unit(wide, wide, size, stride=stride, groups=wide),
            unit(wide, outside, 1, active=False),
        )
        self.same = stride == 1 and inside == outside

    def forward(self, x: Tensor) -> Tensor:
        return x + self.body(x) if self.same else self.body(x)


class Context(nn.Module):
    """Adds what whole rows, whole columns and the whole picture say to every place."""

    def __init__(self, channels: int, inner: int) -> None:
        super().__init__()
        self.enter = unit(channels + 1, inner, 1)
        self.along_rows = nn.Conv2d(inner, inner, (5, 1), padding=(2, 0))
        self.along_columns = nn.Conv2d(inner, inner, (1, 5), padding=(0, 2))
        self.whole = nn.Conv2d(inner, inner, 1)
        self.leave = nn.Sequential(nn.ReLU(inplace=True), unit(inner, channels, 1, active=False))

    def forward(self, x: Tensor) -> Tensor:
        ones = torch.ones_like(x[:, :1])
        rows = torch.cumsum(ones, dim=2)
        height = torch.amax(rows, dim=(2, 3), keepdim=True)
        vertical = (2 * rows - 1) / height - 1
        inner = self.enter(torch.cat([x, vertical], 1))
        pooled = self.along_rows(inner.mean(3, keepdim=True)) + self.along_columns(
            inner.mean(2, keepdim=True)
        )
        return x + self.leave(inner + pooled + self.whole(inner.mean((2, 3), keepdim=True)))


class Rise(nn.Module):
    """One decoder step: twice the size, the skip added, two separable convolutions."""

    def __init__(self, inside: int, skip: int, outside: int, size: int = 5) -> None:
        super().__init__()
        self.lower = nn.Conv2d(inside, outside, 1, bias=False)
        self.across = nn.Conv2d(skip, outside, 1, bias=False)
        self.mix = nn.Sequential(
            nn.BatchNorm2d(outside, momentum=0.03),
            nn.ReLU(inplace=True),
            nn.Conv2d(outside, outside, size, padding=size // 2, groups=outside, bias=False),
            unit(outside, outside, 1),
            nn.Conv2d(outside, outside, 3, padding=1, groups=outside, bias=False),
            unit(outside, outside, 1),
        )

    def forward(self, x: Tensor, skip: Tensor) -> Tensor:
        up = F.interpolate(self.lower(x), scale_factor=2.0, mode="bilinear", align_corners=False)
        return self.mix(up + self.across(skip))


class Finish(nn.Module):
    """The last step up, to half the picture's size, kept thin because maps are large here."""

    def __init__(self, inside: int, skip: int, outside: int) -> None:
        super().__init__()
        self.lower = nn.Conv2d(inside, outside, 1, bias=False)
        self.across = nn.Conv2d(skip, outside, 1, bias=False)
        self.mix = nn.Sequential(
            nn.BatchNorm2d(outside, momentum=0.03),
            nn.ReLU(inplace=True),
            unit(outside, outside, 3),
            nn.Conv2d(outside, 3 + len(REGIONS), 3, padding=1),
        )

    def forward(self, x: Tensor, skip: Tensor) -> Tensor:
        up = F.interpolate(self.lower(x), scale_factor=2.0, mode="bilinear", align_corners=False)
        return self.mix(up + self.across(skip))


class Eyes(nn.Module):
    """RGB 0..1 `[N, 3, H, W]` to logits `[N, 3 + len(REGIONS), H, W]`: depth, subject, sky, regions."""

    def __init__(self) -> None:
        super().__init__()
        self.register_buffer("mean", torch.tensor(MEAN).view(1, 3, 1, 1))
        self.register_buffer("std", torch.tensor(STD).view(1, 3, 1, 1))
        self.stem = unit(3, 16, 3, stride=2)
        self.quarter = nn.Sequential(Fused(16, 24, 48, 2), Fused(24, 24, 48, 1))
        self.eighth = nn.Sequential(Inverted(24, 40, 4, 5, 2), *(Inverted(40, 40, 4, 3, 1) for _ in range(2)))
        self.sixteenth = nn.Sequential(
            Inverted(40, 88, 4, 5, 2), *(Inverted(88, 88, 4, 5, 1) for _ in range(3))
        )
        self.deep = nn.Sequential(
            Inverted(88, 144, 4, 5, 2), *(Inverted(144, 144, 4, 5, 1) for _ in range(3))
        )
        self.context = nn.Sequential(Context(144, 96), Inverted(144, 144, 3, 5, 1), Context(144, 96))
        self.rise16 = Rise(144, 88, 96)
        self.rise8 = Rise(96, 40, 64)
        self.rise4 = Rise(64, 24, 40)
        self.finish = Finish(40, 16, 20)

    def forward(self, image: Tensor) -> Tensor:
        half = self.stem((image - self.mean) / self.std)
        quarter = self.quarter(half)
        eighth = self.eighth(quarter)
        sixteenth = self.sixteenth(eighth)
        deep = self.context(self.deep(sixteenth))
        x = self.rise4(self.rise8(self.rise16(deep, sixteenth), eighth), quarter)
        return F.interpolate(self.finish(x, half), scale_factor=2.0, mode="bilinear", align_corners=False)


class Exported(nn.Module):
    """The network as it is shipped: four named outputs, all 0..1."""

    def __init__(self, eyes: Eyes) -> None:
        super().__init__()
        self.eyes = eyes

    def forward(self, image: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        out = torch.sigmoid(self.eyes(image))
        return out[:, :1], out[:, 1:2], out[:, 2:3], out[:, 3:]
