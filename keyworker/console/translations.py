"""Compiles the translators' files at the start, so that a machine without gettext speaks every language."""

import hashlib
import io
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from keyworker.console.passwords import one_at_a_time

SOURCES = Path(__file__).resolve().parents[1] / "locale"
CATALOGUE = Path("LC_MESSAGES") / "django.po"


def compile_translations(into: Path) -> None:
    """Make the catalogue that Django reads of each language whose sentences have changed."""
    for source in sorted(SOURCES.glob(f"*/{CATALOGUE}")):
        target = into / source.relative_to(SOURCES).with_suffix(".mo")
        if _made_from(target) != (mark := _mark(source)):
            with one_at_a_time(target.with_suffix(".lock")):
                _replace(target, compiled(source))
                _replace(target.with_suffix(".made-from"), mark.encode())


def compiled(source: Path) -> bytes:
    """Return one language compiled. What is untranslated, or only guessed (fuzzy), is left to English."""
    out = io.BytesIO()
    with source.open("rb") as sentences:
        write_mo(out, read_po(sentences, locale=source.parents[1].name, abort_invalid=True))
    return out.getvalue()


def _mark(source: Path) -> str:
    return hashlib.sha256(source.read_bytes()).hexdigest()


def _made_from(target: Path) -> str:
    mark = target.with_suffix(".made-from")
    return mark.read_text(encoding="utf-8") if target.exists() and mark.exists() else ""


def _replace(path: Path, content: bytes) -> None:
    """In one step: a process that starts beside us never reads half of it."""
    draft = path.with_suffix(".new")
    draft.write_bytes(content)
    draft.replace(path)
