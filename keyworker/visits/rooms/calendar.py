"""The date of a meeting for a calendar: when, and nothing else (RFC 5545). Whoever shares the phone may read it."""

from datetime import UTC
from typing import Any

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from keyworker.base import clock
from keyworker.visits.models import VideoRoom

MAKER = "-//Keyworker//Calendar//EN"


def date_of(room: VideoRoom) -> bytes:
    """No name, no agency, no reason and no link: a calendar is copied to places that nobody thinks of."""
    calendar, event = Calendar(), Event()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    said: dict[str, Any] = {
        "uid": f"urn:uuid:{room.pk}",
        "sequence": room.version,
        "summary": _("Appointment"),
        "dtstart": room.starts_at.astimezone(UTC),
        "dtend": room.ends_at.astimezone(UTC),
        "dtstamp": clock.now(),
        "class": "PRIVATE",
        "transp": "OPAQUE",
    }
    for name, value in said.items():
        event.add(name, value)
    calendar.add_component(event)
    found: bytes = calendar.to_ical()
    return found
