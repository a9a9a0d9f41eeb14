"""Finds a Chromium or Chrome for the browser journeys, or gets one, or says what to do."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome", "msedge")
# It takes a third less of the machine for the same pages; only meetings by video are too much for it.
WITHOUT_WINDOW = "chromium-headless-shell"
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
ADVICE = (
    "A browser is needed for the journeys. Install Chromium (Debian, Ubuntu: apt-get install chromium), "
    "or say where one is: KEYWORKER_BROWSER=/path/to/chrome"
)


def find_browser(*, whole: bool = False) -> str | None:
    """Return the path of an installed browser: KEYWORKER_BROWSER, the machine's own, or Playwright's.

    One without a window, where the machine has it, unless it must be a `whole` one.
    """
    if chosen := os.environ.get("KEYWORKER_BROWSER"):
        return chosen
    for name in NAMES if whole else (WITHOUT_WINDOW, *NAMES):
        if found := shutil.which(name):
            return found
    if MAC.exists():
        return str(MAC)
    return _playwrights_own()


def _playwrights_own() -> str | None:
    home = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
    for pattern in ("chromium-*/chrome-linux*/chrome", "chromium-*/chrome-mac*/**/MacOS/*"):
        if found := sorted(home.glob(pattern)):
            return str(found[-1])
    return None


def get_browser() -> str | None:
    """Install one: Debian's as root, with the libraries it needs; else Playwright's own."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update", "-qq"], check=False, stdin=subprocess.DEVNULL)
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"]
        subprocess.run(install, check=False, stdin=subprocess.DEVNULL)
    else:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    return find_browser(whole=True)


def works(browser: str) -> bool:
    """Say whether the program starts; a browser without its libraries does not."""
    answer = subprocess.run([browser, "--version"], capture_output=True, check=False, stdin=subprocess.DEVNULL)
    return answer.returncode == 0


def main() -> int:
    """Print where the browser is."""
    browser = find_browser(whole=True) or get_browser()
    if browser is None or not works(browser):
        print(ADVICE, file=sys.stderr)
        return 1
    print(f"Browser: {browser}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
