"""Sends the reminders and texts whose time has come, every five minutes, agency by agency."""

from collections.abc import Sequence

from keyworker.access import doors
from keyworker.access.sight import Absent
from keyworker.base import actor as actors
from keyworker.base.actor import Actor
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.jobs import every
from keyworker.notices import gateways, sending
from keyworker.notices.actions import hand_over_text, settle, settle_text, take_up
from keyworker.notices.gateways.contract import Gateway
from keyworker.notices.models import Notice, TextMessage
from keyworker.notices.queries import due, due_texts

JOB = "notices-out"


@every("*/5 * * * *", "notices.send")
def send_what_is_due(timestamp: int) -> None:
    """With neither mail server nor text gateway nothing is taken up: it stays written down until there is one."""
    if not (sending.go_out() or gateways.texts_go_out()):
        return
    for agency_id in doors.every_agency():
        actor = actors.job(JOB, agency_id=agency_id)
        with reading(actor):
            waiting = due(actor)
        for notice in waiting:
            _send(actor, notice)
        with reading(actor):
            texts = due_texts(actor)
        _send_texts(actor, texts)


def _send(actor: Actor, notice: Notice) -> None:
    try:
        letter = take_up(actor=actor, notice=notice)
        if letter is not None:
            taken = sending.post(letter.clearance, letter.subject, letter.text, actor=actor)
            settle(actor=actor, notice=notice, taken=taken)
    except (Refused, Absent):
        return  # another worker was quicker, or it was called off meanwhile


def _send_texts(actor: Actor, texts: Sequence[TextMessage]) -> None:
    """One after the other, over one line where the gateway keeps one."""
    gateway = gateways.chosen()
    try:
        for text in texts:
            _send_text(actor, text, gateway)
    finally:
        gateways.hang_up(gateway)


def _send_text(actor: Actor, text: TextMessage, gateway: Gateway) -> None:
    try:
        out = hand_over_text(actor=actor, text=text)
    except (Refused, Absent):
        return  # another worker was quicker
    if out is not None:
        settle_text(actor=actor, text=text, outcome=gateway.send(out))
