"""The peer of fits.ts: astropy in a process that keeps running. The first line of its input names a folder, into which it writes
the images; every further line names a file, which it opens and decodes to float32 in the machine's byte order."""

import json
import os
import resource
import sys
import time

import numpy as np
from astropy.io import fits

SIDE = 4096


def scene():
    """Sky noise with two thousand sources."""
    rng = np.random.default_rng(1)
    image = rng.normal(100, 3, (SIDE, SIDE)).astype("f4")
    y, x = np.mgrid[:64, :64]
    source = np.exp(-((x - 32) ** 2 + (y - 32) ** 2) / 20)
    for _ in range(2000):
        row, column = rng.integers(0, SIDE - 64, 2)
        image[row : row + 64, column : column + 64] += (10 ** rng.uniform(1, 4) * source).astype("f4")
    return image


def write(folder):
    image = scene()
    fits.PrimaryHDU(image).writeto(os.path.join(folder, "float32.fits"))
    for name, algorithm, options in [
        ("rice", "RICE_1", {"quantize_method": 1, "dither_seed": 1}),
        ("gzip2", "GZIP_2", {"quantize_method": 1, "dither_seed": 1}),
        ("gzip2_lossless", "GZIP_2", {"quantize_level": 0}),
    ]:
        hdu = fits.CompImageHDU(image, compression_type=algorithm, **options)
        fits.HDUList([fits.PrimaryHDU(), hdu]).writeto(os.path.join(folder, name + ".fits"))


def cpu_seconds():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def measure(path):
    cpu, wall = cpu_seconds(), time.perf_counter()
    with fits.open(path) as file:
        hdu = next(each for each in file if each.data is not None)
        pixels = hdu.data.astype("=f4")
    wall, cpu = time.perf_counter() - wall, cpu_seconds() - cpu
    return {"wallMs": 1e3 * wall, "cpuMs": 1e3 * cpu, "checksum": float(pixels.ravel()[::4097].sum(dtype="f8"))}


write(sys.stdin.readline().strip())
print(json.dumps({"version": f"astropy {__import__('astropy').__version__}, NumPy {np.__version__}"}), flush=True)
for line in sys.stdin:
    print(json.dumps(measure(line.strip())), flush=True)
