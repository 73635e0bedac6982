"""Writes tests/golden/pictures: one small picture in many formats, as Pillow 13 writes them, and what each must show.

    python3 -m venv build/venv && build/venv/bin/pip install pillow==13.0.0
    build/venv/bin/python tools/golden/pictures.py

Lossy files show what Pillow reads from them; `levels` says how far another decoder may be off.
"""

import json
import pathlib

from PIL import Image, ImageCms

WIDTH, HEIGHT = 23, 17
FOLDER = pathlib.Path(__file__).resolve().parents[2] / "tests/golden/pictures"


def color(x, y):
    return (x * 11) % 256, (y * 15) % 256, (x * y * 3) % 256, (x + y) * 6 % 256


def pictures():
    full = Image.new("RGBA", (WIDTH, HEIGHT))
    full.putdata([color(x, y) for y in range(HEIGHT) for x in range(WIDTH)])
    rgb = full.convert("RGB")
    return {"rgba": full, "rgb": rgb, "grey": rgb.convert("L"), "palette": rgb.quantize(60), "few": rgb.quantize(9),
            "two": rgb.quantize(2), "cmyk": rgb.convert("CMYK"), "bit": rgb.convert("1")}


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    made, cases = pictures(), []

    def save(name, source, levels=0, mode=None, **options):
        path = FOLDER / name
        made[source].save(path, **options)
        shown = Image.open(path)
        shown.load()
        shown = shown.convert(mode or {"P": "RGB", "1": "L", "CMYK": "RGB"}.get(shown.mode, shown.mode))
        cases.append({"file": name, "channels": len(shown.getbands()), "width": WIDTH, "height": HEIGHT,
                      "levels": levels, "samples": shown.tobytes().hex()})

    for source in ("rgb", "grey", "palette", "few", "two", "bit"):
        save(f"{source}.bmp", source, mode="RGB")
    for source in ("grey", "palette", "few", "two"):
        save(f"{source}.gif", source, mode="RGB")
    save("interlaced.gif", "palette", mode="RGB", interlace=1)
    for source in ("rgb", "rgba"):
        save(f"lossless_{source}.webp", source, lossless=True, exact=True)
    save("lossy.webp", "rgb", levels=1, quality=80)
    save("lossy_alpha.webp", "rgba", levels=1, quality=80, exact=True)
    animated = FOLDER / "animated.webp"
    made["rgb"].save(animated, save_all=True, append_images=[made["rgb"].rotate(180)], lossless=True)
    cases.append({"file": "animated.webp", "channels": 3, "width": WIDTH, "height": HEIGHT, "levels": 0,
                  "samples": made["rgb"].tobytes().hex()})
    for packing in ("raw", "tiff_lzw", "tiff_adobe_deflate", "packbits"):
        save(f"rgb_{packing}.tif", "rgb", compression=packing)
    for source in ("rgba", "grey", "palette", "few", "cmyk", "bit"):
        save(f"{source}.tif", source, levels=1 if source == "cmyk" else 0, compression="tiff_lzw")
    save("fax4.tif", "bit", compression="group4")
    save("jpeg.tif", "rgb", levels=3, compression="jpeg", quality=90)
    for source in ("rgb", "rgba", "grey", "palette", "two", "bit"):
        mode = "L" if source == "bit" else "RGB" if source in ("palette", "two") else None
        save(f"{source}.png", source, mode=mode)
    made["rgb"].save(FOLDER / "animated.png", save_all=True, append_images=[made["rgb"].rotate(180)])
    cases.append({"file": "animated.png", "channels": 3, "width": WIDTH, "height": HEIGHT, "levels": 0,
                  "samples": made["rgb"].tobytes().hex()})
    save("grey.jpg", "grey", levels=1, quality=90)
    save("rgb.jpg", "rgb", levels=3, quality=90, subsampling=0)
    save("progressive.jpg", "rgb", levels=3, quality=90, subsampling=0, progressive=True)
    save("profile.jpg", "rgb", levels=3, quality=90, subsampling=0,
         icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    (FOLDER / "cases.json").write_text(json.dumps({"made_by": "Pillow 13.0.0", "cases": cases}, indent=0) + "\n")


main()
