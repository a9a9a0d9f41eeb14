"""What `make check` asks of the source beyond style: `python tools/check.py NAME…`."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
# A lock says what is installed; where from is the choice of whoever installs.
HOSTS = re.compile(r"://|--(extra-)?index-url|--find-links|^-[if]\b", re.MULTILINE)
CATALOGUE = Path("LC_MESSAGES") / "django.po"
HOSTS_OF_NPM = re.compile(r'"resolved": "(?!node_modules)')
ENOUGH_TO_READ_SETTINGS = {
    "KEYWORKER_SECRET_KEY": "only-for-reading-the-source",
    "KEYWORKER_KEYRING": "/nonexistent",
    "DATABASE_APP_URL": "postgresql:///nowhere",
    "DATABASE_DOOR_URL": "postgresql:///nowhere",
    "DJANGO_SETTINGS_MODULE": "config.settings",
}


def types() -> bool:
    """Types hold (mypy, strict)."""
    return _succeeds(BIN / "mypy")


def floors() -> bool:
    """Every import goes downstairs."""
    return _succeeds(BIN / "lint-imports")


def templates() -> bool:
    """Templates are well formed."""
    return _succeeds(BIN / "djlint", "--lint", "--quiet", "keyworker")


def migrations() -> bool:
    """No model has changed without a migration."""
    return _succeeds(BIN / "keyworker", "manage", "makemigrations", "--check", "--dry-run")


def locks() -> bool:
    """No lock names a host or a folder."""
    patterns = dict.fromkeys(sorted((ROOT / "requirements").glob("*.txt")), HOSTS)
    patterns[ROOT / "package-lock.json"] = HOSTS_OF_NPM
    found = True
    for lock, pattern in patterns.items():
        text = lock.read_text(encoding="utf-8")
        for match in pattern.finditer(text):
            line = text[: match.start()].count("\n") + 1
            print(f"{lock.relative_to(ROOT)}:{line}: names where to install from. Run: make lock")
            found = False
    return found


def translations() -> bool:
    """Every sentence marked for translation can be taken out of the source, and is said in every language."""
    if not all(map(shutil.which, ("xgettext", "msgfmt"))):
        print("xgettext and msgfmt are needed (Debian, Ubuntu: apt-get install gettext).")
        return False
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "keyworker"
        shutil.copytree(ROOT / "keyworker", copy, ignore=shutil.ignore_patterns("static", "assets", "__pycache__"))
        (copy / "locale").mkdir(exist_ok=True)
        done = _succeeds(
            sys.executable, "-m", "django", "makemessages", "--locale=en", "--no-location", "-v0", folder=copy
        )
        sentences = copy / "locale" / "en" / CATALOGUE
        if not (done and _has_sentences(sentences)):
            return False
        catalogues = sorted((ROOT / "keyworker" / "locale").glob(f"*/{CATALOGUE}"))
        return not [each for each in catalogues if not speaks(each, sentences)]


def speaks(catalogue: Path, sentences: Path) -> bool:
    """Whether a language's catalogue is sound and says every one of the source's sentences; prints what is wrong."""
    sound = _succeeds("msgfmt", "--check", "--output-file", os.devnull, catalogue)
    left = list(_left_in_english(catalogue, sentences)) if sound else []
    for sentence in left:
        print(f"{catalogue}: missing, empty or only guessed: {sentence}")
    return sound and not left


def plain_words() -> bool:
    """What clients read is easy to read, in English and in Spanish."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", ENOUGH_TO_READ_SETTINGS["DJANGO_SETTINGS_MODULE"])
    for name, value in ENOUGH_TO_READ_SETTINGS.items():
        os.environ.setdefault(name, value)
    from tools.plain import HARDEST_GRADE, LEAST_EASE, hard_pages

    found = hard_pages()
    for each in found:
        print(f"{each}. English at most grade {HARDEST_GRADE}, Spanish at least {LEAST_EASE}: say it in shorter words.")
    return not found


def _left_in_english(catalogue: Path, sentences: Path) -> Iterator[str]:
    with catalogue.open("rb") as said, sentences.open("rb") as marked:
        known = {(each.context, each.id): each.string for each in read_po(said) if not each.fuzzy}
        for each in read_po(marked):
            told = known.get((each.context, each.id), "")
            if not all(told if isinstance(told, tuple) else (told,)):
                yield repr(each.id)


def _has_sentences(catalogue: Path) -> bool:
    if catalogue.exists() and 'msgid "' in catalogue.read_text(encoding="utf-8"):
        return True
    print("No sentence was found to translate.")
    return False


def _succeeds(*command: str | Path, folder: Path = ROOT) -> bool:
    environment = ENOUGH_TO_READ_SETTINGS | dict(os.environ) | {"PYTHONPATH": str(ROOT)}
    if command[0] == BIN / "keyworker":
        environment = dict(os.environ)
    return subprocess.run(command, cwd=folder, env=environment, check=False).returncode == 0


CHECKS: dict[str, Callable[[], bool]] = {
    check.__name__: check for check in (types, floors, templates, locks, migrations, translations, plain_words)
}


def main() -> int:
    """Run the named checks, all of them even when one fails."""
    failed = []
    for name in sys.argv[1:]:
        print(f"check {name}: {CHECKS[name].__doc__}", flush=True)
        if not CHECKS[name]():
            failed.append(name)
    if failed:
        print(f"Not as it should be: {', '.join(failed)}.", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
