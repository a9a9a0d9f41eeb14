"""What a text gateway calls us with, brought to the agencies it is for: nobody is known until then."""

from collections.abc import Iterable
from uuid import UUID

from django.db import IntegrityError
from django.http import HttpRequest

from keyworker.access import doors
from keyworker.access.models import DoorKind
from keyworker.access.permissions import Permission
from keyworker.access.sight import require, rows
from keyworker.agencies.models import Agency
from keyworker.base import actor as actors
from keyworker.base.actor import Actor
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.interop.actions import take_text_in
from keyworker.notices.actions import is_news, note_receipt
from keyworker.notices.gateways import settings_in_use
from keyworker.notices.gateways.contract import Call, Came, Receipt
from keyworker.notices.models import TextMessage
from keyworker.notices.whose import whose
from keyworker.people.numbers import number_hash

JOB = "texts-in"
MOST_BYTES = 16 * 1024  # a text is hundreds of bytes; nobody's call needs more


def is_too_long(request: HttpRequest) -> bool:
    """By what it says of itself, before any of it is read; else by what came."""
    announced = request.headers.get("Content-Length", "")
    return (announced.isdecimal() and int(announced) > MOST_BYTES) or len(request.body) > MOST_BYTES


def call_of(request: HttpRequest) -> Call:
    """A request as the adapters read it."""
    headers = {name.lower(): value for name, value in request.headers.items()}
    return Call(request.build_absolute_uri(), headers, request.GET.dict(), request.body)


def take_in(said: Iterable[Came | Receipt]) -> None:
    """Each to whom it is for. What came before, and what is nobody's, changes nothing."""
    for each in said:
        if isinstance(each, Receipt):
            _note(each)
        else:
            _receive(each)


def _receive(came: Came) -> None:
    gateway = settings_in_use().gateway
    for agency_id in _agencies_for(came):
        actor = actors.job(JOB, agency_id=agency_id)
        with reading(actor):
            agency = require(Agency, agency_id, actor=actor, needs=Permission.TEXT_RECEIVE)
        try:
            take_text_in(actor=actor, agency=agency, gateway=gateway, came=came)
        except (Refused, IntegrityError):
            continue  # it came before, or comes twice at this moment


def _agencies_for(came: Came) -> set[UUID]:
    """Those that text the number; else those that know it otherwise; else the one that looks at strangers' texts."""
    found = whose(number=number_hash(came.number))
    for purpose in ("texts", "calls"):
        if theirs := {each.agency_id for each in found if each.purpose == purpose}:
            return theirs
    return _for_strangers()


def _for_strangers() -> set[UUID]:
    if name := settings_in_use().agency:
        opened = doors.resolve(DoorKind.PUBLIC_FORM, name)
        return {opened.agency_id} if opened else set()
    everybody = doors.every_agency()
    return set(everybody) if len(everybody) == 1 else set()


def _note(receipt: Receipt) -> None:
    for each in whose(key=receipt.key, ours=receipt.ours):
        actor = actors.job(JOB, agency_id=each.agency_id)
        text = _text_of(actor, receipt)
        if text is not None and is_news(text):
            _note_one(actor, text, receipt)


def _note_one(actor: Actor, text: TextMessage, receipt: Receipt) -> None:
    try:
        note_receipt(actor=actor, text=text, delivered=receipt.delivered)
    except Refused:
        return  # another call was quicker


def _text_of(actor: Actor, receipt: Receipt) -> TextMessage | None:
    with reading(actor):
        ours = rows(TextMessage, actor=actor, needs=Permission.NOTICE_SEND)
        by_ours = ours.filter(pk=receipt.ours).first() if _is_key(receipt.ours) else None
        return by_ours or ours.exclude(gateway_key="").filter(gateway_key=receipt.key).first()


def _is_key(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
