"""The `keyworker` command: its words, and what each needs to be there before it runs."""

import argparse
import importlib
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from types import FrameType

import psycopg
from django.core.exceptions import ImproperlyConfigured

from keyworker import __version__
from keyworker.console.cluster import ClusterFailed
from keyworker.console.environment import (
    Installation,
    KeysMissing,
    RealPeople,
    bare_django,
    installation,
    running_django,
)
from keyworker.console.postgres import PostgresMissing
from keyworker.console.roles import RolesRefused
from keyworker.console.service_user import NoServiceUser
from keyworker.console.supervisor import Ended, PortTaken

# Said in their own plain words; anything else is a fault in the program and shows where it happened.
EXPECTED = (
    ClusterFailed, Ended, ImproperlyConfigured, KeysMissing, NoServiceUser, PortTaken, PostgresMissing,
    RealPeople, RolesRefused, psycopg.OperationalError,
)  # fmt: skip


# These look at files alone: they run on a machine where nothing is installed or set up.
WITHOUT_INSTALLATION = frozenset({"people_link", "questionnaires_look_over", "questionnaires_score"})


def demonstration() -> AbstractContextManager[Installation]:
    """Return surroundings whose database may hold nobody real."""
    return running_django(demo=True)


@dataclass(frozen=True)
class Command:
    """One word. Its module is imported only inside `surroundings`: models need a running Django."""

    word: str
    summary: str
    surroundings: Callable[[], AbstractContextManager[Installation]] | None = running_django
    options: Callable[[argparse.ArgumentParser], None] | None = None

    def run(self, options: argparse.Namespace) -> int:
        """Return the exit code. A word with several verbs has a module for each, named in `options.module`."""
        word = getattr(options, "module", self.word.replace("-", "_"))
        module = f"keyworker.console.commands.{word}"
        if word in WITHOUT_INSTALLATION:
            with bare_django():
                return int(importlib.import_module(module).run(options))
        if self.surroundings is None:
            return int(importlib.import_module(module).run(options))
        with self.surroundings() as found:
            return int(importlib.import_module(module).run(options, found))


def _serve_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on; a proxy with TLS belongs in front")
    parser.add_argument("--port", type=int, default=None, help="default: PORT, else 8000")
    parser.add_argument("--workers", type=int, default=2, help="web processes")


def _demo_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=None, help="default: PORT, else 8000")
    parser.add_argument("--fresh", action="store_true", help="forget what was done in the town, and begin anew")


def _seed_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--people", type=int, default=10_000, help="how many; each has a case with 30 entries")
    parser.add_argument("--seed", type=int, default=1, help="the same number makes the same people")


def _agency_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("verb", choices=["add"])
    parser.add_argument("name", help="its name, as clients read it")
    parser.add_argument("--slug", required=True, help="short name in the address of its public referral form")
    parser.add_argument("--code", required=True, help="begins each case number: HH in HH-2026-00042")
    parser.add_argument("--time-zone", default="UTC", help="for example America/New_York")
    parser.add_argument("--program", required=True, help="name of its first program")
    parser.add_argument("--administrator", required=True, help="name of its first administrator")
    parser.add_argument("--email", required=True, help="the address they sign in with")


def _directory_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("verb", choices=["import"])
    parser.add_argument("path", help="a JSON file, or a folder or zip of HSDS tables")
    parser.add_argument("--agency", required=True, help="the agency's short name")
    parser.add_argument("--source", default="directory", help="the list's name; the same name again updates it")
    parser.add_argument("--good-rows-only", action="store_true", help="leave out rows with problems")
    parser.add_argument("--whole", action="store_true", help="what is no longer in the list is taken out")


