"""Every colour can be read: the contrasts of WCAG 2.2 AA, by day and by night."""

import re
from pathlib import Path

import pytest

STYLES = Path("keyworker/design/assets/styles")
SOURCE = (STYLES / "_palette.scss").read_text(encoding="utf-8")
THEMES = {
    name: dict(re.findall(r"([\w-]+): (#[0-9a-f]{6})", body))
    for name, body in re.findall(r"^\$(\w+): \(([^)]*)\)", SOURCE, re.MULTILINE)
}
TEXT, EDGE = 4.5, 3.0
GROUNDS = ("paper", "surface", "sunken")
TONES = ("success", "warning", "urgent", "info", "voice")
WORDS = [
    *[(ink, ground) for ink in ("ink", "ink-soft", "link", "link-visited", "accent-strong") for ground in GROUNDS],
    *[(tone, f"{tone}-soft") for tone in TONES],
    *[(tone, ground) for tone in TONES for ground in ("paper", "surface")],
    *[("ink", f"{tone}-soft") for tone in (*TONES, "accent")],
    *[("link", f"{tone}-soft") for tone in TONES],
    ("accent-strong", "accent-soft"),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("on-accent", "urgent"),
    ("on-deep", "deep"),
    ("deep-soft", "deep"),
    ("focus-ink", "focus"),
]
EDGES = [("line-strong", ground) for ground in GROUNDS] + [("accent", "surface"), ("accent", "paper")]


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour):
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_every_theme_names_the_same_colours():
    assert set(THEMES) == {"light", "dark", "print"}
    assert set(THEMES["light"]) == set(THEMES["dark"]) == set(THEMES["print"])


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_words_can_be_read_on_their_ground(theme):
    colours = THEMES[theme]
    weak = {f"{a} on {b}": round(contrast(colours[a], colours[b]), 2) for a, b in WORDS}

    assert {pair: ratio for pair, ratio in weak.items() if ratio < TEXT} == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_edges_of_controls_can_be_seen(theme):
    colours = THEMES[theme]
    weak = {f"{a} on {b}": round(contrast(colours[a], colours[b]), 2) for a, b in EDGES}

    assert {pair: ratio for pair, ratio in weak.items() if ratio < EDGE} == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_focus_ring_is_seen_on_every_ground(theme):
    """Two rings, honey and ink: one of them always stands out."""
    colours = THEMES[theme]
    for ground in (*GROUNDS, "deep", "accent", "accent-soft"):
        ratios = [contrast(colours[ring], colours[ground]) for ring in ("focus", "focus-ink")]
        assert max(ratios) >= EDGE, ground


def test_no_other_style_sheet_names_a_colour():
    named = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl)a?\(|:\s*(?:white|black)\b", re.IGNORECASE)
    others = [sheet for sheet in STYLES.glob("*.scss") if sheet.name != "_palette.scss"]

    assert {
        sheet.name: named.findall(sheet.read_text(encoding="utf-8"))
        for sheet in others
        if named.search(sheet.read_text(encoding="utf-8"))
    } == {}
