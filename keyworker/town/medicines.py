"""Every sixth person of the town told what they take; one dose changed, and they said how it goes."""

from datetime import timedelta

from keyworker.base import clock
from keyworker.delivery.actions import Medicine, list_allergy, list_medicine, review_medicines
from keyworker.delivery.models import KnownFrom
from keyworker.town.walking import Walk

EVERY = 6


def take(walk: Walk) -> None:
    if walk.number % EVERY:
        return
    at, later = walk.day(16), walk.day(max(17, walk.who.days - 6))
    with clock.at(at):
        case = walk.fresh_case()
        list_allergy(
            actor=walk.worker,
            case=case,
            what="Penicillin",
            known_from=KnownFrom.TOLD,
            what_happens="A rash, as a child.",
        )
        dose = Medicine("Sertraline", KnownFrom.BOX, "One in the morning", "Low mood", "Dr. Osei, Oak Street Clinic")
        first = list_medicine(actor=walk.worker, case=case, medicine=dose)
    with clock.at(later):
        case = walk.fresh_case()
        more = Medicine("Sertraline", KnownFrom.LETTER, "Two in the morning", "Low mood", "Dr. Osei, Oak Street Clinic")
        list_medicine(
            actor=walk.worker, case=case, medicine=more, replaces=first, because="One was not enough, the doctor said."
        )
        review_medicines(
            actor=walk.worker, case=walk.fresh_case(), on=walk.date(later), with_whom="The clinic's nurse",
            words="I sleep better. I forget it when I stay with my sister.",
            next_on=walk.date(walk.now + timedelta(days=20)),
        )  # fmt: skip
