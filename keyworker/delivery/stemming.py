"""Words of a text as they are found again: without their endings, in the language the text is written in.

Pure. Endings are cut by Snowball (snowballstemmer), the field's own algorithms; of a language we cannot tell, none are.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from threading import local

import snowballstemmer

# Our language codes (ISO 639-1) by Snowball's names.
ALGORITHMS = {
    "ar": "arabic", "de": "german", "en": "english", "es": "spanish", "fr": "french", "it": "italian", "nl": "dutch",
    "pl": "polish", "pt": "portuguese", "ru": "russian", "sv": "swedish", "tr": "turkish",
}  # fmt: skip
# Small words that say nothing of what a text is about, and everything of the language it is in.
SMALL_WORDS = {
    "ar": "في من على إلى عن مع أن هذا هذه التي الذي كان كانت لم لا ما هو هي قد ثم أو و",
    "de": "der die das und ist nicht ein eine mit für auf den dem des sie er wir ich zu von im war hat",
    "en": "the and of to is was in that he she they it we with for on at her his had has be are i a an as by",
    "es": "el la los las y de que en un una es con por para no se su al del lo fue ha más muy",
    "fr": "le la les et de des un une est dans que qui pour pas sur avec elle il nous au du ce se son sa",
    "it": "il lo la gli le e di che un una è con per non si del della sono ha nel al da più",
    "nl": "de het een en van is niet met voor op zij hij wij te dat die was heeft aan er bij",
    "pl": "i w na z do nie się że jest to o po za od jak ale był była dla przez",
    "pt": "o a os as e de que em um uma é com por para não se seu sua ao da do foi mais na no",
    "ru": "и в на не что он она они с по к у из за от как это был была для мы",
    "sv": "och att det en ett är som på för med av inte den till hon han vi var har jag de",
    "tr": "ve bir bu da de için ile çok ne o gibi daha var mi ama en olan olarak",
}
WORD = re.compile(r"\w+(?:['’]\w+)*")
# Scripts that put no space between words: a run of them is found by every two letters that stand side by side.
UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]+")
LONGEST_WORD = 40
ENOUGH_WORDS = 400  # to tell a language by
FEWEST_SMALL = 2
SHORTEST_TAIL = 3
# Marks above and below letters; in Arabic and Hebrew the vowel signs, which hardly anybody writes.
_NO_MARKS = {"Mn", "Cf", "Lm"}


@dataclass(frozen=True, slots=True)
class Spot:
    """A word and where it stands in its text."""

    start: int
    end: int
    word: str


def spots(text: str) -> Iterator[Spot]:
    """The words of a text, one after the other; scripts without spaces by every two letters."""
    for found in WORD.finditer(text):
        word = found.group().lower()
        if UNSPACED.search(word) is None:
            yield Spot(found.start(), found.end(), word)
            continue
        for run in UNSPACED.finditer(word):
            for at in range(max(1, len(run.group()) - 1)):
                start = found.start() + run.start() + at
                yield Spot(start, start + len(run.group()[at : at + 2]), run.group()[at : at + 2])


@cache
def small_words(language: str) -> frozenset[str]:
    return frozenset(SMALL_WORDS.get(language, "").split())


@cache
def all_small_words() -> frozenset[str]:
    return frozenset().union(*(small_words(language) for language in SMALL_WORDS))


def language_of(text: str, otherwise: str) -> str:
    """The language most of its small words are of; `otherwise` where too few are told apart."""
    words = [found.group().lower() for _, found in zip(range(ENOUGH_WORDS), WORD.finditer(text), strict=False)]
    counted = {language: sum(word in small_words(language) for word in words) for language in SMALL_WORDS}
    best = max(counted, key=lambda language: (counted[language], language == otherwise))
    return best if counted[best] >= FEWEST_SMALL else otherwise


@lru_cache(maxsize=100_000)
def stems(word: str, language: str) -> frozenset[str]:
    """How a word is kept: its stem without accents, and that of whoever types none; "l'aide" as "aide", too."""
    word = word.replace("’", "'")[:LONGEST_WORD]
    _, _, tail = word.partition("'")
    written = {word, folded(word), tail if len(tail) >= SHORTEST_TAIL else word}
    return frozenset(filter(None, (folded(_stem(each, language)) for each in written)))


def stems_of(text: str, language: str) -> frozenset[str]:
    """The stems of all words of a text but the small ones."""
    small = small_words(language)
    words = {spot.word for spot in spots(text)} - small
    return frozenset().union(*(stems(word, language) for word in words))


def folded(word: str) -> str:
    """In small letters, without marks: "Évaluación" is "evaluacion"."""
    if word.isascii():
        return word.casefold()
    parts = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in parts if unicodedata.category(letter) not in _NO_MARKS)


_stemmers = local()  # a stemmer remembers the word it works on: one for each thread


def _stem(word: str, language: str) -> str:
    if language not in ALGORITHMS:
        return word
    held: dict[str, snowballstemmer.stemmer] = _stemmers.__dict__
    if language not in held:
        held[language] = snowballstemmer.stemmer(ALGORITHMS[language])
    stem: str = held[language].stemWord(word)
    return stem
