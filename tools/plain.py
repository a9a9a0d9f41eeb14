"""How easily what clients read is read: English by Flesch–Kincaid's grade, Spanish by Fernández-Huerta's ease.

Both count how long sentences and words are, nothing else: a text that passes may still be hard, one that fails is. They
are averages, so they are taken of a page as a whole, whatever it may show, and not of a label of two words. Arabic has
no measure of this kind that is worth its name; it is read by people.

Source: Kincaid, Fishburne, Rogers, Chissom 1975 (grade = 0.39 words/sentence + 11.8 syllables/word − 15.59);
Fernández Huerta 1959, as corrected by Law 2011 (ease = 206.84 − 60 syllables/word − 1.02 words/sentence).
"""

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.extract import extract
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
HOUSE = ROOT / "keyworker"
# Pages of a client's own door, and what a client is answered there.
READ_BY_CLIENTS = (
    "portal/templates/portal/*.html", "portal/account.py", "portal/agreeing.py", "portal/client.py",
    "portal/entering.py", "portal/forms.py", "portal/papers.py", "portal/plan.py", "portal/referrals.py",
    "referrals/forms/own.py",
    "planning/actions/own.py", "tasks/own.py", "people/own_door/words.py", "training/tours/own.py",
)  # fmt: skip
# Read by another agency's worker, not by a client.
READ_BY_PARTNERS = {"shared_referral.html", "closed.html", "wait.html"}
HARDEST_GRADE, LEAST_EASE = 4.0, 80.0
PLACE = re.compile(r"%\(\w+\)\w|\{\w*\}|<[^>]+>|&\w+;")
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
SENTENCE = re.compile(r"[.!?:;]+(?=\s|$)|\n")
CALLS = {"_": None, "gettext": None, "gettext_lazy": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
# Vowels that are written and not heard, or heard and not written.
SILENT_END = re.compile(r"(?:[^laeiouycghsxz]es|[^aeioudt]ed|[^l]e)$")
HEARD_APART = re.compile(r"i[ao]|rea[tl](?=e|i)|(?<![gq])u[ao](?!r)|eo(?!p)|[^tcs]ier|ie(?=t|nc)|ying$")
HEARD_AS_ONE = re.compile(r"[aeiouy]+")
STRONG, WEAK = "aeoáéóàèò", "iuüy"


@dataclass(frozen=True, slots=True)
class Score:
    """How hard a text is, and of how much text that is said."""

    language: str
    number: float
    words: int

    @property
    def passes(self) -> bool:
        return self.number <= HARDEST_GRADE if self.language == "en" else self.number >= LEAST_EASE


def syllables_in_english(word: str) -> int:
    """By the groups of vowels, less those that are silent: right for nine words of ten."""
    word = word.lower().replace("’", "'").removesuffix("'s").replace("'", "")
    groups = len(HEARD_AS_ONE.findall(word)) - bool(SILENT_END.search(word)) + len(HEARD_APART.findall(word))
    return max(1, groups)


def syllables_in_spanish(word: str) -> int:
    """Spanish is said as it is written: two strong vowels, or a stressed weak one, part; all others sound together."""
    word = re.sub(r"([qg])u(?=[eiéí])", r"\1", word.lower())
    word = re.sub(r"y(?=[aeiouáéíóú])", "j", word)  # before a vowel it is a consonant
    count, before = 0, ""
    for sign in word:
        if sign in STRONG:
            count += not (before and before in WEAK)
        elif sign in "íú":
            count += 1
        elif sign in WEAK:
            count += not (before and before in STRONG + WEAK)
        before = sign if sign in STRONG + WEAK + "íú" else ""
    return max(1, count)


def score(texts: Iterable[str], language: str) -> Score:
    """Of all texts together, each of them a sentence at least."""
    sentences = [part for text in texts for part in SENTENCE.split(PLACE.sub(" ", text)) if WORD.search(part)]
    words = [word for part in sentences for word in WORD.findall(part)]
    if not words:
        return Score(language, 0.0 if language == "en" else 100.0, 0)
    length = len(words) / len(sentences)
    if language == "en":
        heard = sum(map(syllables_in_english, words)) / len(words)
        return Score(language, 0.39 * length + 11.8 * heard - 15.59, len(words))
    heard = sum(map(syllables_in_spanish, words)) / len(words)
    return Score(language, 206.84 - 60 * heard - 1.02 * length, len(words))


def sentences_of(path: Path) -> Iterator[str]:
    """Everything a file marks for translation."""
    from django.utils.translation.template import templatize

    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        text = "\n".join(line.strip() for line in templatize(text, origin=str(path)).splitlines())
    for _line, found, _comments, _context in extract("python", io.BytesIO(text.encode()), keywords=CALLS):
        yield found[0] if isinstance(found, tuple) else found


def in_spanish(sentences: Iterable[str]) -> Iterator[str]:
    """The same as the catalogue says it."""
    with (HOUSE / "locale" / "es" / "LC_MESSAGES" / "django.po").open("rb") as file:
        catalogue = read_po(file, locale="es")
    known = {(one.id[0] if one.pluralizable else one.id): one.string for one in catalogue if one.id}
    for sentence in sentences:
        said = known.get(sentence, "")
        yield said[0] if isinstance(said, tuple) else said


def pages() -> Iterator[Path]:
    for pattern in READ_BY_CLIENTS:
        yield from (path for path in sorted(HOUSE.glob(pattern)) if path.name not in READ_BY_PARTNERS)


def hard_pages() -> list[str]:
    """Each page that is too hard, in words."""
    found = []
    for path in pages():
        sentences = list(sentences_of(path))
        for each in (score(sentences, "en"), score(in_spanish(sentences), "es")):
            if each.words and not each.passes:
                found.append(f"{path.relative_to(ROOT)}: {each.language} {each.number:.1f} of {each.words} words")
    return found
