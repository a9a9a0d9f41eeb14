"""Seeds one size, serves it with production settings, and measures; called by run.py with the size and the rounds."""

import json
import os
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from keyworker.console.environment import Installation, running_django

PORT_WAIT_SECONDS = 60


def main() -> int:
    people, rounds = int(sys.argv[1]), int(sys.argv[2])
    with running_django() as installation:
        seeded = _seed(installation, people)
        from bench import asking, before_create, pages

        worker = pages.a_worker()
        print(f"\n{people:,} people ({seeded}); caseload of the measured worker: {worker.caseload}", flush=True)
        with _served() as (address, process):
            figures = asking.measure(address, pages.all_pages(worker), rounds)
            memory = _memory(process.pid)
        for name, found in figures.items():
            print(asking.line(name, found), flush=True)
        print("\n".join(before_create.lines(before_create.measure(worker))), flush=True)
        print(f"  memory of a web process: {', '.join(f'{m:.0f} MB' for m in memory)}")
        kept = Path(os.environ["KEYWORKER_VAR"]) / "figures.json"
        kept.write_text(json.dumps({"people": people, "pages": figures, "memory": memory}, indent=1))
    return 0


def _seed(installation: Installation, people: int) -> str:
    from keyworker.base import clock
    from keyworker.console import marks, preparing
    from keyworker.console.marks import Mark, Purpose, State
    from keyworker.console.seeding.loading import load
    from keyworker.console.seeding.shape import Shape

    now, mark = preparing.programs_fingerprint(), marks.read(installation.owner_url)
    if mark is not None and mark.state is State.READY and mark.fingerprint == now:
        return "kept from the last run"
    if mark is not None:
        marks.wipe(installation.owner_url)
    started = time.monotonic()
    preparing.migrate()
    marks.write(installation.owner_url, Mark(Purpose.BENCH, State.LOADING, now))
    midnight = clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
    load(installation.owner_url, Shape(people, 1, midnight))
    return f"seeded in {time.monotonic() - started:.0f} s"


class _served:
    """`keyworker serve` with two web processes, in production settings, on a free port of this machine."""

    def __enter__(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.process = subprocess.Popen(
            [str(Path(sys.executable).parent / "keyworker"), "serve", "--port", str(port), "--workers", "2"],
            stdout=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + PORT_WAIT_SECONDS
        while time.monotonic() < deadline:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return f"http://127.0.0.1:{port}", self.process
            time.sleep(0.2)
        raise RuntimeError("The server did not start.")

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(30)


def _memory(parent: int) -> list[float]:
    """Resident memory of this server's web processes, in MB."""
    found = []
    for words in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            status = dict(line.split(":", 1) for line in (words.parent / "status").read_text().splitlines())
            if b"keyworker.console.web" in words.read_bytes() and int(status["PPid"]) == parent:
                found.append(int(status["VmRSS"].split()[0]) / 1024)
    return found


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    sys.exit(main())
