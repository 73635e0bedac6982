#!/usr/bin/env python3
"""Compares our photographs of cloth with photographs of real cloth at the same threads per picture.

A developers' tool (needs numpy and Pillow). The photographs are not part of the project: it looks for them in
../shared/data/fabric beside the repository, or where --data says, and says so and stops where there are none.

    tools/fabric_realism.py --atelier build/release/atelier            prints a table in Markdown
    tools/fabric_realism.py … --sheet sheet.png                        and puts real and made side by side
    tools/fabric_realism.py … --write docs/fabric-realism.md           puts the table into that page

"""

import argparse
import io
import json
import pathlib
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field

try:
    import numpy as np
    from PIL import Image, ImageFilter
except ImportError as missing:
    sys.exit(f"fabric_realism needs numpy and Pillow: {missing}")

ROOT = pathlib.Path(__file__).resolve().parent.parent
PATCH_PX_MAX, PATCH_PX_MIN = 96, 40
DETAIL_SCALES_PX = (0.7, 1.4, 2.8)
LENS_SIGMA_PX = 0.35  # left in pictures that were reduced from larger ones, as all of these were
SEEDS = (1, 2)
TABLE_MARK, TABLE_END = "<!-- table -->", "<!-- end of table -->"


@dataclass
class Family:
    """Photographs of one kind of cloth and what we make of the same words."""

    name: str
    photos: list  # (file, box of even cloth: left, top, right, bottom)
    request: dict  # product, material, finish …; colour is that of the photograph unless given
    pitch_px: tuple = (0, 0)  # of the real threads, where autocorrelation finds none: said in the table
    search_px: tuple = (2, 30)  # where to look for it
    threads: tuple = (1, 1)  # how many of our threads one period is, across and along
    notes: str = ""
    color: str = ""
    mm: float = 0  # length of a period where ours has none to be found
    seeds: tuple = field(default=SEEDS)


FAMILIES = [
    Family("plain weave, uneven yarn", [("fab01_weave_color_256.jpg", (8, 8, 248, 248))],
           {"product": "shirt", "material": "linen shirting", "finish": "heathered"}, search_px=(2.1, 4)),
    Family("coarse two-tone weave", [("fab02_fabric_800.jpg", (40, 40, 760, 760))],
           {"product": "coat", "material": "tweed"}, search_px=(9, 18), threads=(2, 2), color="black and white",
           notes="a light pick and a dark one make a period"),
    Family("grey industrial weave", [("fab03_industrial_plain_weave_grey.jpg", (20, 20, 490, 490)),
                                     ("fab04_industrial_plain_weave_grey.jpg", (150, 150, 490, 490)),
                                     ("fab05_industrial_plain_weave_grey.jpg", (20, 20, 260, 490)),
                                     ("fab06_industrial_plain_weave_grey.jpg", (20, 150, 300, 490))],
           {"product": "lining", "material": "taffeta", "finish": "none"}, pitch_px=(2.67, 2.67), search_px=(2.1, 3.4)),
    Family("eyelet knit", [("fab07_crochet_knit_crop.jpg", (90, 170, 310, 330))],
           {"product": "dress", "material": "eyelet knit"}, search_px=(5, 24), threads=(4, 2),
           notes="four wales and two courses make a period"),
    Family("wool jersey", [("fab08_wool_cardigan_crop.jpg", (8, 8, 200, 160))],
           {"product": "cardigan", "material": "merino knit", "finish": "heathered"}, pitch_px=(0, 2.2),
           search_px=(2.5, 4)),
    Family("denim", [("fab10_denim_crop.jpg", (40, 62, 96, 186)), ("fab10_denim_crop.jpg", (118, 90, 170, 150))],
           {"product": "jeans", "material": "denim", "finish": "washed"}, search_px=(4, 10), threads=(4, 4)),
    Family("lace", [("fab11_lace_bands_crop.jpg", (40, 96, 230, 130))],
           {"product": "dress", "material": "guipure"}, search_px=(8, 40), mm=20,
           notes="a flower of the photograph is taken to be 20 mm wide"),
    Family("black cotton jersey", [("fab12_cotton_black_crop.jpg", (190, 190, 500, 500))],
           {"product": "T-shirt", "material": "jersey"}, pitch_px=(0, 2.6), search_px=(2.5, 5)),
]


