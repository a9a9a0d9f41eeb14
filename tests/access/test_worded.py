"""Questions are worded once for all who are alike, and nothing of whoever asked first stays in the words."""

from datetime import timedelta

import pytest
from django.db.models import Q, Value

from keyworker.access import sight, worded
from keyworker.access.permissions import Permission
from keyworker.access.sight import Absent, facts, require, rows
from keyworker.access.worded import Worded
from keyworker.base import clock
from keyworker.base.context import reading
from keyworker.cases.models import Case
from keyworker.people.models import Person
from tests.town import HOMES

SEE = Permission.PERSON_VIEW
WHY = "a question of these tests"


def mine(actor):
    return rows(Case, actor=actor, needs=Permission.CASE_VIEW).filter(owner_id=actor.staff_id)


def kept(question):
    return [words for words in question._known.values() if words is not None]


def asked(question, *askers):
    for actor in askers:
        with reading(actor):
            yield set(question(actor))


def test_everybody_who_is_alike_shares_words_and_each_gets_their_own(standing_town):
    town, question = standing_town, Worded(mine, Case)
    everybody = [getattr(town, name) for name in HOMES]
    theirs = list(asked(question, *everybody))
    assert sum(map(len, theirs)) == len(set().union(*theirs)) > 0
    assert 1 < len(kept(question)) < len(everybody)
    assert not any(actor.staff_id.hex in repr(words.values) for actor in everybody for words in kept(question))


def test_a_supervisor_is_asked_for_in_other_words(standing_town):
    town, question = standing_town, Worded(mine, Case)
    list(asked(question, town.amina, town.ben))
    assert len(kept(question)) == 2


def test_a_file_of_another_agency_is_absent_though_the_words_are_kept(standing_town):
    town = standing_town
    with reading(town.carl):
        theirs = rows(Person, actor=town.carl, needs=SEE).first()
    with reading(town.amina):
        hers = rows(Person, actor=town.amina, needs=SEE).first()
        assert require(Person, hers.pk, actor=town.amina, needs=SEE) == hers
        before = len(sight._the_one._known)
        with pytest.raises(Absent):
            require(Person, theirs.pk, actor=town.amina, needs=SEE)
    assert len(sight._the_one._known) == before


@pytest.mark.parametrize(
    "breach",
    [
        pytest.param(lambda town: Q(pk=town.amina.staff_id), id="a key of somebody's own"),
        pytest.param(lambda town: Q(opened_at__lt=clock.now() - timedelta(days=9000)), id="a time of nobody's"),
        pytest.param(lambda town: Q(number=Value(b"secret")), id="bytes"),
        pytest.param(
            lambda town: Q(pk__in=list(facts(Case, because=WHY).values_list("pk", flat=True))), id="rows looked up"
        ),
    ],
)
def test_what_holds_something_of_ones_own_is_never_kept(standing_town, breach):
    town = standing_town
    question = Worded(lambda actor: mine(actor).exclude(breach(town)), Case)
    with reading(town.amina):
        assert question._words(town.amina, ()) is None
    assert kept(question) == []


def test_planted_words_that_forget_whose_they_are_are_doubted(standing_town):
    """The check that every test runs under: words kept from somebody with other rights are no answer."""
    town, question, forgetful = standing_town, Worded(mine, Case), Worded(mine, Case)
    list(asked(question, town.amina))
    [(key, words)] = question._known.items()
    forgetful._known[key] = worded.Words(words.found, words.compiler, words.sql, words.values, words.holes[1:])
    with pytest.raises(AssertionError, match="mine"):
        list(asked(forgetful, town.amina))
