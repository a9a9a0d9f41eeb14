"""A danger noticed in the town, and reported as the law asks: told, sent in writing, waiting for an answer."""

from datetime import timedelta

from keyworker.base import clock
from keyworker.delivery.actions import Noticed, Told, make_report, notice_danger, send_written_report
from keyworker.delivery.models import Danger, ReportedHow
from keyworker.town.walking import Walk

EVERY, FIRST = 16, 6
SEEN = "He said: “My neighbor keeps my benefits card and gives me ten dollars a week.” I saw the card there."


def report(walk: Walk) -> None:
    """Rarely, what somebody tells must be reported."""
    if walk.number % EVERY != FIRST:
        return
    noticed_at = walk.day(20)
    with clock.at(noticed_at):
        noticed = Noticed(Danger.ADULT_ABUSE, SEEN, noticed_at)
        made = notice_danger(actor=walk.worker, case=walk.fresh_case(), noticed=noticed)
    told_at = noticed_at + timedelta(minutes=10)
    with clock.at(told_at):
        told = Told("Adult Protective Services", ReportedHow.PHONE, told_at, "Ms. Okafor", f"APS-{4100 + walk.number}")
        made = make_report(actor=walk.worker, report=made, told=told)
    sent_at = told_at + timedelta(minutes=15)
    with clock.at(sent_at):
        send_written_report(actor=walk.worker, report=made, sent_at=sent_at)
