"""Names are found however they are written: no database, only words, sounds and the table."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from keyworker.people.finding.asked import understood
from keyworker.people.finding.likeness import Way, alike
from keyworker.people.finding.nominating import asked_tokens
from keyworker.people.finding.ranking import Because, Candidate, ranked
from keyworker.people.names import look_up_tokens, tokens, written

TODAY = date(2026, 11, 22)
NAMES = [
    "José Hernández-Óla", "Mohammed al-Hassan", "محمد الحسن", "Дмитрий Соколовский", "Nguyễn Thị Lan Hương", "王小明",
    "Fatoumata Cissé", "Siobhán O'Brien", "Juan de la Cruz", "Suharto", "Ousmane N'Diaye", "Stanisław Wojciechowski",
]  # fmt: skip
ACCENTS = "\u0300\u0301\u0308\u0303\u030c"


def finds(asked, name, **known):
    found = ranked(understood(asked, today=TODAY), [Candidate(1, (name,), **known)])
    return found[0] if found else None


def reasons(found):
    return {reason.because for reason in found.reasons}


@pytest.mark.parametrize(
    ("asked", "name", "way"),
    [
        ("muhamad alhasan", "Mohammed al-Hassan", Way.SOUND),
        ("محمد الحسن", "Mohammed al-Hassan", Way.OTHER_SCRIPT),
        ("yusuf", "Youssef", Way.OTHER_SPELLING),
        ("fatma", "Fatima", Way.OTHER_SPELLING),
        ("jallow", "Diallo", Way.OTHER_SPELLING),
        ("sokolowskij", "Соколовский", Way.SOUND),
        ("xiaoming wang", "王小明", Way.OTHER_SCRIPT),
        ("hsieh", "Xie", Way.OTHER_SPELLING),
        ("bill", "William", Way.SHORT),
        ("pepe", "José", Way.SHORT),
        ("harington", "Harrington", Way.OTHER_SPELLING),
        ("carpentr", "Carpenter", Way.SOUND),
    ],
)
def test_one_name_in_two_spellings_is_one_name_and_says_in_which_way(asked, name, way):
    match = alike(written(asked), (name,))
    assert match.score > 0.85
    assert match.way is way
    assert set(asked_tokens(written(asked), loosely=False)) & look_up_tokens(name)


@pytest.mark.parametrize(("one", "other"), [("Maria", "Jennifer"), ("Ahmed Ali", "Wei Chen"), ("Pedro", "Olga")])
def test_two_names_are_two(one, other):
    assert alike(written(one), (other,)).score < 0.6


@given(st.sampled_from(NAMES), st.randoms(use_true_random=False))
def test_nobody_is_lost_by_an_accent_a_capital_or_the_order_of_their_names(name, dice):
    words = name.replace("-", " ").split()
    dice.shuffle(words)
    asked = " ".join(word.upper() if dice.random() < 0.5 else word for word in words)
    at = dice.randrange(len(asked))
    asked = asked[: at + 1] + (dice.choice(ACCENTS) if asked[at].isalpha() else "") + asked[at + 1 :]
    assert finds(asked, name) is not None
    assert set(asked_tokens(written(asked), loosely=False)) & look_up_tokens(name)


@given(st.text(max_size=40))
def test_whatever_is_typed_is_read_without_fail(text):
    asked = understood(text, today=TODAY)
    assert all(len(token) <= 61 for token in asked_tokens(asked.words, loosely=True) + sorted(look_up_tokens(text)))
    ranked(asked, [Candidate(1, ("Maria Lopez",), born_on=date(1987, 3, 4))])
    assert all(word for word in tokens(text))


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("maria 1987-03-04", [date(1987, 3, 4), date(1987, 4, 3)]),
        ("4.3.1987 maria", [date(1987, 3, 4), date(1987, 4, 3)]),
        ("maria 25/12/87", [date(1987, 12, 25)]),
        ("born 4 March 1987 maria", [date(1987, 3, 4)]),
        ("maria, March 4th, 1987", [date(1987, 3, 4)]),
        ("maria 4 de marzo de 1987", [date(1987, 3, 4)]),
        ("maria ٤/٣/١٩٨٧", [date(1987, 3, 4), date(1987, 4, 3)]),
        ("maria 19870304", [date(1987, 3, 4)]),
    ],
)
def test_a_birth_date_is_read_as_people_write_it(text, days):
    asked = understood(text, today=TODAY)
    assert list(asked.born.days) == days
    assert asked.name == "maria"


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("maria 1987", date(1987, 1, 1), date(1987, 12, 31)),
        ("maria march 1987", date(1987, 3, 1), date(1987, 3, 31)),
        ("maria 3/1987", date(1987, 3, 1), date(1987, 3, 31)),
        ("maria 34", date(1991, 11, 23), date(1992, 11, 22)),
        ("34 years old maria", date(1991, 11, 23), date(1992, 11, 22)),
        ("maria about 34", date(1988, 11, 23), date(1995, 11, 22)),
    ],
)
def test_a_year_or_an_age_will_do(text, first, last):
    asked = understood(text, today=TODAY)
    assert asked.born.span == (first, last)
    assert asked.name == "maria"


def test_numbers_and_case_numbers_are_told_from_names():
    asked = understood("maria +1 (555) 010-0142 hh-2026-00042", today=TODAY)
    assert (asked.name, asked.numbers, asked.codes) == ("maria", ("+1 (555) 010-0142",), ("hh-2026-00042",))


def test_two_brothers_are_told_apart_by_their_names_and_birth_dates():
    older = Candidate(1, ("Idris Warsame",), born_on=date(2009, 5, 2))
    younger = Candidate(2, ("Ilyas Warsame",), born_on=date(2012, 9, 17))
    found = ranked(understood("idris warsame 2.5.2009", today=TODAY), [younger, older])
    assert found[0].id == 1
    assert [one.id for one in found if one.likely] == [1]


def test_a_swapped_day_and_month_is_said_and_asks_to_be_looked_at():
    found = finds("maria lopez 12/05/1990", "María López", born_on=date(1990, 12, 5))
    assert Because.SWAPPED in reasons(found)
    assert found.likely


def test_the_same_name_with_another_birth_date_stands_below_and_may_be_somebody_new():
    found = finds("maria lopez 1.2.1950", "María López", born_on=date(1990, 12, 5))
    assert Because.OTHER_DATE in reasons(found)
    assert not found.likely


def test_nobody_is_shown_for_whom_nothing_speaks():
    assert finds("maria", "Jennifer Walsh") is None
    assert finds("1987", "Jennifer Walsh", born_on=date(1950, 1, 1)) is None
