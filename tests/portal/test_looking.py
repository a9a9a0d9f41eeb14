"""A worker looks at every page of a client, or of who comes in beside them: the very page, recorded, and no more."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from keyworker.audit.models import AuditEvent
from keyworker.base.actor import ActorKind
from keyworker.base.ids import new_id
from keyworker.base.privacy import Category
from keyworker.consent.actions import Terms, record_consent
from keyworker.consent.models import How, Purpose
from keyworker.delivery.actions import Said, begin_thread, write_message
from keyworker.delivery.models import Message
from keyworker.portal.looking import NOT_LOOKED_AT
from tests.portal.test_beside import let_in, mandate
from tests.portal.test_withheld import town  # noqa: F401
from tests.sweeps.addresses import every_address


@pytest.fixture
def looking(town, page):  # noqa: F811
    address = reverse("portal:as_they_see_it", args=[town.her.pk])
    return lambda **sent: page(town.amina).post(address, sent)


PLAIN = [
    each.name
    for each in every_address()
    if each.guard and each.guard.kind is ActorKind.CLIENT and not each.arguments and each.name not in NOT_LOOKED_AT
]


def assert_only_words(whole):
    """Whoever listens to a page hears all of it; no link of it leads anywhere, and no button can be pressed."""
    seen = whole.partition('<fieldset class="govuk-fieldset" disabled>')[2]
    seen = seen.partition('<section class="govuk-!-display-none-print"')[0]
    assert "<h1" in seen
    assert not re.search(r"<a\b[^>]*href=", seen)


def test_every_page_of_hers_is_looked_at_and_each_look_is_in_the_trail(town, looking):  # noqa: F811
    for name in PLAIN:
        answer = looking(path=reverse(name))
        assert answer.status_code == 200, name
        assert_only_words(answer.content.decode())
    looks = town.all(AuditEvent, verb="people.portal_looked_at", actor_id=town.amina.id)
    assert [each.facts["page_code"] for each in looks] == PLAIN


def test_a_conversation_is_looked_at_and_she_has_not_read_it(town, looking):  # noqa: F811
    begun = begin_thread(actor=town.amina, case=town.case, said=Said(new_id(), "Are you well?", "Tuesday"))
    write_message(actor=town.me, thread=begun.thread, said=Said(new_id(), "Yes."))
    ask = Said(new_id(), "And the children?")
    asked = write_message(actor=town.amina, thread=begun.thread, said=ask)
    shown = looking(path=reverse("portal:thread", args=[begun.thread_id])).content.decode()
    assert "And the children?" in shown
    assert town.find(Message, pk=asked.pk).read_at is None
    assert "Tuesday" in looking(path=reverse("portal:messages")).content.decode()


@pytest.mark.parametrize("path", ["/my-day/", "/o/", "/beside/", "/nowhere/", "/me/questions/x/", "//evil.example/"])
def test_nothing_but_her_own_pages_is_asked_for(looking, path):
    assert looking(path=path).status_code == 404


def test_no_stranger_looks(town, page):  # noqa: F811
    address = reverse("portal:as_they_see_it", args=[town.her.pk])
    for stranger in (town.sam, town.grace, town.flo, town.carl, town.oskar):
        assert page(stranger).post(address, {"path": "/me/"}).status_code == 404


def test_nor_does_who_works_with_her_here_read_what_she_agreed_to_elsewhere(town, looking):  # noqa: F811
    """A breach: another program asked her for a consent before it opened a case, and her page says so."""
    assert looking(path=reverse("portal:file")).status_code == 200
    terms = Terms(
        purpose=Purpose.SERVICE, recipient="Family Center", categories=frozenset({Category.CONTACT}),
        given_on=town.today, expires_on=town.today + timedelta(days=9), how=How.VERBAL, witness="Flo Martin",
        text_version="x", language="en",
    )  # fmt: skip
    record_consent(actor=town.job(), person=town.her, program=town.family, terms=terms)
    answer = looking(path=reverse("portal:file"))
    assert answer.status_code == 302
    assert answer["Location"] == reverse("workspace:own_door", args=[town.her.pk])


def test_a_guardians_page_is_looked_at_with_what_was_granted_and_no_more(town, looking):  # noqa: F811
    held = let_in(town, maker=mandate(town), granted=frozenset({"visits"}))
    shown = looking(which=held.pk).content.decode()
    assert "Hello, Anselm Quill" in shown
    assert looking(which=held.pk, path=reverse("portal:plan_beside")).status_code == 404
    assert looking(which=held.pk, path="/me/").status_code == 404
    assert looking(which=new_id()).status_code == 404
    assert town.find(AuditEvent, verb="people.beside_looked_at").facts["page_code"] == "portal:beside"
