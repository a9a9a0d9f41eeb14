"""What an answer means, in English, Spanish and Arabic: stop, start, help, and "you have the wrong person".

Source: CTIA Messaging Principles (words every texter must obey); the rest is how people say it.
"""

import re
import unicodedata
from dataclasses import dataclass, replace

from keyworker.notices.models import Word

LETTERS = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "ـ": ""})
FEW_WORDS = 4


def folded(words: str) -> str:
    """Case, accents, Arabic vowel signs and letter forms, digits' and marks' looks taken away; single spaces."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", words.translate(LETTERS)).casefold())
    kept = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(re.findall(r"\w+", kept.translate(LETTERS)))


def _set(*phrases: str) -> frozenset[str]:
    return frozenset(folded(phrase) for phrase in phrases)


STOP = _set(
    "stop", "stop all", "stopall", "unsubscribe", "quit", "opt out", "optout", "revoke", "no more", "stop texting me",
    "alto", "parar", "pare", "para", "baja", "basta", "detener", "no más", "no más mensajes", "salir",
    "قف", "توقف", "أوقف", "إيقاف", "كفى", "لا ترسل", "لا ترسلوا", "إلغاء الاشتراك",
)  # fmt: skip
# They end the texts, too; but whoever writes them may mean the appointment, so somebody looks at it.
STOP_OR_APPOINTMENT = _set("cancel", "end", "cancelar", "terminar", "fin", "إلغاء", "ألغ", "انهاء")
STOP_IN_FEW_WORDS = _set("stop", "unsubscribe", "alto", "parar", "baja", "قف", "توقف", "أوقف", "إيقاف")
START = _set(
    "start", "unstop", "resume", "empezar", "iniciar", "comenzar", "reanudar", "alta", "ابدأ", "تشغيل", "استئناف",
    "اشتراك",
)  # fmt: skip
HELP = _set(
    "help", "info", "help me", "ayuda", "ayúdame", "ayúdenme", "auxilio", "socorro", "مساعدة", "ساعدني", "ساعدوني",
    "النجدة",
)  # fmt: skip
# Whoever is in danger may write more than one word.
CRIES = _set(
    "help", "911", "112", "sos", "emergency", "ayuda", "ayúdame", "ayúdenme", "auxilio", "socorro", "emergencia",
    "مساعدة", "المساعدة", "ساعدني", "ساعدوني", "النجدة", "نجدة", "طوارئ", "أنقذني", "أنقذوني",
)  # fmt: skip
WRONG = _set(
    "wrong person", "wrong number", "not me", "not my number", "do not know you", "don't know you",
    "persona equivocada", "número equivocado", "se equivocó de número", "se equivocó de persona", "no soy yo",
    "no soy esa persona", "رقم خطأ", "الرقم خطأ", "رقم غلط", "الرقم غلط", "شخص خطأ", "الشخص الخطأ", "لست أنا",
    "مش أنا", "مو أنا", "ليس أنا", "لست هذا الشخص",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Heard:
    """What an answer means. `looked_at`: it says more than that, or may, so somebody should read it.

    `cries`: it may be a cry for help, whatever else it says. `answered`: it asks for what is answered by itself.
    """

    word: Word
    looked_at: bool
    cries: bool = False
    answered: bool = False


def heard(words: str) -> Heard:
    """The most careful of what the words may mean: wrong person, then stop, then start and help.

    A word of help in a longer text is answered by nobody but a person: who holds the phone now is not known.
    """
    said = folded(words)
    meant = _meant(said)
    if not CRIES & set(said.split()):
        return meant
    word = Word.HELP if meant.word is Word.OTHER else meant.word
    return replace(meant, word=word, looked_at=True, cries=True)


def _meant(said: str) -> Heard:
    if found := next((phrase for phrase in WRONG if f" {phrase} " in f" {said} "), None):
        return Heard(Word.WRONG, looked_at=len(said.split()) > len(found.split()) + 2)
    if said in STOP:
        return Heard(Word.STOP, looked_at=False)
    if said in STOP_OR_APPOINTMENT or _few_words_with_stop(said):
        return Heard(Word.STOP, looked_at=True)
    if said in START:
        return Heard(Word.START, looked_at=False)
    if said in HELP:
        return Heard(Word.HELP, looked_at=True, answered=True)
    return Heard(Word.OTHER, looked_at=True)


def _few_words_with_stop(said: str) -> bool:
    apart = said.split()
    return len(apart) <= FEW_WORDS and bool(STOP_IN_FEW_WORDS & set(apart))
