"""A name drawn with a finger, a pen or a mouse: strokes in a box of 600 by 200, kept as numbers and never as code."""

import json
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

WIDTH, HEIGHT = 600, 200
MOST_STROKES, MOST_POINTS = 80, 4000
LEAST_LENGTH = 60  # a dot or a slip of the finger is no name
MOST_LETTERS = 60_000
Strokes = list[list[int]]


class DrawingPad(forms.Widget):
    """A box to draw in. The drawing stands in a hidden field, so it is there again when something else was wrong."""

    template_name = "design/forms/widgets/drawing.html"
    use_fieldset = True

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        try:
            lines = lines_of(read_strokes(value)) if value else []
        except ValidationError:
            lines, context["widget"]["value"] = [], ""
        context["widget"] |= {"lines": lines, "width": WIDTH, "height": HEIGHT}
        return context

    def focus_id(self, id_: str, value: Any) -> str:
        return f"{id_}_sheet"


class DrawingField(forms.Field):
    """Strokes, each a flat list x, y, x, y, … of whole numbers within the box. Empty when nothing was drawn."""

    widget = DrawingPad

    def to_python(self, value: Any) -> Strokes:
        return read_strokes(value) if value else []


def read_strokes(text: Any) -> Strokes:
    """What the page sent, checked number by number. Raises `ValidationError` in words for who draws."""
    again = ValidationError(_("This drawing did not arrive whole. Please draw your name again."), code="invalid")
    if len(str(text)) > MOST_LETTERS:
        raise ValidationError(_("This drawing is too long. Please draw only your name."), code="too_long")
    try:
        strokes = json.loads(str(text))
    except (ValueError, RecursionError):
        raise again from None
    if not (isinstance(strokes, list) and len(strokes) <= MOST_STROKES and all(_is_stroke(each) for each in strokes)):
        raise again
    if sum(len(each) for each in strokes) > 2 * MOST_POINTS:
        raise ValidationError(_("This drawing is too long. Please draw only your name."), code="too_long")
    if strokes and sum(_length(each) for each in strokes) < LEAST_LENGTH:
        raise ValidationError(_("That is very short. Please draw your name."), code="too_short")
    return strokes


def _is_stroke(stroke: Any) -> bool:
    return (
        isinstance(stroke, list)
        and len(stroke) >= 2
        and len(stroke) % 2 == 0
        and all(type(number) is int for number in stroke)
        and all(0 <= number <= WIDTH for number in stroke[::2])
        and all(0 <= number <= HEIGHT for number in stroke[1::2])
    )


def _length(stroke: Sequence[int]) -> float:
    points = list(zip(stroke[::2], stroke[1::2], strict=True))
    return float(sum(abs(a - c) + abs(b - d) for (a, b), (c, d) in pairwise(points)))


def lines_of(strokes: Strokes) -> list[str]:
    """Each stroke as the points of an SVG polyline; one point alone is drawn as a dot."""
    doubled = (stroke * 2 if len(stroke) == 2 else stroke for stroke in strokes)
    return [" ".join(f"{x},{y}" for x, y in zip(stroke[::2], stroke[1::2], strict=True)) for stroke in doubled]
