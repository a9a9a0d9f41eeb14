"""A row as plain values; and text that no spreadsheet takes for a formula."""

import json
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models

from keyworker.base.keyring import Unreadable
from keyworker.interop.leaving.tables import PROTECTED, Hidden, fields, is_protected

# What begins a formula, or is dropped so that the next letter begins one (OWASP, CSV injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
ERASED = "[erased]"


def as_plain(row: models.Model, hidden: Hidden) -> dict[str, Any]:
    """The fields of a row as JSON knows them; sealed ones opened, or `[erased]` where their key is gone."""
    return {
        field.attname: PROTECTED if is_protected(row, field.name, hidden) else plain(_value(row, field.attname))
        for field in fields(type(row))
    }


def _value(row: models.Model, name: str) -> Any:
    try:
        return getattr(row, name)
    except Unreadable:
        return ERASED


def plain(value: Any) -> Any:
    """Keys, days and sums as text; everything JSON knows as it is."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, UUID | Decimal | timedelta):
        return str(value)
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(each) for each in value]
    return value


def cell(value: Any) -> Any:
    """A value for CSV. Text that a spreadsheet would run gets an apostrophe in front."""
    if value is None:
        return ""
    if isinstance(value, dict | list):
        value = json.dumps(value, ensure_ascii=False, default=str)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
