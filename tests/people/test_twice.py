"""Two records of one person are linked and unlinked without a trace, and without opening anything to anybody."""

import random
from datetime import date

import pytest

from keyworker.access.permissions import Permission
from keyworker.access.sight import Absent, facts, require, rows
from keyworker.base.context import reading
from keyworker.base.decision import Refused
from keyworker.base.models import StaleRecord
from keyworker.people import actions as people
from keyworker.people import models
from keyworker.people.duplicates import find_duplicates, written
from keyworker.people.linking.apart import LinkingFailed
from keyworker.people.models import Channel, MatchCandidate, PersonLink
from keyworker.people.safety import Way
from keyworker.people.twice import Likely, note_candidates
from keyworker.tasks.models import Task
from keyworker.workspace.actions import ask_colleague

SAID = [
    {"comparison": "birth", "level": "same", "weight": 12.0},
    {"comparison": "given", "level": "differs", "weight": -5},
]


def likely(one, other, score=0.9):
    return Likely(one.pk, other.pk, score, True, SAID)


def noted(town, *pairs):
    """The pairs as the night leaves them, beside those of the town."""
    with reading(town.job()):
        kept = [
            Likely(each.person_id, each.other_id, each.score, each.kin, each.said)
            for each in facts(MatchCandidate, because="tests")
        ]
    note_candidates(actor=town.job(), agency=town.agency(), found=[*kept, *(likely(*pair) for pair in pairs)])
    return [candidate(town, *pair) for pair in pairs]


def candidate(town, one, other):
    return town.find(MatchCandidate, person_id=min(one.pk, other.pk), other_id=max(one.pk, other.pk))


def link(town, pair, actor=None):
    actor = actor or town.amina
    return people.link_people(actor=actor, candidate=pair, staff=town.staff(actor), seen=pair.version)


def two(town):
    one = town.client_case(full_name="Ottilie Brandt").person
    return one, town.new_person(full_name="Ottilie Brand")


def everything(town):
    """Every row about people but the trail's, as it stands, less how often a row was saved."""
    tables = [getattr(models, name) for name in models.__all__ if hasattr(getattr(models, name), "_meta")]
    with reading(town.job()):
        return {
            table.__name__: sorted(
                repr({name: value for name, value in row.items() if name != "version"})
                for row in facts(table, because="tests compare before and after").values()
            )
            for table in tables
            if not table._meta.abstract
        }


def test_any_sequence_of_linking_and_unlinking_leaves_all_as_it_was(town):
    crowd = [town.new_person(full_name=name) for name in ("Una Lund", "Una Lunde", "Unna Lund")]
    pairs = [(crowd[a], crowd[b]) for a, b in ((0, 1), (0, 2), (1, 2))]
    noted(town, *pairs)
    before, dice = everything(town), random.Random(7)  # noqa: S311 - a sequence, not a secret
    links = {}
    for place in [*(dice.randrange(3) for _ in range(9)), 0, 1, 2]:
        if place in links:
            people.unlink_people(actor=town.amina, link=links.pop(place))
        else:
            links[place] = link(town, candidate(town, *pairs[place]))
    for held in links.values():
        people.unlink_people(actor=town.amina, link=held)
    assert everything(town) == before


def test_a_link_shows_each_file_on_the_other_to_whoever_may_open_both_and_to_nobody_else(town, page):
    one = town.client_case(full_name="Ottilie Brandt").person
    other = town.client_case(full_name="Tilly Brand", actor=town.ben, program=town.family).person
    (pair,) = noted(town, (one, other))
    assert page(town.amina).get(f"/twice/{pair.pk}/").status_code == 404
    with pytest.raises(Absent):
        link(town, pair)
    link(town, pair, actor=town.ben)
    assert "Tilly Brand" in page(town.ben).get(f"/people/{one.pk}/").content.decode()
    assert "Tilly" not in page(town.amina).get(f"/people/{one.pk}/").content.decode()
    assert page(town.amina).get(f"/people/{other.pk}/").status_code == 404
    with reading(town.amina):
        assert not rows(PersonLink, actor=town.amina, needs=Permission.PERSON_VIEW).filter(person=one).exists()


def test_whoever_is_kept_out_of_one_of_two_never_sees_the_pair(town):
    one, other = two(town)
    (pair,) = noted(town, (one, other))
    for kept_from in (one, other):
        denial = people.deny(actor=town.ben, person=kept_from, staff=town.staff(town.amina), because="kin")
        with reading(town.amina), pytest.raises(Absent):
            require(MatchCandidate, pair.pk, actor=town.amina, needs=Permission.PERSON_LINK)
        people.lift_denial(actor=town.ben, denial=denial)
    with reading(town.amina):
        assert require(MatchCandidate, pair.pk, actor=town.amina, needs=Permission.PERSON_LINK)


