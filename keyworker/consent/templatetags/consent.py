"""Says data categories in plain words on a page."""

from collections.abc import Iterable
from typing import Any

from django import template

from keyworker.base.privacy import Category
from keyworker.consent.forms import CATEGORY_WORDS

register = template.Library()


@register.filter
def category_words(codes: Iterable[str]) -> list[Any]:
    """Each data category as a person would say it."""
    return [CATEGORY_WORDS[Category(code)] for code in codes]
