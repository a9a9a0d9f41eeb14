"""Conflicts, gifts and boundaries: said by the worker, read by them and their supervisor alone, answered once."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.urls import reverse

from keyworker.access.actions import grant_role
from keyworker.access.roles import Role
from keyworker.access.sight import Absent
from keyworker.audit.models import AuditEvent
from keyworker.base.decision import Refused
from keyworker.base.models import StaleRecord
from keyworker.people.models import Denial, Person, TimelineEntry
from keyworker.supervision.declaring import Answered, Declared, answer_declaration, declare
from keyworker.supervision.models import Declaration, DeclarationAnswer, DeclarationKind

CONFLICT = "She is my cousin; we share a kitchen garden."


def said(town, **more):
    return replace(Declared(DeclarationKind.CONFLICT, CONFLICT, town.today), **more)


def answered(answer=DeclarationAnswer.REASSIGN, **more):
    return Answered(answer, **more)


def test_a_conflict_keeps_the_worker_out_of_the_file_in_one_step_and_they_still_read_what_they_said(town, page):
    case = town.client_case(full_name="Isolde Marchbanks")
    person = town.find(Person, pk=case.person_id)
    made = declare(actor=town.amina, program=town.housing, declared=said(town, about=person))
    ben, waiting = page(town.ben), reverse("supervision:declaration", args=[made.pk])
    assert "Amina Yusuf" in ben.get(reverse("supervision:overview")).content.decode()
    assert CONFLICT in ben.get(waiting).content.decode()
    sent = {"answer": "reassign", "words": "Sam takes over.", "keep_out": "on", "version": "1"}
    assert ben.post(waiting, {**sent, "version": "7"}).status_code == 409
    assert town.find(Denial, person=person) is None
    assert ben.post(waiting, sent).status_code == 302
    assert town.find(Denial, person=person).staff_id == town.amina.id
    assert page(town.amina).get(reverse("workspace:file", args=[person.pk])).status_code == 404
    own = page(town.amina).get(reverse("supervision:declarations")).content.decode()
    assert CONFLICT in own
    assert "Sam takes over." in own
    assert "Isolde" not in own
    assert town.find(TimelineEntry, person=person, verb__startswith="supervision.") is None
    event = town.find(AuditEvent, verb="supervision.conflict_declared", subject_id=made.pk)
    assert (event.person_id, event.facts) == (None, {})


def test_to_keep_them_out_is_offered_only_to_who_decides_about_that_file(town, page):
    """Sam oversees housing, where Amina said it; whom it is about is known to the family program alone."""
    cousin = town.client_case(actor=town.sam, program=town.family, full_name="Isolde Marchbanks").person
    grant_role(actor=town.job(), member=town.staff(town.sam), role=Role.SUPERVISOR, program=town.housing)
    made = declare(actor=town.amina, program=town.housing, declared=said(town, about=cousin))
    waiting = reverse("supervision:declaration", args=[made.pk])
    offer = "Keep them out of this person"
    assert offer in page(town.ben).get(waiting).content.decode(), "he oversees both"
    assert offer not in page(town.sam).get(waiting).content.decode()
    with pytest.raises(Absent):
        answer_declaration(actor=town.sam, declaration=made, answered=answered(words="No.", keep_out=True))
    assert town.find(Declaration, pk=made.pk).answered_at is None, "nothing is half said"
    sent = {"answer": "reassign", "words": "Sam takes over.", "keep_out": "on", "version": "1"}
    assert page(town.sam).post(waiting, sent).status_code == 302
    assert town.find(Denial, person=cousin) is None
    nobody = declare(actor=town.amina, program=town.housing, declared=said(town))
    unnamed = page(town.ben).get(reverse("supervision:declaration", args=[nobody.pk])).content.decode()
    assert offer not in unnamed, "there is no file"


def test_it_is_read_by_the_worker_and_their_supervisor_and_by_nobody_else(town, page):
    made = declare(actor=town.amina, program=town.housing, declared=said(town))
    of_the_shelter = declare(actor=town.grace, program=town.shelter, declared=said(town, what="At the shelter."))
    listed = reverse("supervision:declarations")
    for who in (town.sam, town.flo, town.grace, town.carl):
        assert CONFLICT not in page(who).get(listed).content.decode()
    assert "At the shelter." not in page(town.ben).get(listed).content.decode()
    for who in (town.amina, town.sam, town.flo, town.priya, town.oskar, town.carl):
        assert page(who).get(reverse("supervision:declaration", args=[made.pk])).status_code in {403, 404}
        with pytest.raises(Absent):
            answer_declaration(actor=who, declaration=made, answered=answered())
    with pytest.raises(Absent):
        answer_declaration(actor=town.ben, declaration=of_the_shelter, answered=answered())
    own = declare(actor=town.ben, program=town.housing, declared=said(town))
    with pytest.raises(Absent):
        answer_declaration(actor=town.ben, declaration=own, answered=answered())
    with pytest.raises(Absent):
        declare(actor=town.amina, program=town.shelter, declared=said(town))


def test_a_gift_with_its_value_is_declared_in_the_browser_and_answered_once(town, page):
    amina, listed = page(town.amina), reverse("supervision:declarations")
    day = {
        "happened_on_day": town.today.day,
        "happened_on_month": town.today.month,
        "happened_on_year": town.today.year,
    }
    sent = {"kind": "gift", "value": "20", "provider": "The landlord", "what": "Wine.", "done": "Gave it back.", **day}
    assert amina.post(listed, sent).status_code == 200  # in which program?
    assert amina.post(listed, {**sent, "program": str(town.housing.pk)}).status_code == 302
    made = town.find(Declaration, kind="gift", by_id=town.amina.id, what="Wine.")
    assert (made.value, made.currency) == (Decimal(20), "USD")
    with pytest.raises(Refused, match="how to do it"):
        answer_declaration(actor=town.ben, declaration=made, answered=answered(DeclarationAnswer.GUIDANCE))
    with pytest.raises(Refused, match="no file to keep them out of"):
        answer_declaration(actor=town.ben, declaration=made, answered=answered(keep_out=True))
    answer_declaration(actor=town.ben, declaration=made, answered=answered(DeclarationAnswer.NOTED))
    with pytest.raises(Refused, match="answered already"):
        answer_declaration(actor=town.ben, declaration=made, answered=answered())
    with pytest.raises((Refused, StaleRecord)):
        answer_declaration(actor=town.ben, declaration=made, answered=answered(), seen=1)


@pytest.mark.parametrize("wrong", [{"what": " "}, {"value": Decimal(-1)}, {"value": Decimal("NaN")}])
def test_what_says_nothing_or_cannot_be_is_refused(town, wrong):
    with pytest.raises(Refused):
        declare(actor=town.amina, program=town.housing, declared=said(town, **wrong))