def _questionnaires_options(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    bring = verbs.add_parser("import", help="bring forms in (FHIR R4 JSON, XLSForm), or say what is wrong with them")
    bring.add_argument("paths", nargs="+", metavar="PATH", help="files, or folders of .json, .xlsx and .xls")
    bring.add_argument("--agency", default="", help="the agency's short name")
    bring.add_argument("--publish", action="store_true", help="put them to use at once")
    bring.add_argument(
        "--dry-run", action="store_const", dest="module", const="questionnaires_look_over",
        help="only look them over; needs no installation",
    )  # fmt: skip
    bring.add_argument("--json", action="store_true", help="one report a file, for pipelines")
    bring.set_defaults(module="questionnaires_import")
    score = verbs.add_parser("score", help="work out a response; needs no installation")
    score.add_argument("questionnaire", metavar="QUESTIONNAIRE", help="FHIR R4 JSON or XLSForm")
    score.add_argument("response", metavar="RESPONSE", help="a FHIR QuestionnaireResponse as JSON")
    score.add_argument("--json", action="store_true", help="values and errors by linkId, for pipelines")
    score.set_defaults(module="questionnaires_score")
    export = verbs.add_parser("export", help="write an agency's forms as FHIR R4 JSON")
    export.add_argument("path", metavar="PATH", help="a folder, or for a single form a file that ends in .json")
    export.add_argument("--agency", required=True, help="the agency's short name")
    export.add_argument("--url", default="", help="only the form of this url")
    export.add_argument("--version", default="", help="this version; without it, what is in use")
    export.set_defaults(module="questionnaires_export")


def _people_options(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    link = verbs.add_parser("link", help="find people who stand twice in a file; needs no installation")
    link.add_argument("path", metavar="FILE.csv", help="people: a key, and whatever is known of them")
    link.add_argument("--out", required=True, metavar="PAIRS.csv", help="where to write id_a, id_b, score, reasons")
    link.add_argument("--columns", default="", metavar="MAP.json", help='which column is what: {"given": "Vorname"}')
    link.add_argument("--country", default="", metavar="GB", help="where telephone numbers without a code are from")
    link.add_argument("--json", action="store_true", help="say what was done as JSON, for pipelines")
    link.set_defaults(module="people_link")
    export = verbs.add_parser("export", help="write everything an agency owns to a folder, with a dictionary")
    export.add_argument("path", metavar="DIR", help="a folder that is not there yet, or empty")
    export.add_argument("--agency", required=True, help="the agency's short name")
    export.add_argument("--format", choices=["csv", "json"], default="csv", help="of the tables")
    export.add_argument(
        "--whole-with", nargs=2, default=[], metavar="EMAIL",
        help="also what is sealed and protected: the two administrators who agreed to it",
    )  # fmt: skip
    export.add_argument("--json", action="store_true", help="say what was done as JSON, for pipelines")
    export.set_defaults(module="people_export")
    _people_import_options(verbs.add_parser("import", help="bring a list of people (.csv, .xlsx) into an agency"))


def _people_import_options(bring: argparse.ArgumentParser) -> None:
    bring.add_argument("path", metavar="FILE", help="a spreadsheet with the names of its columns in the first row")
    bring.add_argument("--agency", required=True, help="the agency's short name")
    bring.add_argument("--mapping", default="", metavar="NAME", help="how it is laid out, as kept on the page")
    bring.add_argument("--program", default="", help="for rows that name no program")
    bring.add_argument("--worker", default="", help="who looks after people whose row names nobody")
    bring.add_argument("--same-person", action="store_true", help="same name and same birth date: the same person")
    bring.add_argument("--dry-run", action="store_true", help="only say what is wrong, by row and column")
    bring.add_argument("--take-back", action="store_true", help="take back what came in from this very file")
    bring.add_argument("--json", action="store_true", help="say what was done as JSON, for pipelines")
    bring.set_defaults(module="people_import")


def _manage_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("words", nargs=argparse.REMAINDER, metavar="...", help="as for manage.py")


def _erase_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--everything", action="store_true", required=True, help="yes, delete it")


COMMANDS = (
    Command("serve", "serve this installation: database, web pages, background jobs", options=_serve_options),
    Command("demo", "serve a lived-in town to look at, on this machine only", demonstration, _demo_options),
    Command("seed", "add made-up people by the thousand to the demonstration", demonstration, _seed_options),
    Command("agency", "make an agency with its first program and administrator", options=_agency_options),
    Command("directory", "bring in a list of outside services (HSDS 3)", options=_directory_options),
    Command("questionnaires", "bring in, score and export forms (FHIR R4, XLSForm)", options=_questionnaires_options),
    Command("people", "bring people in from a list, find who stands twice, write all out", options=_people_options),
    Command("migrate", "make logins and tables, and fasten row security"),
    Command("doctor", "say in plain words what is wrong here, and how to mend it", None),
    Command("verify-trail", "check the audit trail, and name what was changed, removed or added"),
    Command("seal-trail", "seal what waits in the audit trail (the worker does so every minute)"),
    Command("rotate-keys", "seal with a new key from now on, and seal again what older keys sealed"),
    Command("index-names", "make the rows anew by which people are found, after the rules of names have changed"),
    Command("index-words", "make anew by which words notes and documents are found, after the rules changed"),
    Command("manage", "run one of Django's own commands (for developers)", installation, _manage_options),
    Command("erase", "delete the embedded database of this folder", None, _erase_options),
)  # fmt: skip


def main(words: Sequence[str] | None = None) -> int:
    """Do what one command line asks; the exit code is 0 when all is well."""
    options = _parser().parse_args(words)
    command: Command = options.command
    signal.signal(signal.SIGTERM, _leave)
    signal.signal(signal.SIGHUP, _leave)
    try:
        return command.run(options)
    except EXPECTED as problem:
        print(f"keyworker: {problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="keyworker", description="Runs and looks after Keyworker.")
    parser.add_argument("--version", action="version", version=__version__)
    words = parser.add_subparsers(required=True, metavar="COMMAND")
    for command in COMMANDS:
        its_own = words.add_parser(command.word, help=command.summary, description=command.summary.capitalize() + ".")
        its_own.set_defaults(command=command)
        if command.options is not None:
            command.options(its_own)
    return parser


def _leave(number: int, frame: FrameType | None) -> None:
    """Turn a signal into an orderly way out, through every `finally`."""
    raise SystemExit(128 + number)


if __name__ == "__main__":
    sys.exit(main())
