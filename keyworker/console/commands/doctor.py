"""Says in plain words what is wrong with an installation, and how to mend it."""

import argparse
import importlib
from collections.abc import Callable, Iterable, Iterator

from keyworker.console.environment import KeysMissing, read_dotenv, running_django
from keyworker.console.health import machine
from keyworker.console.health.finding import Finding, Verdict, wrong

Check = Callable[[], Iterator[Finding]]


def run(options: argparse.Namespace) -> int:
    """Print every finding; 1 when something is wrong."""
    read_dotenv()
    broken = sum(_say(finding) for finding in _examine())
    print(f"\n{broken} to mend." if broken else "\nAll is well.")
    return 1 if broken else 0


def _examine() -> Iterator[Finding]:
    yield from _each(machine.CHECKS)
    try:
        with running_django():
            # Models can be imported only once Django is ready.
            yield from _each(importlib.import_module("keyworker.console.health.database").CHECKS)
    except KeysMissing as missing:
        yield wrong("The key ring is missing.", str(missing))
    except Exception as problem:  # whatever stops a start is what the doctor was called for
        reason = str(problem).strip() or type(problem).__name__
        yield wrong(f"Keyworker cannot start. {reason}", "Mend that first, then ask the doctor again.")


def _each(checks: Iterable[Check]) -> Iterator[Finding]:
    for check in checks:
        yield from check()


def _say(finding: Finding) -> bool:
    print(f"{finding.verdict.upper():6}{finding.what}")
    if finding.mend:
        print(f"      Mend it: {finding.mend}")
    return finding.verdict is Verdict.WRONG
