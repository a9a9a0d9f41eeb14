"""Finds a Chromium or Chrome for the browser journeys, or gets one, or says what to do."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

# Where there is one without a window of its own: it takes a third less of the machine for the same pages.
NO_WINDOW = "chromium-headless-shell"
NAMES = (NO_WINDOW, "chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome", "msedge")
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
ADVICE = (
    "A browser is needed for the journeys. Install Chromium (Debian, Ubuntu: apt-get install chromium), "
    "or say where one is: KEYWORKER_BROWSER=/path/to/chrome"
)


def find_browser() -> str | None:
    """Return the path of an installed browser: KEYWORKER_BROWSER, the machine's own, or Playwright's."""
    if chosen := os.environ.get("KEYWORKER_BROWSER"):
        return chosen
    for name in NAMES:
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
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends"]
        for package in (NO_WINDOW, "chromium"):
            if subprocess.run([*install, package], check=False, stdin=subprocess.DEVNULL).returncode == 0:
                break
    else:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    return find_browser()


def works(browser: str) -> bool:
    """Say whether the program starts; a browser without its libraries does not."""
    answer = subprocess.run([browser, "--version"], capture_output=True, check=False, stdin=subprocess.DEVNULL)
    return answer.returncode == 0


def main() -> int:
    """Print where the browser is."""
    browser = find_browser() or get_browser()
    if browser is None or not works(browser):
        print(ADVICE, file=sys.stderr)
        return 1
    print(f"Browser: {browser}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
