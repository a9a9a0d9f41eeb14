"""Which settings make LiveKit a hall, and which make none."""

import pytest

from keyworker.console.health.video import larger
from keyworker.visits.halls.engine import by_ticket, hall, spoken_for
from keyworker.visits.halls.livekit import configured, unsafe

SAFE = {
    "HALL": "livekit", "HALL_URL": "wss://hall.example.org", "HALL_KEY": "a-key", "HALL_SECRET": "z" * 32,
    "HALL_IS_OURS": True,
}  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({}, ""),
        ({"HALL_URL": "wss://hall.example.org:7443"}, ""),
        ({"HALL_URL": "ws://127.0.0.1:7880"}, ""),
        ({"HALL_URL": "ws://hall.example.org"}, "not locked"),
        ({"HALL_URL": "https://hall.example.org"}, "is not wss"),
        ({"HALL_URL": "wss://hall.example.org/more"}, "is not wss"),
        ({"HALL_URL": "wss://a:b@hall.example.org"}, "is not wss"),
        ({"HALL_URL": "wss://hall.example.org; script-src *"}, "is not wss"),
        ({"HALL_URL": "wss://*.example.org"}, "is not wss"),
        ({"HALL_URL": "wss://hall.example.org:99999"}, "no address"),
        ({"HALL_URL": ""}, "is not wss"),
        ({"HALL_KEY": ""}, "missing or short"),
        ({"HALL_SECRET": "short"}, "missing or short"),
        ({"HALL_IS_OURS": False}, "another company's"),
    ],
)
def test_settings_that_are_not_safe_make_no_hall(settings, changed, why):
    for name, value in {**SAFE, **changed}.items():
        setattr(settings, name, value)
    if not why:
        assert unsafe() == ""
        assert configured().url == settings.HALL_URL
        return
    assert why in unsafe()
    assert (hall(), by_ticket(), spoken_for(), configured()) == (None,) * 4
    (finding,) = larger()
    assert (finding.verdict.name, why in finding.what) == ("WRONG", True)
