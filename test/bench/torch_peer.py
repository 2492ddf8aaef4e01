"""
PyTorch's side of the benchmark: ResnetSISR, eager, float32, in the better of its two memory formats. Batches start and
results end in the host's memory. On a GPU every call ends when the GPU has, cuDNN chooses its algorithms by trying them,
and convolutions and products use TF32 only with --tf32.
"""

import argparse
import json
import resource
import sys
import time

import torch
from torch import nn


class ResnetSisr(nn.Module):
    def __init__(self, blocks, c):
        super().__init__()
        self.conv1 = nn.Conv2d(1, c, 9, padding=4)
        self.blocks = nn.ModuleList(
            nn.Sequential(
                nn.Conv2d(c, c, 3, padding=1), nn.BatchNorm2d(c), nn.ReLU(),
                nn.Conv2d(c, c, 3, padding=1), nn.BatchNorm2d(c), nn.ReLU(),
            )
            for _ in range(blocks)
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
    def __init__(self, size, memory_format, device):
        torch.manual_seed(1)
        self.memory_format = memory_format
        self.device = device
        model = ResnetSisr(size["blocks"], size["channels"])
        self.model = model.to(device=device, memory_format=memory_format)
        self.adam = torch.optim.Adam(self.model.parameters(), lr=1e-5)

    def move(self, images):
        return images.to(self.device).to(memory_format=self.memory_format)

    def train(self, lr, hr):
        self.model.train()
        self.adam.zero_grad(set_to_none=True)
        loss = nn.functional.mse_loss(self.model(self.move(lr)), hr.to(self.device))
        loss.backward()
        self.adam.step()
        return loss.item()

    def infer(self, lr):
        self.model.eval()
        with torch.inference_mode():
            return self.model(self.move(lr)).cpu()

    def tiled(self, image, tiles):
        output = torch.empty(1, 1, 2 * image.shape[2], 2 * image.shape[3])
        for tile in tiles:
            i, c = tile["input"], tile["core"]
            part = image[:, :, i["y"]:i["y"] + i["height"], i["x"]:i["x"] + i["width"]]
            y, x, h, w = 2 * (c["y"] - i["y"]), 2 * (c["x"] - i["x"]), 2 * c["height"], 2 * c["width"]
            kept = self.infer(part)[:, :, y:y + h, x:x + w]
            output[:, :, 2 * c["y"]:2 * c["y"] + h, 2 * c["x"]:2 * c["x"] + w] = kept
        return output


def seconds_of(twin, what):
    n = what["pixels"]
    lr = torch.rand(what["batch"], 1, n, n)
    hr = torch.rand(what["batch"], 1, 2 * n, 2 * n) if what["kind"] == "train" else None
    seconds = []
    for i in range(what["warmups"] + what["repeats"]):
        synchronize(twin.device)
        begun = time.perf_counter()
        if what["kind"] == "train":
            twin.train(lr, hr)
        elif what["kind"] == "tiled":
            twin.tiled(lr, what["tiles"])
        else:
            twin.infer(lr)
        synchronize(twin.device)
        if i >= what["warmups"]:
            seconds.append(time.perf_counter() - begun)
    return seconds


def synchronize(device):
    if device == "cuda":
        torch.cuda.synchronize()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("threads", type=int, nargs="?", default=2)
    parser.add_argument("--device", choices=["cpu", "cuda"], default="cpu")
    parser.add_argument("--tf32", action="store_true")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.backends.cuda.matmul.allow_tf32 = options.tf32
    torch.backends.cudnn.allow_tf32 = options.tf32
    torch.backends.cudnn.benchmark = True
    if options.device == "cuda":
        torch.cuda.init()
    twins, size = [], None
    print("ready", flush=True)
    for line in sys.stdin:
        what = json.loads(line)
        if what["network"] != size:
            size = what["network"]
            formats = (torch.contiguous_format, torch.channels_last)
            twins = [Twin(size, memory_format, options.device) for memory_format in formats]
        best = min((seconds_of(twin, what) for twin in twins), key=min)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        print(json.dumps({"seconds": best, "peakBytes": peak}), flush=True)


main()
