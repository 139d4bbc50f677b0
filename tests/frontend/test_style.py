"""Colours and style: contrasts worked out by the WCAG 2 formula from the tokens themselves, and the browser floor."""

import gzip
import hashlib
import json
import re
from pathlib import Path

import pytest

STATIC = Path(__file__).resolve().parents[2] / "frontend" / "static" / "frontend"
TEMPLATES = STATIC.parents[1] / "templates"
TONES = ["neutral", "info", "ok", "warn", "stop", "unknown"]
FLOORS = {"text": 7, "muted": 4.5, "link": 4.5, "visited": 4.5, "edge": 3, "focus": 3}


def block(css, head):
    start = css.index(head) + len(head)
    return dict(re.findall(r"--([a-z0-9-]+): (#[0-9A-F]{6});", css[start : css.index("}", start)]))


def themes():
    css = (STATIC / "tokens.css").read_text()
    return {
        "light": block(css, "\n:root {"),
        "dark": block(css, '\n:root[data-theme="dark"] {'),
        "dark by the device": block(css, ':root:not([data-theme="light"]) {'),
        "print": block(css, '  :root:not([data-theme="light"]) {\n    color-scheme: light;'),
    }


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first, second):
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def pairs():
    for name, floor in FLOORS.items():
        for ground in ("bg", "surface", "sunken"):
            yield name, ground, floor
    yield "on-accent", "accent", 4.5
    yield "on-accent", "accent-hover", 4.5
    yield "on-danger", "danger", 4.5
    yield "on-mark", "mark", 4.5
    for tone in TONES:
        yield f"{tone}-text", f"{tone}-tint", 7
        yield f"{tone}-border", f"{tone}-tint", 3
        yield f"{tone}-border", "surface", 3
        yield "text", f"{tone}-tint", 7
        yield "link", f"{tone}-tint", 4.5
        yield "focus", f"{tone}-tint", 3
    for number in range(1, 7):
        yield f"series-{number}", "surface", 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("front", "ground", "floor"), list(pairs()))
def test_every_pair_of_colours_has_its_contrast(theme, front, ground, floor):
    colours = themes()[theme]

    assert contrast(colours[front], colours[ground]) >= floor


def test_the_published_ratios_are_those_of_the_tokens():
    light, dark = themes()["light"], themes()["dark"]

    assert round(contrast(light["text"], light["bg"]), 2) == 15.27
    assert round(contrast(dark["muted"], dark["sunken"]), 2) == 7.06
    assert round(contrast(dark["on-danger"], dark["danger"]), 2) == 10.73
    assert round(contrast(light["unknown-text"], light["unknown-tint"]), 2) == 8.23


def test_dark_is_the_same_by_choice_and_by_the_device_and_paper_is_light():
    found = themes()

    assert found["dark"] == found["dark by the device"]
    assert found["print"] == found["light"]
    assert set(found["light"]) == set(found["dark"])


def test_no_colour_stands_outside_the_tokens():
    literal = re.compile(r"#[0-9a-fA-F]{3,8}\b(?!['\"{])|\b(?:rgb|hsl|hwb|lab|lch|oklch|color)a?\(", re.IGNORECASE)

    assert literal.findall((STATIC / "site.css").read_text()) == []
    assert literal.findall((STATIC / "site.js").read_text()) == []


def test_style_stays_below_the_browser_floor():
    css = re.sub(r"/\*.*?\*/", "", (STATIC / "site.css").read_text(), flags=re.DOTALL)

    too_new = re.findall(
        r":has\(|@layer|@container|container-type|light-dark\(|color-mix\(|&|\bsubgrid\b|\d[sld]v[hw]\b|@scope", css
    )

    assert too_new == []


def test_nothing_is_written_inline():
    for template in TEMPLATES.rglob("*.html"):
        text = template.read_text()

        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|hx-on|<script(?![^>]*\ssrc=)|javascript:", text), template


def test_first_view_stays_in_its_budget():
    def packed(name):
        return len(gzip.compress((STATIC / name).read_bytes(), 9))

    assert packed("tokens.css") + packed("site.css") <= 11 * 1024
    assert packed("site.js") <= 5 * 1024


def test_vendored_files_are_the_ones_of_the_manifest():
    manifest = json.loads((STATIC / "vendor" / "manifest.json").read_text())

    found = {path.name for path in (STATIC / "vendor").iterdir()} - {"manifest.json"}
    assert found == {entry["file"] for entry in manifest}
    for entry in manifest:
        content = (STATIC / "vendor" / entry["file"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == entry["sha256"]


def test_every_tone_has_a_shape():
    sprite = (STATIC / "icons.svg").read_text()

    assert [tone for tone in TONES if f'<symbol id="{tone}"' not in sprite] == []
