"""Writes tests/golden/resize.json: small pictures resized by Pillow 13.

    python3 -m venv build/venv && build/venv/bin/pip install pillow==13.0.0
    build/venv/bin/python tools/golden/resize.py
"""

import json
import pathlib
import random

from PIL import Image

FILTERS = ["nearest", "box", "bilinear", "hamming", "bicubic", "lanczos"]
CHANNELS = {"L": 1, "LA": 2, "RGB": 3, "RGBA": 4}
SIZES = [(5, 7), (15, 12), (11, 3), (4, 9)]  # the third runs the vertical pass first
BOX = (1.25, 0.5, 9.75, 8.0)


def picture(mode, width, height):
    """Noise with flat and black parts, where overshoot and rounding show."""
    numbers = random.Random(mode)
    samples = [numbers.choice([0, 255, numbers.randrange(256)]) for _ in range(width * height * CHANNELS[mode])]
    return Image.frombytes(mode, (width, height), bytes(samples))


def main():
    cases = []
    for mode in CHANNELS:
        source = picture(mode, 11, 9)
        results = []
        for name in FILTERS:
            kind = Image.Resampling[name.upper()]
            for width, height in SIZES:
                resized = source.resize((width, height), kind)
                results.append({"filter": name, "width": width, "height": height, "samples": resized.tobytes().hex()})
            resized = source.resize((6, 5), kind, BOX)
            results.append({"filter": name, "width": 6, "height": 5, "box": BOX, "samples": resized.tobytes().hex()})
        cases.append({"channels": CHANNELS[mode], "width": 11, "height": 9, "samples": source.tobytes().hex(),
                      "results": results})
    target = pathlib.Path(__file__).resolve().parents[2] / "tests/golden/resize.json"
    target.write_text(json.dumps({"made_by": "Pillow 13.0.0", "cases": cases}, indent=0) + "\n")


main()
