"""How careful to be, said anew after admission: nothing lost, nothing in the trail, nothing over the shelter's wall."""

import json

import pytest
from django.urls import reverse

from keyworker.access.sight import Absent
from keyworker.audit.models import AuditEvent
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.models import StaleRecord
from keyworker.cases import actions as cases
from keyworker.people import actions as people
from keyworker.people.models import Channel, ContactPoint, SafetyRule
from keyworker.people.queries import identity

NEVER = "Never ring on Thursdays: Leopold listens."
WORD = "marmalade"


@pytest.fixture
def her(town):
    town.her = town.client_case(full_name="Ondine Marsh").person
    return town


@pytest.fixture
def hidden(her):
    """The shelter serves her, too."""
    cases.open_case(actor=her.job(), program=her.shelter, person=her.her, owner=her.staff(her.grace))
    return her


def at(town, name, *keys):
    return reverse(f"people:{name}", args=[town.her.pk, *keys])


def say(town, actor, program, **words):
    given = {"risk_if_contacted": NEVER, "code_word": WORD, "version": 0, **words}
    return given, at(town, "safety_words", program.pk)


def rule(town, program):
    found = town.find(SafetyRule, person=town.her, program=program)
    if found is not None:
        with reading(town.job()):
            found.person = town.her
    return found


def phone(town, actor=None, **rules):
    way = people.Way(Channel.PHONE, "+1 202 555 0199", **rules)
    return people.add_contact_point(actor=actor or town.amina, person=town.her, way=way)


def rules_of(point, **changes):
    return {"label": "", "use": "any", "version": point.version, **changes}


class TestWords:
    def test_they_are_said_shown_and_taken_back(self, her, page):
        amina = page(her.amina)
        given, address = say(her, her.amina, her.housing, address_protected="on")
        assert amina.post(address, given).status_code == 302
        shown = amina.get(at(her, "safety")).content.decode()
        assert NEVER in shown
        assert WORD in shown
        given.update(risk_if_contacted="", code_word="", version=rule(her, her.housing).version)
        del given["address_protected"]
        assert amina.post(address, given).status_code == 302
        now = rule(her, her.housing)
        assert (now.risk_if_contacted, now.code_word, now.address_protected) == ("", None, False)

    def test_no_word_of_them_old_or_new_is_in_the_trail(self, her, page):
        for words in (NEVER, "Anything else"):
            version = getattr(rule(her, her.housing), "version", 0)
            given, address = say(her, her.amina, her.housing, risk_if_contacted=words, version=version)
            page(her.amina).post(address, given)
        told = her.all(AuditEvent, verb="people.safety_set", person_id=her.her.pk)
        assert len(told) == 2
        said = json.dumps([event.facts for event in told])
        assert "Thursdays" not in said
        assert WORD not in said
        same = {"code_word": False, "address_protected": False, "name_shielded": False}
        assert told[-1].facts == {"risk_if_contacted": True, **same}

    def test_whoever_was_slower_sees_both_and_loses_nothing(self, her, page):
        given, address = say(her, her.amina, her.housing)
        page(her.ben).post(address, given)
        answer = page(her.amina).post(address, {**given, "risk_if_contacted": "Only by letter."})
        assert answer.status_code == 409
        shown = answer.content.decode()
        assert NEVER in shown
        assert "Only by letter." in shown
        assert rule(her, her.housing).risk_if_contacted == NEVER
        on_top = {**given, "risk_if_contacted": "Only by letter.", "version": rule(her, her.housing).version}
        assert page(her.amina).post(address, on_top).status_code == 302
        assert rule(her, her.housing).risk_if_contacted == "Only by letter."

    def test_a_stale_action_is_refused_beneath_the_page(self, her):
        people.change_safety(
            actor=her.amina, person=her.her, program=her.housing, words=people.SafetyWords(NEVER), seen=0
        )
        with pytest.raises(StaleRecord):
            people.change_safety(
                actor=her.amina, person=her.her, program=her.housing, words=people.SafetyWords(), seen=0
            )

    @pytest.mark.parametrize("program", ["shelter", "family"])
    def test_nobody_speaks_for_a_program_in_which_they_do_not_serve_them(self, hidden, page, program):
        given, address = say(hidden, hidden.amina, getattr(hidden, program))
        assert page(hidden.amina).get(address).status_code == 404
        assert page(hidden.amina).post(address, given).status_code == 404
        with pytest.raises((Refused, Absent)):
            people.change_safety(
                actor=hidden.amina,
                person=hidden.her,
                program=getattr(hidden, program),
                words=people.SafetyWords(NEVER),
                seen=0,
            )

    def test_what_the_shelter_says_stays_in_it_but_that_an_address_is_secret(self, hidden, page):
        given, address = say(hidden, hidden.grace, hidden.shelter, address_protected="on")
        assert page(hidden.grace).post(address, given).status_code == 302
        shown = page(hidden.amina).get(at(hidden, "safety")).content.decode()
        assert "Thursdays" not in shown
        assert WORD not in shown
        assert "helter" not in shown
        with reading(hidden.amina):
            assert identity(hidden.amina, hidden.her).safety.address_secret
        assert page(hidden.grace).get(at(hidden, "safety_words", hidden.housing.pk)).status_code == 404

    @pytest.mark.parametrize("who", ["sam", "carl", "priya", "oskar"])
    def test_who_does_not_work_with_them_finds_nothing(self, her, page, who):
        stranger = page(getattr(her, who))
        given, address = say(her, None, her.housing)
        assert stranger.get(at(her, "safety")).status_code == 404
        assert stranger.post(address, given).status_code == 404


