"""What clients read is easy to read: the measure is sound, every page of theirs passes, and a hard one is found."""

import pytest

from tools import plain


@pytest.mark.parametrize(
    ("word", "heard"),
    [("page", 1), ("people", 2), ("changes", 2), ("needed", 2), ("asked", 1), ("language", 2), ("science", 2)],
)
def test_syllables_of_english(word, heard):
    assert plain.syllables_in_english(word) == heard


@pytest.mark.parametrize(
    ("word", "heard"),
    [("página", 3), ("guitarra", 3), ("queso", 2), ("día", 2), ("ciudad", 2), ("leer", 2), ("hay", 1), ("aún", 2)],
)
def test_syllables_of_spanish(word, heard):
    assert plain.syllables_in_spanish(word) == heard


def test_every_page_of_theirs_is_easy_to_read():
    assert len(list(plain.pages())) > 15
    assert plain.hard_pages() == []


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("Subsequent authorization necessitates comprehensive documentation of eligibility.", "en"),
        ("La autorización posterior requiere documentación exhaustiva de la elegibilidad.", "es"),
    ],
)
def test_the_words_of_an_office_are_found(words, language):
    assert not plain.score([words], language).passes