def test_a_pair_is_decided_once_and_one_set_aside_never_comes_back(town, page):
    (pair,) = noted(town, two(town))
    with pytest.raises(StaleRecord):
        people.link_people(actor=town.amina, candidate=pair, staff=town.staff(town.amina), seen=pair.version + 1)
    amina, address = page(town.amina), f"/twice/{pair.pk}/"
    assert "How do you know" in amina.post(address, {"do": "set-aside", "version": pair.version}).content.decode()
    amina.post(address, {"do": "set-aside", "because": "They are sisters.", "version": pair.version})
    assert "They are sisters." in amina.get(address).content.decode()
    with pytest.raises(Refused):
        link(town, town.find(MatchCandidate, pk=pair.pk))
    noted(town)
    assert town.find(MatchCandidate, pk=pair.pk).state == "set-aside"
    assert str(pair.pk) not in amina.get("/twice/").content.decode()


def test_a_worker_compares_links_and_takes_the_link_back(town, page):
    one, other = two(town)
    (pair,) = noted(town, (one, other))
    amina, address = page(town.amina), f"/twice/{pair.pk}/"
    shown = amina.get(address).content.decode()
    assert "Differs" in shown
    assert "Date of birth:</strong> the same – speaks strongly for one person" in shown
    assert "Twins" in shown
    assert (
        "These are linked" in amina.post(address, {"do": "link", "version": pair.version}, follow=True).content.decode()
    )
    assert "Ottilie Brand<" in amina.get(f"/people/{one.pk}/").content.decode()
    assert "two records again" in amina.post(address, {"do": "unlink"}, follow=True).content.decode()
    assert "Also written down as" not in amina.get(f"/people/{one.pk}/").content.decode()
    assert str(pair.pk) in amina.get("/twice/").content.decode()


def test_a_colleague_who_may_open_both_is_asked_by_a_task_and_nobody_else_is(town):
    one, other = two(town)
    (pair,) = noted(town, (one, other))
    with pytest.raises(Refused):
        ask_colleague(actor=town.amina, candidate=pair, staff=town.staff(town.grace), seen=pair.version)
    ask_colleague(actor=town.amina, candidate=pair, staff=town.staff(town.ben), seen=pair.version)
    assert town.find(MatchCandidate, pk=pair.pk).state == "asked"
    assert "Ottilie" not in town.find(Task, person_id=one.pk, assignee=town.staff(town.ben)).what


def test_the_night_keeps_what_was_decided_and_forgets_what_it_does_not_find_again(town):
    (pair,) = noted(town, two(town))
    note_candidates(actor=town.job(), agency=town.agency(), found=[])
    assert town.find(MatchCandidate, pk=pair.pk) is None
    assert town.find(MatchCandidate, state="linked") is not None
    with pytest.raises(Refused):
        note_candidates(actor=town.amina, agency=town.agency(), found=[])


def test_two_who_were_told_apart_when_a_record_was_begun_are_not_asked_about(town):
    one, other = two(town)
    people.set_aside(actor=town.amina, person=other, known=one, because=models.AsideBecause.SEEN)
    assert noted(town, (one, other)) == [None]


def test_the_night_reads_nobody_of_a_sealed_program_nothing_it_noted_and_no_secret_address(town):
    hidden = town.client_case(town.grace, town.shelter, full_name="Perdita Marsh").person
    known, careful = town.new_person(full_name="Ottilie Brandt"), town.new_person(full_name="Cosima Vale")
    people.add_contact_point(actor=town.amina, person=known, way=Way(Channel.POST, "4 Mill Lane"))
    people.add_contact_point(actor=town.amina, person=careful, way=Way(Channel.POST, "9 Hidden Row"))
    people.set_safety(actor=town.amina, person=careful, address_protected=True, risk_if_contacted="")
    with reading(town.job()):
        read = {each.id: each for each in written(town.job())}
    assert str(hidden.pk) not in read
    assert read[str(known.pk)].address == "4 Mill Lane"
    assert read[str(careful.pk)].address == ""


def test_the_night_finds_who_stands_twice(town):
    born = date(1979, 4, 18)
    one = town.new_person(full_name="Philippa Oyelowo", given="Philippa", family="Oyelowo", born_on=born)
    other = town.new_person(full_name="Phillipa Oyelowo", given="Phillipa", family="Oyelowo", born_on=born)
    assert find_duplicates(town.job()) >= 1
    assert candidate(town, one, other).score > 0.5
    assert find_duplicates(town.job()) == 0


def test_a_comparison_that_fails_changes_nothing(town, monkeypatch, caplog):
    before = everything(town)

    def fails(*_given):
        raise LinkingFailed("The linking ended early (MemoryError).")

    monkeypatch.setattr("keyworker.people.duplicates.linked", fails)
    assert find_duplicates(town.job()) == 0
    assert "MemoryError" in caplog.text
    assert everything(town) == before


def test_whoever_must_not_see_one_of_two_records_of_a_person_sees_neither_until_they_are_two_again(town):
    one, other = two(town)
    (pair,) = noted(town, (one, other))
    held = link(town, pair)
    people.deny(actor=town.ben, person=one, staff=town.staff(town.amina), because="He is her brother.")
    with reading(town.amina):
        for record in (one, other):
            with pytest.raises(Absent):
                require(models.Person, record.pk, actor=town.amina, needs=Permission.PERSON_VIEW)
    people.unlink_people(actor=town.ben, link=held)
    with reading(town.amina):
        assert require(models.Person, other.pk, actor=town.amina, needs=Permission.PERSON_VIEW)