class TestWays:
    def test_one_is_added_changed_and_taken_away(self, her, page):
        amina = page(her.amina)
        new = {"channel": "phone", "value": "+1 202 555 0147", "label": "sister", "use": "any"}
        assert amina.post(at(her, "add_way"), new).status_code == 302
        point = her.find(ContactPoint, person=her.her, label="sister")
        hours = rules_of(point, use="hours", safe_from="09:00", safe_until="11:30", shared="on")
        assert amina.post(at(her, "way", point.pk), hours).status_code == 302
        now = her.find(ContactPoint, pk=point.pk)
        assert (now.safe, now.shared, now.safe_from.hour, now.label) == (True, True, 9, "")
        assert amina.post(at(her, "way_ends", point.pk)).status_code == 302
        assert "0147" not in amina.get(at(her, "safety")).content.decode()
        verbs = [event.verb for event in her.all(AuditEvent, subject_id=point.pk)]
        assert verbs[-3:] == [
            "people.contact_point_added", "people.contact_point_changed", "people.contact_point_ended",
        ]  # fmt: skip

    def test_nothing_is_added_without_a_number_and_what_was_typed_stays(self, her, page):
        answer = page(her.amina).post(
            at(her, "add_way"), {"channel": "phone", "value": "", "label": "sister", "use": "any"}
        )
        assert answer.status_code == 200
        assert "sister" in answer.content.decode()

    def test_one_press_and_nobody_uses_it(self, her, page):
        point = phone(her)
        page(her.amina).post(at(her, "way_unsafe", point.pk))
        assert not her.find(ContactPoint, pk=point.pk).safe

    def test_a_stale_page_changes_nothing(self, her, page):
        point = phone(her)
        people.mark_unsafe(actor=her.ben, point=point)
        answer = page(her.amina).post(at(her, "way", point.pk), rules_of(point, shared="on"))
        assert answer.status_code == 409
        assert not her.find(ContactPoint, pk=point.pk).safe

    def test_a_secret_address_is_not_shown_by_asking_for_it(self, hidden, page):
        home = people.add_contact_point(
            actor=hidden.amina, person=hidden.her, way=people.Way(Channel.VISIT, "7 Gull Lane")
        )
        given, address = say(hidden, hidden.grace, hidden.shelter, address_protected="on")
        page(hidden.grace).post(address, given)
        for reader in (hidden.amina, hidden.grace):
            assert page(reader).get(at(hidden, "way", home.pk)).status_code == 404
            with pytest.raises(Refused, match="secret"):
                people.end_way(actor=reader, point=home)

    def test_what_the_shelter_learned_does_not_come_out_through_anothers_way(self, hidden, page):
        point = phone(hidden)
        answer = page(hidden.grace).post(at(hidden, "way", point.pk), rules_of(point, label="at the shelter"))
        assert "add a way of your own" in answer.content.decode()
        with pytest.raises(Refused):
            people.end_way(actor=hidden.grace, point=point)
        assert hidden.find(ContactPoint, pk=point.pk).label == ""
        own = phone(hidden, hidden.grace)
        assert page(hidden.amina).get(at(hidden, "way", own.pk)).status_code == 404
        assert page(hidden.grace).post(at(hidden, "way", own.pk), rules_of(own, label="night desk")).status_code == 302

    def test_another_persons_way_is_not_reached_through_this_file(self, her, page):
        other = her.client_case(full_name="Ottoline Vesper").person
        point = people.add_contact_point(
            actor=her.amina, person=other, way=people.Way(Channel.PHONE, "+1 202 555 0101")
        )
        assert page(her.amina).get(at(her, "way", point.pk)).status_code == 404
        assert page(her.amina).post(at(her, "way_ends", point.pk)).status_code == 404
