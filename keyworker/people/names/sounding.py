"""How a name sounds whoever wrote it down: keys that spellings of one name share, in any of the languages we meet.

The letters are read as Latin spellings of Arabic, Spanish, Slavic, Chinese, West African and English names use them;
where a letter is read in two ways a word has a key for each. Metaphone adds what only English does (kn, wr, gh).
"""

import re
from functools import lru_cache

import jellyfish

MOST_KEYS, LONGEST_KEY, SHORTEST_KEY = 6, 8, 2
GAP = "."  # something was said here that no key keeps: what stands around it is not one sound
Options = tuple[str, ...]
S_OR_K, S_OR_J, T_OR_S = ("S", "K"), ("S", "J"), ("T", "S")
# Tried in this order at each letter; `^` is the beginning of the word.
_RULES: tuple[tuple[str, Options], ...] = (
    (r"shch|tsch|tch|tsh|sch|sh|cz|sz|ts|tz", ("S",)),
    (r"ch", S_OR_K),
    (r"zh|dzh|dz", S_OR_J),
    (r"(?<=[aeiou])j(?![aeiou])", (GAP,)),
    (r"dj|dy(?=[aeou])|j", ("J",)),
    (r"^x", ("S",)),
    (r"x", ("KS",)),
    (r"^(?:kn|gn|ng)", ("N",)),
    (r"ng$|ng(?=h)", ("N",)),
    (r"^wr", ("R",)),
    (r"^ps", ("S",)),
    (r"ph", ("F",)),
    (r"th|dh", T_OR_S),
    (r"^kh", ("K", "H")),
    (r"kh|gh", ("K", GAP)),
    (r"qu|q|ck|cc(?![eiy])|k", ("K",)),
    (r"c(?=[eiy])", ("S",)),
    (r"(?<=i)c$", S_OR_K),
    (r"c", ("K",)),
    (r"g(?=[eiy])", ("K", "J")),
    (r"gu(?=[aeiou])", ("K", "W")),
    (r"g", ("K",)),
    (r"d(?=i[aeou])", ("T", "J")),
    (r"dt|[dt]", ("T",)),
    (r"[sz]", ("S",)),
    (r"(?<=[eo])(?:ff|f|v)$", ("B", "F")),
    (r"w$", (GAP, "B")),
    (r"^(?:ou(?=[aeiouy])|w)", ("W",)),
    (r"w", (GAP, "B")),
    (r"ou(?=[aeiouy])", (GAP, "B")),
    (r"[bv]", ("B",)),
    (r"f", ("F",)),
    (r"p", ("P",)),
    (r"ll(?=[aeiou])", ("L", GAP)),
    (r"l", ("L",)),
    (r"r", ("R",)),
    (r"m", ("M",)),
    (r"n", ("N",)),
    (r"^h(?=[aeiouy])", ("H", "A")),
    (r"^[yi]e", ("J", "A")),
    (r"^[yi](?=[aou])", ("J",)),
    (r"^[aeiouy]+", ("A",)),
)
# All in one, which tells by its group which of them it was: one by one they take nearly twice as long.
RULE = re.compile("|".join(f"({pattern})" for pattern, _ in _RULES))
OPTIONS = tuple(options for _, options in _RULES)
DOUBLED = re.compile(r"([^l])\1+|l{3,}")
# What stands before the name itself in Arabic: the article, and "servant of", whose l becomes the letter that follows.
BEFORE = (
    re.compile(r"^[ae]l(?=[^aeiou])(?=.{4})"),
    re.compile(r"^abd[aeiou]?(?:l(?=[^aeiou])|([rstdnz])(?=\1))?(?=.{4})"),
)
SAME_LETTERS = (
    (re.compile(r"sch|tch"), "ch"), (re.compile(r"ph"), "f"), (re.compile(r"dj|dzh|zh"), "j"),
    (re.compile(r"kh"), "h"), (re.compile(r"ck|qu(?=[ei])|q|c(?![eihy])"), "k"), (re.compile(r"c(?=[eiy])|z"), "s"),
    (re.compile(r"ou|oo|w(?![aeiouy])"), "u"), (re.compile(r"ee|ie|ij|iy|yy|y(?![aeou])"), "i"),
    (re.compile(r"ae|ue(?=[^aeiou])|oe(?=[^aeiou])"), "e"), (re.compile(r"v|w"), "b"), (re.compile(r"off?$"), "ob"),
    (re.compile(r"(?<=[aeou])h(?![aeiou])|^h(?=[eiou])"), ""), (re.compile(r"dh"), "d"), (re.compile(r"th"), "t"),
)  # fmt: skip


@lru_cache(maxsize=8192)
def sounds(latin: str) -> frozenset[str]:
    """The keys of a word in Latin letters, in capitals; Metaphone's begin with a small m. A short sound has none."""
    found = {*_keys(latin), *_keys(bare(latin))}
    english = jellyfish.metaphone(latin) if latin.isascii() and latin.isalpha() else ""
    return frozenset(
        key for key in (*found, f"m{english[:LONGEST_KEY]}") if len(key) >= SHORTEST_KEY + key.startswith("m")
    )


@lru_cache(maxsize=8192)
def bare(latin: str) -> str:
    """Without what stands before a name in Arabic: "hassan" of "alhassan", "rahman" of "abdulrahman"."""
    for before in BEFORE:
        if (found := before.sub("", latin)) != latin:
            return found
    return latin


@lru_cache(maxsize=8192)
def folded(latin: str) -> str:
    """One spelling for what languages spell apart, vowels kept: for saying how near two words are."""
    word = DOUBLED.sub(r"\1", latin)
    for pattern, letters in SAME_LETTERS:
        word = pattern.sub(letters, word)
    return DOUBLED.sub(r"\1", word.replace("ll", "l")) or latin


def _keys(latin: str) -> list[str]:
    word, at, found = DOUBLED.sub(r"\1", latin), 0, [""]
    while at < len(word):
        options, size = _read(word, at)
        found = list(dict.fromkeys(key + option for key in found for option in options))[:MOST_KEYS]
        at += size
    return list(dict.fromkeys(_short(key) for key in found))


def _read(word: str, at: int) -> tuple[Options, int]:
    if (read := RULE.match(word, at)) is None or read.lastindex is None:
        return (GAP,), 1
    return OPTIONS[read.lastindex - 1], max(1, len(read.group()))


def _short(key: str) -> str:
    return re.sub(r"(.)\1+", r"\1", key).replace(GAP, "")[:LONGEST_KEY]
