"""A written name as words: without case, accents and points, in its own script and in Latin letters."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from anyascii import anyascii

LONGEST = 60
JOINERS = frozenset("'’ʼʻʹ`´‘ʾʿـ\u200c\u200d\u00ad")  # inside a word, and no part of it: O'Brien, Ch'en, N'Diaye
# Arabic writes no short vowels; its long ones and its endings are read as Latin spellings most often have them.
ARABIC = str.maketrans(
    {"ا": "a", "ٱ": "a", "ى": "a", "ة": "a", "ه": "h", "و": "u", "ي": "i", "ی": "i", "ء": "", "ع": ""}
)
ARABIC_FIRST = {"و": "w", "ي": "y", "ی": "y", "ع": "a"}
# Small words of names, and what stands before a name: they tell nobody apart.
SMALL = frozenset(
    """
    al el ad ar as ash at az de del della delle di da do dos das du des la las los le les lo van von der den ter ten te
    vom zu zur bin ibn ben bint binti binte bt abu abou abi abdul abdel abd abdal ould wuld wld oulad mint ag ait umm um
    oum y e i thi mac mc o st san santa ap jr sr ii iii iv mr mrs ms miss mx dr
    """.split()  # noqa: SIM905 - a list of words reads better as words
)


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a name. `unvowelled`: its script leaves vowels out, so only its consonants can be compared."""

    own: str
    latin: str
    unvowelled: bool = False

    @property
    def small(self) -> bool:
        return self.latin in SMALL


@lru_cache(maxsize=8192)
def written(name: str) -> tuple[Word, ...]:
    """The words of a name, in order. A Chinese, Japanese or Korean name is one word a character."""
    found = (_word(own) for own in _bare(name).split())
    return tuple(word for word in found if word is not None)


def joined(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """Each two neighbours as one word: "Abdul Rahman", "de la Cruz" and "Xiao Ming" are written together, too."""
    return tuple(
        Word((a.own + b.own)[:LONGEST], (a.latin + b.latin)[:LONGEST], a.unvowelled or b.unvowelled)
        for a, b in pairwise(words)
    )


def _bare(name: str) -> str:
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).casefold())
    found = []
    for character in plain:
        if unicodedata.combining(character) or character in JOINERS:
            continue
        if _is_one_word(character):
            found.append(f" {character} ")
        else:
            found.append(character if character.isalnum() else " ")
    return unicodedata.normalize("NFC", "".join(found))


def _is_one_word(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff" or "\uac00" <= character <= "\ud7a3" or character >= "\U00020000"


def _word(own: str) -> Word | None:
    arabic = any("\u0600" <= character <= "\u06ff" for character in own)
    text = _romanised(own) if arabic else own
    latin = "".join(character for character in anyascii(text).casefold() if character.isalnum())
    if not latin:
        return None
    unvowelled = arabic or any("\u0590" <= character <= "\u05ff" for character in own)
    return Word(own[:LONGEST], latin[:LONGEST], unvowelled)


def _romanised(own: str) -> str:
    first = ARABIC_FIRST.get(own[0], own[0])
    return (first + own[1:]).translate(ARABIC)
