"""Texts: one neighbour was reminded by text, two wrote something that nobody has looked at yet."""

from datetime import timedelta

from keyworker.access.sight import facts
from keyworker.base import actor as actors
from keyworker.base import clock
from keyworker.base.actor import Actor
from keyworker.base.context import reading
from keyworker.interop.actions import take_text_in
from keyworker.interop.texts import JOB as TEXTS_IN
from keyworker.notices.actions import hand_over_text, note_receipt, settle_text, take_up
from keyworker.notices.gateways.contract import Came, Taken
from keyworker.notices.jobs import JOB as NOTICES_OUT
from keyworker.notices.models import Notice
from keyworker.notices.queries import due_texts
from keyworker.people.actions import Way, add_contact_point
from keyworker.people.models import Channel, ContactPoint, Person, SafetyRule
from keyworker.town.cast import Agencies
from keyworker.town.walking import LOOKING_BACK

WORDS = (
    ("came-1", "+12025550161", "Hello, this is Wilhelmina. My bus is late, can I come at three?", timedelta(hours=5)),
    ("came-2", "+12025550162", "ayuda", timedelta(minutes=40)),
)


def write_and_answer(house: Agencies) -> None:
    """As if the gateway had called: nothing leaves the machine."""
    _remind_by_text(house)
    receiving = actors.job(TEXTS_IN, agency_id=house.agency.id)
    for key, number, words, ago in WORDS:
        with clock.at(clock.now() - ago):
            take_text_in(actor=receiving, agency=house.agency, gateway="log", came=Came(key, number, words))


def _remind_by_text(house: Agencies) -> None:
    """Somebody without a danger agreed to texts, and was reminded of the visit that comes next, or has been today."""
    sending = actors.job(NOTICES_OUT, agency_id=house.agency.id)
    found = _due_for_somebody(house.job)
    if found is None:
        return
    notice, person = found
    with clock.at(notice.next_try_at - timedelta(days=1)):
        way = Way(Channel.SMS, "+1 202 555 0160", preferred=True, reminders_ok=True)
        add_contact_point(actor=house.job, person=person, way=way)
    with clock.at(notice.next_try_at):
        take_up(actor=sending, notice=notice)
        with reading(sending):
            texts = [text for text in due_texts(sending) if text.notice_id == notice.pk]
        for text in texts:
            hand_over_text(actor=sending, text=text)
            settle_text(actor=sending, text=text, outcome=Taken("sent-1"))
            note_receipt(actor=sending, text=text, delivered=True)


def _due_for_somebody(job: Actor) -> tuple[Notice, Person] | None:
    with reading(job):
        at_risk = facts(SafetyRule, because=LOOKING_BACK).exclude(risk_if_contacted="").values("person_id")
        shared = facts(ContactPoint, because=LOOKING_BACK).filter(shared=True).values("person_id")
        due = facts(Notice, because=LOOKING_BACK).filter(
            kind="visit", state="queued", next_try_at__lte=clock.now(), program__sealed=False, person__died_on=None
        )
        quiet = due.exclude(person_id__in=at_risk).exclude(person_id__in=shared).select_related("person")
        notice = quiet.order_by("next_try_at", "id").first()
        return (notice, notice.person) if notice else None
