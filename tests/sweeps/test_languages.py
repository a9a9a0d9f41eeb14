"""What is said in another language is whole, with every name and number in its place; the check finds what is not."""

import re
from collections import Counter

import pytest
from babel.messages.pofile import read_po

from keyworker.console.translations import CATALOGUE, SOURCES
from tools import check

LANGUAGES = ("ar", "es")
PLACES = re.compile(r"%\(\w+\)[\w.]*?[sdfg]|%%\{\w+\}|\{\w*\}|%[sd]|%\.\d+f")
ARABIC, LATIN = re.compile("[\u0621-\u064a]{2}"), re.compile(r"[^\w\u0621-\u064a]*(\{|%\(|[A-Za-z])")
RIGHT_TO_LEFT_MARK = "\u200f"


def catalogue(language):
    with (SOURCES / language / CATALOGUE).open("rb") as sentences:
        return read_po(sentences, locale=language, abort_invalid=True)


def translations_of(message) -> tuple[str, ...]:
    return message.string if isinstance(message.string, tuple) else (message.string,)


def translated(language):
    found = [message for message in catalogue(language) if message.id and not message.fuzzy]
    return [message for message in found if all(translations_of(message))]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_loses_or_invents_a_name_or_a_number(language):
    wrong = []
    for message in translated(language):
        original = message.id[1] if message.pluralizable else message.id
        for said in translations_of(message):
            if Counter(PLACES.findall(said)) != Counter(PLACES.findall(original)):
                wrong.append((original, said))
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_has_its_plural(language):
    found = catalogue(language)
    short = [
        message.id for message in translated(language)
        if message.pluralizable and len(message.string) != found.num_plurals
    ]  # fmt: skip
    assert short == []


def test_arabic_that_may_begin_with_a_latin_name_says_which_way_it_runs():
    """Else a browser takes the name's direction for the whole sentence (HTML 3.2.6.4, `bdi`)."""
    sentences = [said for message in translated("ar") if not message.context for said in translations_of(message)]
    astray = [
        said for said in sentences
        if LATIN.match(said) and ARABIC.search(said) and not said.startswith(RIGHT_TO_LEFT_MARK)
    ]  # fmt: skip
    assert astray == []


SENTENCES = """msgid "Good day, %(name)s"
msgstr ""

msgctxt "at the door"
msgid "Come in"
msgid_plural "Come in, %(n)s of you"
msgstr[0] ""
msgstr[1] ""
"""
SAID = r"""msgid ""
msgstr ""
"Language: es\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=2; plural=n != 1;\n"

#, python-format
msgid "Good day, %(name)s"
msgstr "Buenos días, %(name)s"

#, python-format
msgctxt "at the door"
msgid "Come in"
msgid_plural "Come in, %(n)s of you"
msgstr[0] "Pase"
msgstr[1] "Pasen los %(n)s"
"""


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        pytest.param("", "", id="nothing"),
        pytest.param('"Buenos días, %(name)s"', '""', id="left empty"),
        pytest.param("#, python-format\nmsgid", "#, fuzzy, python-format\nmsgid", id="only guessed"),
        pytest.param('msgid "Good day,', 'msgid "Good evening,', id="missing"),
        pytest.param("at the door", "by telephone", id="said of something else"),
        pytest.param('"Pasen los %(n)s"', '""', id="no plural"),
        pytest.param("días, %(name)s", "días, %(nombre)s", id="a name is lost"),
        pytest.param("#, python-format\nmsgctxt", 'msgid "Twice"\nmsgstr "A"\n\nmsgid "Twice"\nmsgstr "B"\n\nmsgctxt',
                     id="said twice"),
    ],
)  # fmt: skip
def test_the_check_finds_what_is_wrong_with_a_catalogue(tmp_path, right, wrong):
    catalogue, sentences = tmp_path / "es" / CATALOGUE, tmp_path / "sentences.po"
    catalogue.parent.mkdir(parents=True)
    sentences.write_text(SENTENCES, encoding="utf-8")
    assert right in SAID
    catalogue.write_text(SAID.replace(right, wrong) if right else SAID, encoding="utf-8")
    assert check.speaks(catalogue, sentences) is (right == wrong)
