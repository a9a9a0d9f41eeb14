"""`make bench`: how long the pages take that workers wait for, at 10,000 and 100,000 people, served as in production.

Prints first how long forms take, then for each page: server time p50 and p95 in milliseconds with 1 and with 8 clients,
queries, and the ratio to the bare SQL of the same rows; then the memory of a web process and the growth from the
smaller to the larger size.
Times are what a client on this machine sees: server time plus the loopback.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SIZES = (10_000, 100_000)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--people", type=int, nargs="*", default=list(SIZES))
    options.add_argument("--rounds", type=int, default=200, help="requests a page and number of clients")
    chosen = options.parse_args()
    forms = [sys.executable, str(ROOT / "bench" / "questionnaires.py")]
    missed = subprocess.call(forms, env={**os.environ, "PYTHONPATH": str(ROOT)}, cwd=ROOT)
    names = [sys.executable, str(ROOT / "bench" / "finding.py")]
    missed = subprocess.call(names, env={**os.environ, "PYTHONPATH": str(ROOT)}, cwd=ROOT) or missed
    for people in chosen.people:
        # A process for each size: one installation, one database, one set of settings.
        environment = {**os.environ, "KEYWORKER_VAR": str(ROOT / "var" / f"bench-{people}"), "PYTHONPATH": str(ROOT)}
        environment.pop("KEYWORKER_DEMO", None)
        words = [sys.executable, str(ROOT / "bench" / "one_size.py"), str(people), str(chosen.rounds)]
        if code := subprocess.call(words, env=environment, cwd=ROOT):
            return code
    return missed or subprocess.call(
        [sys.executable, str(ROOT / "bench" / "growth.py"), *(str(ROOT / "var" / f"bench-{n}") for n in chosen.people)]
    )


if __name__ == "__main__":
    sys.exit(main())
