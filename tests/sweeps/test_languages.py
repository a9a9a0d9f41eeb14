"""What a client, a neighbour or a partner reads is in their language, whole, and with every name in its place."""

import io
import re
from collections import Counter
from pathlib import Path

import pytest
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

from keyworker.console.translations import CATALOGUE, SOURCES
from tools import check

HOUSE = SOURCES.parent
LANGUAGES = ("ar", "es")
# What people who are not staff may come to read; staff's own pages fall back to English until somebody translates them.
THEIRS = (
    "agencies/wording.py",
    "access/templates/**/*.html", "access/templates/**/*.txt", "access/forms.py", "access/signing_in.py",
    "access/templatetags/*.py",
    "assessment/templates/assessment/own*.html", "assessment/templates/assessment/languages.html",
    "base/languages.py",
    "consent/templates/**/*.html", "consent/forms.py", "consent/models/consents.py", "consent/signing.py",
    "consent/rights.py", "consent/companions/words.py", "consent/companions/rules.py",
    "design/forms/*.py", "design/templates/4*.html", "design/templates/5*.html", "design/templates/design/*.html",
    "design/templates/design/components/*.html", "design/templates/design/forms/**/*.html", "design/templatetags/*.py",
    "delivery/forms/messages.py", "delivery/forms/sent.py", "delivery/actions/sent.py",
    "delivery/messaging.py", "delivery/templates/delivery/words_said.html",
    "interop/copying/told.py", "interop/copying/gathering.py", "people/models/withheld.py",
    "interop/templates/interop/copy_paper.html",
    "intake/forms/*.py", "intake/codes.py", "intake/models.py", "intake/templates/intake/admit.html",
    "intake/templates/intake/rights.html",
    "notices/words.py", "people/forms.py", "people/own_door/rules.py", "people/own_door/words.py",
    "planning/actions/own.py", "tasks/own.py",
    "planning/forms/*.py", "planning/models.py", "planning/templates/planning/goals.html",
    "planning/templates/planning/sign*.html",
    "planning/templates/planning/surroundings.html", "planning/templates/planning/paper*.html", "planning/paper.py",
    "portal/**/*.html", "portal/**/*.py",
    "reviews/forms/voices.py", "reviews/models/voices.py", "reviews/templates/reviews/summary.html",
    "questionnaires/engine/entry.py", "questionnaires/engine/render.py", "questionnaires/engine/rows.py",
    "questionnaires/engine/boxes.py", "questionnaires/engine/typed.py",
    "questionnaires/engine/validation.py", "questionnaires/engine/wording.py", "questionnaires/drawing.py",
    "questionnaires/templates/questionnaires/*.html", "questionnaires/templates/questionnaires/items/*.html",
    "questionnaires/xlsform/said.py",
    "referrals/forms/sending.py", "referrals/forms/own.py", "referrals/models/sending.py",
    "visits/templates/visits/rooms/call.html", "visits/rooms/rules.py",
    "workspace/papers/*.py", "workspace/templates/workspace/papers/**/*.html",
    "training/tours/own.py", "visits/practice/words.py",
    "workspace/templates/workspace/papers.html", "workspace/templates/workspace/file_papers.html",
    "*/sentences.py",
)  # fmt: skip
CALLS = {
    "_": None, "gettext": None, "gettext_lazy": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2), "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2),
}  # fmt: skip
PLACES = re.compile(r"%\(\w+\)[\w.]*?[sdfg]|%%\{\w+\}|\{\w*\}|%[sd]|%\.\d+f")
ARABIC, LATIN = re.compile("[\u0621-\u064a]{2}"), re.compile(r"[^\w\u0621-\u064a]*(\{|%\(|[A-Za-z])")
RIGHT_TO_LEFT_MARK = "\u200f"


def catalogue(language):
    with (SOURCES / language / CATALOGUE).open("rb") as sentences:
        return read_po(sentences, locale=language, abort_invalid=True)


def sentences_of(path: Path):
    """(context, sentence) of everything a file marks for translation."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        text = "\n".join(line.strip() for line in templatize(text, origin=str(path)).splitlines())
    for _line, found, _comments, context in extract("python", io.BytesIO(text.encode()), keywords=CALLS):
        yield context, found[0] if isinstance(found, tuple) else found


def translations_of(message) -> tuple[str, ...]:
    return message.string if isinstance(message.string, tuple) else (message.string,)


def translated(language):
    found = [message for message in catalogue(language) if message.id and not message.fuzzy]
    return [message for message in found if all(translations_of(message))]


@pytest.mark.parametrize("language", LANGUAGES)
def test_whoever_is_not_staff_reads_everything_in_their_language(language):
    known = {
        (message.context, message.id[0] if message.pluralizable else message.id) for message in translated(language)
    }
    files = sorted({path for pattern in THEIRS for path in HOUSE.glob(pattern)})
    asked = {(sentence, str(path.relative_to(HOUSE))) for path in files for sentence in sentences_of(path)}
    assert len(asked) > 500
    assert sorted((path, words[1]) for words, path in asked if words not in known) == []


def test_every_pattern_still_names_a_page():
    assert [pattern for pattern in THEIRS if not any(HOUSE.glob(pattern))] == []


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