# Pictures


def gaussian(plane, sigma):
    radius = max(1, int(3 * sigma + 0.5))
    at = np.arange(-radius, radius + 1)
    kernel = np.exp(-0.5 * (at / sigma) ** 2)
    kernel /= kernel.sum()
    for axis in (0, 1):
        pad = [(0, 0), (0, 0)]
        pad[axis] = (radius, radius)
        padded = np.pad(plane, pad, "reflect" if plane.shape[axis] > radius else "edge")
        size = plane.shape[axis]
        part = (lambda i: padded[i:i + size]) if axis == 0 else (lambda i: padded[:, i:i + size])
        plane = sum(k * part(i) for i, k in enumerate(kernel))
    return plane


def linear(picture):
    value = np.asarray(picture.convert("RGB"), dtype=float) / 255
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def lab(rgb):
    to_xyz = np.array([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.072175],
                       [0.0193339, 0.119192, 0.9503041]])
    xyz = rgb @ to_xyz.T / np.array([0.95047, 1, 1.08883])
    f = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    return np.stack([116 * f[..., 1] - 16, 500 * (f[..., 0] - f[..., 1]), 200 * (f[..., 1] - f[..., 2])], -1)


def hex_of(rgb):
    encoded = np.where(rgb <= 0.0031308, rgb * 12.92, 1.055 * np.maximum(rgb, 0) ** (1 / 2.4) - 0.055)
    return "#" + "".join(f"{int(round(255 * min(1, max(0, c)))):02x}" for c in encoded)


# Threads


def period_px(picture, axis, search):
    """The strongest period of the rows (axis 1) or columns (axis 0) by autocorrelation, or 0."""
    gray = np.asarray(picture.convert("L"), dtype=float)
    gray = gray - gaussian(gray, max(4.0, search[1]))
    size = gray.shape[axis]
    power = (np.abs(np.fft.fft(gray * 1.0, 8 * size, axis=axis)) ** 2).mean(axis=1 - axis)
    frequency = np.arange(1, 4 * size)
    period = 8 * size / frequency
    inside = (period >= search[0]) & (period <= search[1])
    spectrum = power[frequency]
    best = frequency[inside][np.argmax(spectrum[inside])]
    correlation = np.fft.ifft(power).real
    lag = 8 * size / best
    near = correlation[int(round(lag))] / correlation[0]
    return lag if near > 0.02 and spectrum[best - 1] > 1.4 * np.median(spectrum[inside]) else 0.0


# What is measured


def slope(lightness):
    """Of log power over log frequency, on rings, from 1/12 of the patch to a third of a cycle per pixel."""
    size = min(lightness.shape)
    square = lightness[:size, :size] - lightness[:size, :size].mean()
    window = np.hanning(size)
    power = np.abs(np.fft.fft2(square * np.outer(window, window))) ** 2
    frequency = np.fft.fftfreq(size)
    radius = np.hypot(*np.meshgrid(frequency, frequency))
    edges = np.geomspace(1 / min(size, 24), 0.34, 8)
    rings = [(np.sqrt(a * b), power[(radius >= a) & (radius < b)]) for a, b in zip(edges, edges[1:])]
    points = [(np.log(f), np.log(p.mean())) for f, p in rings if p.size > 2]
    return np.polyfit(*zip(*points), 1)[0]


def measure(patch):
    rgb = linear(patch)
    light = rgb @ np.array([0.2126, 0.7152, 0.0722])
    values = {"slope": slope(lab(rgb)[..., 0])} if min(light.shape) >= PATCH_PX_MIN else {}
    for sigma in DETAIL_SCALES_PX:
        band = gaussian(light, sigma) - gaussian(light, 2 * sigma) if sigma > 0.8 else light - gaussian(light, 1.4)
        values[f"contrast {sigma:g} px"] = band.std() / light.mean()
    color = lab(rgb)
    broad = np.stack([gaussian(color[..., c], 12) for c in range(3)], -1)
    for name, channel in zip(("σL*", "σa*", "σb*"), range(3)):
        values[name] = (color - broad)[..., channel].std()
    chroma = np.hypot(color[..., 1], color[..., 2])
    if chroma.mean() > 4:
        # 1: shade only scales the colour; less: what is shaded is deeper, what is lit paler.
        off = (color - broad)[..., 0]
        rise = (off * (chroma - gaussian(chroma, 12))).mean() / (off**2).mean()
        values["chroma with light"] = rise * (color[..., 0].mean() + 16) / chroma.mean()
    return values


