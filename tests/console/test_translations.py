"""Every language is spoken on a machine that has no gettext."""

import gettext
from pathlib import Path

import pytest

from keyworker.console import translations

HELLO = """msgid ""
msgstr ""
"Language: es\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=n != 1;\\n"

msgid "Good day"
msgstr "{says}"

#, fuzzy
msgid "Good night"
msgstr "Buenos días"

msgid "See you"
msgstr ""
"""


@pytest.fixture
def translator(tmp_path, monkeypatch):
    """`translator(says)` writes how Spanish says “Good day”, as a translator would."""
    monkeypatch.setattr(translations, "SOURCES", tmp_path / "sources")
    source = tmp_path / "sources" / "es" / translations.CATALOGUE
    source.parent.mkdir(parents=True)
    return lambda says: source.write_text(HELLO.format(says=says), encoding="utf-8")


def spoken(folder: Path) -> gettext.NullTranslations:
    return gettext.translation("django", folder, ["es"])


def test_what_the_translator_wrote_is_spoken_from_the_next_start(translator, tmp_path):
    translator("Buen día")
    translations.compile_translations(tmp_path / "made")
    translator("Buenos días")
    translations.compile_translations(tmp_path / "made")
    assert spoken(tmp_path / "made").gettext("Good day") == "Buenos días"


def test_what_is_not_translated_or_only_guessed_stays_english(translator, tmp_path):
    translator("Buen día")
    translations.compile_translations(tmp_path / "made")
    assert spoken(tmp_path / "made").gettext("Good night") == "Good night"
    assert spoken(tmp_path / "made").gettext("See you") == "See you"


def test_a_start_without_news_compiles_nothing(translator, tmp_path, monkeypatch):
    translator("Buen día")
    translations.compile_translations(tmp_path / "made")
    monkeypatch.setattr(translations, "compiled", lambda source: pytest.fail("compiled again"))
    translations.compile_translations(tmp_path / "made")
