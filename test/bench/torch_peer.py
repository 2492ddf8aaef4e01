"""PyTorch's side of the benchmark: the study's network, eager, float32, in the better of its two memory formats."""

import json
import resource
import sys
import time

import torch
from torch import nn

LR_PIXELS = 75
BLOCKS, CHANNELS = 10, 64


class ResnetSisr(nn.Module):
    def __init__(self):
        super().__init__()
        c = CHANNELS
        self.conv1 = nn.Conv2d(1, c, 9, padding=4)
        self.blocks = nn.ModuleList(
            nn.Sequential(
                nn.Conv2d(c, c, 3, padding=1), nn.BatchNorm2d(c), nn.ReLU(),
                nn.Conv2d(c, c, 3, padding=1), nn.BatchNorm2d(c), nn.ReLU(),
            )
            for _ in range(BLOCKS)
        )
        self.conv2 = nn.Conv2d(c, c, 9, padding=4)
        self.bn = nn.BatchNorm2d(c)
        self.up = nn.Sequential(nn.Conv2d(c, 4 * c, 3, padding=1), nn.PixelShuffle(2), nn.ReLU())
        self.conv3 = nn.Conv2d(c, 1, 3, padding=1)

    def forward(self, x):
        first = x = torch.relu(self.conv1(x))
        for block in self.blocks:
            x = x + block(x)
        return torch.relu(self.conv3(self.up(self.bn(self.conv2(x)) + first)))


class Twin:
    def __init__(self, memory_format):
        torch.manual_seed(1)
        self.memory_format = memory_format
        self.model = ResnetSisr().to(memory_format=memory_format)
        self.adam = torch.optim.Adam(self.model.parameters(), lr=1e-5)

    def call(self, kind, batch):
        lr = torch.rand(batch, 1, LR_PIXELS, LR_PIXELS).to(memory_format=self.memory_format)
        hr = torch.rand(batch, 1, 2 * LR_PIXELS, 2 * LR_PIXELS)
        if kind == "infer":
            self.model.eval()
            with torch.inference_mode():
                self.model(lr)
            return
        self.model.train()
        self.adam.zero_grad(set_to_none=True)
        nn.functional.mse_loss(self.model(lr), hr).backward()
        self.adam.step()


def main():
    torch.set_num_threads(int(sys.argv[1]) if len(sys.argv) > 1 else 2)
    twins = [Twin(torch.contiguous_format), Twin(torch.channels_last)]
    print("ready", flush=True)
    for line in sys.stdin:
        what = json.loads(line)
        best = None
        for twin in twins:
            seconds = []
            for i in range(what["warmups"] + what["repeats"]):
                begun = time.perf_counter()
                twin.call(what["kind"], what["batch"])
                if i >= what["warmups"]:
                    seconds.append(time.perf_counter() - begun)
            if best is None or min(seconds) < min(best):
                best = seconds
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        print(json.dumps({"seconds": best, "peakBytes": peak}), flush=True)


main()