def message_of(stderr):
    """What the program says of its error, which it prints as JSON on the last line."""
    try:
        return json.loads(stderr.strip().splitlines()[-1])["error"]["message"]
    except (ValueError, KeyError, IndexError):
        return "failed"


def patches(picture, size):
    across, along = max(1, picture.width // size), max(1, picture.height // size)
    for j in range(min(along, 3)):
        for i in range(min(across, 3)):
            yield picture.crop((i * size, j * size, (i + 1) * size, (j + 1) * size))


# Ours


def photograph(atelier, request, work):
    folder = pathlib.Path(work) / "set"
    command = [str(atelier), "texture", "--size", "256", "--out", str(folder), "--overwrite", "--json"]
    for key, value in request.items():
        command += [f"--{key}", str(value)]
    made = subprocess.run(command, capture_output=True, text=True)
    if made.returncode != 0:
        return None, 0, message_of(made.stderr)
    picture = Image.open(next(folder.glob("*macro*")))
    density = picture.info["jfif_density"][0] if picture.info.get("jfif_unit") == 2 else 0
    return picture.convert("RGB"), density, json.loads((folder / "manifest.json").read_text())


def rescaled(picture, factors):
    size = tuple(max(8, int(round(s * f))) for s, f in zip(picture.size, factors))
    small = picture.resize(size, Image.BOX).filter(ImageFilter.GaussianBlur(LENS_SIGMA_PX))
    packed = io.BytesIO()
    small.save(packed, "JPEG", quality=90)
    return Image.open(io.BytesIO(packed.getvalue())).convert("RGB")


def our_period(picture, density, axis, manifest):
    """In pixels of the photograph, whose density is in the file; of threads or loops, which the manifest counts."""
    for key in (("ends_per_cm", "picks_per_cm"), ("wales_per_cm", "courses_per_cm")):
        per_cm = manifest.get(key[0 if axis == 1 else 1], 0)
        if per_cm and density:
            return density / per_cm
    small = picture.resize((picture.width // 2, picture.height // 2), Image.BOX)
    return 2 * period_px(small, axis, (small.width / 130, small.width / 6))


# The table


def compare(family, data, atelier, work):
    real_crops = [Image.open(data / file).convert("RGB").crop(box) for file, box in family.photos]
    periods = [[p for p in (period_px(c, axis, family.search_px) for c in real_crops) if p > 0] for axis in (1, 0)]
    real = [float(np.median(p)) if p else given for p, given in zip(periods, family.pitch_px)]
    if real[0] == 0:
        real[0] = real[1]
    if real[1] == 0 or family.mm:
        real[1] = real[0]
    if real[0] == 0:
        return {"family": family.name, "why_not": "no period found in the photographs"}
    color = family.color or hex_of(np.mean([linear(c).reshape(-1, 3).mean(0) for c in real_crops], axis=0))
    ours = []
    for seed in family.seeds:
        picture, density, facts = photograph(atelier, dict(family.request, color=color, seed=seed), work)
        if picture is None:
            return {"family": family.name, "why_not": facts}
        given = density * family.mm / 10
        mine = [given or our_period(picture, density, axis, facts) for axis in (1, 0)]
        mine = [m or max(mine) for m in mine]
        if max(mine) == 0:
            return {"family": family.name, "why_not": "no period found in ours"}
        ours.append(rescaled(picture, [r / (m * t) for r, m, t in zip(real, mine, family.threads)]))
    size = min([PATCH_PX_MAX] + [min(p.size) for p in ours + real_crops])
    real_values = [measure(p) for c in real_crops for p in patches(c, size)]
    our_values = [measure(p) for o in ours for p in patches(o, size)]
    name = f"{family.name} ({family.notes})" if family.notes else family.name
    return {"family": name, "patch_px": size, "period_px": real, "found": [bool(p) for p in periods],
            "color": color, "real": real_values, "ours": our_values,
            "pictures": (next(patches(real_crops[0], size)), next(patches(ours[0], size)))}


def row_of(result, key):
    real = [v[key] for v in result["real"] if key in v]
    made = [v[key] for v in result["ours"] if key in v]
    if not real or not made:
        return None
    ours, low, high = float(np.mean(made)), min(real), max(real)
    # Patches of one photograph are few: the range is widened by a fifth of its middle.
    slack = max(0.2 * abs(low + high) / 2, 0.05 if key in ("σa*", "σb*", "chroma with light") else 0)
    inside = low - slack <= ours <= high + slack
    return f"{low:.3g} … {high:.3g}", f"{ours:.3g}", "yes" if inside else f"no (×{ours / ((low + high) / 2):.2g})"


def table_lines(results):
    lines = ["| family | px per period | measure | ours | photographs | verdict |", "|---|---|---|---|---|---|"]
    for result in results:
        if "why_not" in result:
            lines.append(f"| {result['family']} | | | | | not compared: {result['why_not']} |")
            continue
        period = " × ".join(f"{p:.1f}{'' if found else ' (given)'}"
                            for p, found in zip(result["period_px"], result["found"]))
        head = (result["family"], period)
        for key in result["real"][0]:
            row = row_of(result, key)
            if row is None:
                continue
            real, ours, inside = row
            lines.append(f"| {head[0]} | {head[1]} | {key} | {ours} | {real} | {inside} |")
            head = ("", "")
    return lines


def count_of(results):
    """How many of the measures of each family are inside, as a sentence."""
    rows = [row_of(r, key) for r in results if "why_not" not in r for key in r["real"][0]]
    rows = [row for row in rows if row]
    return f"{sum(row[2] == 'yes' for row in rows)} of {len(rows)} measures are inside."


def write_table(results, page):
    """Replaces what stands between the marks of the page."""
    before, rest = page.read_text().split(TABLE_MARK, 1)
    after = rest.split(TABLE_END, 1)[1]
    table = "\n".join([count_of(results), "", *table_lines(results)])
    page.write_text(f"{before}{TABLE_MARK}\n{table}\n{TABLE_END}{after}")


def save_sheet(results, path):
    shown = [r for r in results if "pictures" in r]
    side = 384
    sheet = Image.new("RGB", (2 * side + 8, max(1, len(shown)) * (side + 8)))
    for i, result in enumerate(shown):
        for k, picture in enumerate(result["pictures"]):
            sheet.paste(picture.resize((side, side), Image.NEAREST), (k * (side + 8), i * (side + 8)))
    sheet.save(path)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=pathlib.Path, default=ROOT.parent / "shared" / "data" / "fabric")
    parser.add_argument("--atelier", type=pathlib.Path, default=ROOT / "build" / "release" / "atelier")
    parser.add_argument("--family", action="append", help="only families whose name contains this")
    parser.add_argument("--sheet", type=pathlib.Path, help="PNG with real (left) and ours (right)")
    parser.add_argument("--write", type=pathlib.Path, help="page whose table is replaced")
    options = parser.parse_args()
    if not options.data.is_dir():
        print(f"skipped: no photographs in {options.data} (say where they are with --data)")
        return
    if not options.atelier.is_file():
        sys.exit(f"{options.atelier} is not there: build it, or say where it is with --atelier")
    wanted = [f for f in FAMILIES if not options.family or any(w in f.name for w in options.family)]
    with tempfile.TemporaryDirectory() as work:
        results = [compare(family, options.data, options.atelier, work) for family in wanted]
    if options.write:
        write_table(results, options.write)
    else:
        print("\n".join(table_lines(results)))
    if options.sheet:
        save_sheet(results, options.sheet)


if __name__ == "__main__":
    main()
