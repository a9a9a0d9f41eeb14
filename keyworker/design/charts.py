"""Where the points of a progress chart go; arithmetic only, no colours."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypedDict

from django.utils.translation import gettext as _


class Reading(TypedDict):
    label: str
    value: float


class Zone(TypedDict):
    """What readings from `low` to `high` mean; None: from the foot, or to the top of the chart."""

    low: float | None
    high: float | None
    text: str


@dataclass(frozen=True)
class Frame:
    """The drawing area in user units; margins leave room for the words round it."""

    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    grid: bool = True


CHART = Frame(width=640, height=240, left=44, right=612, top=28, bottom=196)
ZONED = Frame(width=640, height=320, left=44, right=470, top=28, bottom=276)  # what each zone means stands beside it
MOST_LABELS = 6
MOST_VALUES = 12
SPARK = Frame(width=96, height=24, left=4, right=92, top=4, bottom=20, grid=False)


def draw(
    points: Sequence[Reading],
    frame: Frame,
    *,
    low: float,
    high: float | None,
    goal: float | None,
    zones: Sequence[Zone] = (),
) -> dict[str, Any]:
    """Everything the template draws. Without points: a chart with none, which the template leaves out."""
    most = [p["value"] for p in points] + [zone["high"] or low for zone in zones]
    top = high if high is not None else max([*most, goal or low + 1, low + 1])
    placed = [_placed(point, number, len(points), frame, low, top) for number, point in enumerate(points)]
    _thin_out(placed)
    for point in placed:
        point["zone"] = meaning(point["reading"], zones)
    return {
        "width": frame.width,
        "height": frame.height,
        "left": frame.left,
        "right": frame.right,
        "left_text": frame.left - 10,
        "base": frame.height - 12,
        "points": placed,
        "path": " ".join(f"{p['x']},{p['y']}" for p in placed),
        "zones": [_zone(zone, frame, low, top) for zone in zones],
        "zone_text": frame.right + 10,
        "lines": [{"y": _y(v, frame, low, top), "text": _plain(v)} for v in _grid(low, top)],
        "goal": None if goal is None else _goal(goal, frame, low, top),
        "summary": _summary(points),
    }


def _placed(point: Reading, number: int, count: int, frame: Frame, low: float, top: float) -> dict[str, Any]:
    share = 0.5 if count == 1 else number / (count - 1)
    inset = 24 if frame.grid else 0
    x = frame.left + inset + share * (frame.right - frame.left - 2 * inset)
    y = _y(point["value"], frame, low, top)
    return {
        "x": f"{x:.1f}",
        "y": y,
        "text_y": f"{float(y) - 11:.1f}",
        "value": _plain(point["value"]),
        "label": point["label"],
        "reading": point["value"],
    }


def _zone(zone: Zone, frame: Frame, low: float, top: float) -> dict[str, Any]:
    """A zone as a stripe: whole numbers belong to the zone they are in, so stripes meet half-way between two."""
    foot = low if zone["low"] is None or zone["low"] <= low else zone["low"] - 0.5
    head = top if zone["high"] is None or zone["high"] >= top else zone["high"] + 0.5
    upper, lower = float(_y(head, frame, low, top)), float(_y(foot, frame, low, top))
    return {
        "y": f"{upper:.1f}",
        "height": f"{max(lower - upper, 0):.1f}",
        "width": frame.right - frame.left,
        "text_y": f"{(upper + lower) / 2 + 4:.1f}",
        "text": zone["text"],
    }


def meaning(value: float, zones: Sequence[Zone]) -> str:
    """The zone that a reading is in; empty when it is in none."""
    for zone in zones:
        above = zone["low"] is None or value >= zone["low"]
        if above and (zone["high"] is None or value <= zone["high"]):
            return zone["text"]
    return ""


def _grid(low: float, top: float) -> list[float]:
    middle = (low + top) / 2
    return [low, middle, top] if middle.is_integer() else [low, top]


def _thin_out(placed: list[dict[str, Any]]) -> None:
    """No more dates under the line than there is room for; the last is always named. The table has them all."""
    every = -(-len(placed) // MOST_LABELS) if placed else 1
    for number, point in enumerate(reversed(placed)):
        point["axis"] = point["label"] if number % every == 0 else ""
        point["said"] = point["value"] if len(placed) <= MOST_VALUES else ""


def _goal(goal: float, frame: Frame, low: float, top: float) -> dict[str, str]:
    y = _y(goal, frame, low, top)
    return {"y": y, "text_y": f"{float(y) + 16:.1f}", "value": _plain(goal)}


def _y(value: float, frame: Frame, low: float, top: float) -> str:
    share = min(max((value - low) / ((top - low) or 1), 0), 1)
    return f"{frame.bottom - share * (frame.bottom - frame.top):.1f}"


def _plain(value: float) -> str:
    return f"{value:g}"


def _summary(points: Sequence[Reading]) -> str:
    if not points:
        return _("No readings yet")
    first, last = points[0], points[-1]
    return _("From %(first)s (%(first_label)s) to %(last)s (%(last_label)s), %(count)s readings") % {
        "first": _plain(first["value"]),
        "first_label": first["label"],
        "last": _plain(last["value"]),
        "last_label": last["label"],
        "count": len(points),
    }
