"""Keeps Janus running for meetings of more than four: `python -m keyworker.console.hall`.

Its configuration is ours alone: it finds the one plugin that is needed and no other, writes down nothing, and listens
for nobody but this machine. Only what browsers send comes to it from outside.
"""

import logging
import os
import shutil
import subprocess
import time
from pathlib import Path

import django

PLUGIN, TRANSPORT = "libjanus_videoroom.so", "libjanus_http.so"
WHERE_THEY_LIE = ("/usr/lib/*/janus", "/usr/lib/janus", "/usr/local/lib/janus", "/opt/janus/lib/janus")
SOON_SECONDS, LATER_SECONDS, STOOD_SECONDS = 2.0, 60.0, 120.0

logger = logging.getLogger(__name__)


class NotInstalled(Exception):
    """Janus, or what of it is needed, is not on this machine."""


def main() -> None:
    """Run Janus until told to stop; when it ends by itself it is started again, after a pause that grows."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from keyworker.console import children

    pause = SOON_SECONDS
    while True:
        began = time.monotonic()
        try:
            children.spawn(prepared(), output=subprocess.DEVNULL).wait()
            logger.warning("hall: Janus ended")
        except NotInstalled as error:
            logger.warning("hall: %s", error)
            pause = LATER_SECONDS
        pause = SOON_SECONDS if time.monotonic() - began > STOOD_SECONDS else pause
        time.sleep(pause)
        pause = min(pause * 2, LATER_SECONDS)


def prepared() -> list[str]:
    """Write the configuration, and answer the command that runs Janus with it. Raises `NotInstalled`."""
    from django.conf import settings

    program = shutil.which("janus")
    if program is None:
        raise NotInstalled("Janus is not installed: apt-get install --no-install-recommends janus")
    folder = Path(settings.VAR_DIR) / "hall"
    for each in (folder, folder / "plugins", folder / "transports", folder / "nothing"):
        each.mkdir(mode=0o700, parents=True, exist_ok=True)
    _lend(folder / "plugins", "plugins", PLUGIN)
    _lend(folder / "transports", "transports", TRANSPORT)
    for name, text in _configuration(folder).items():
        with os.fdopen(os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(text)
    return [program, "--config", str(folder / "janus.jcfg"), "--configs-folder", str(folder), "--disable-colors"]


def _lend(folder: Path, kind: str, name: str) -> None:
    """Show Janus this one module of the kind, and none that a later package may bring."""
    found = next((path for place in WHERE_THEY_LIE for path in Path("/").glob(f"{place[1:]}/{kind}/{name}")), None)
    if found is None:
        raise NotInstalled(f"Janus' {name} is not installed.")
    link = folder / name
    link.unlink(missing_ok=True)
    link.symlink_to(found)


def _configuration(folder: Path) -> dict[str, str]:
    from django.conf import settings

    from keyworker.visits.halls.janus import LOOPBACK, secret

    where = f'ice_enforce_list = "{settings.HALL_ADDRESS}"' if settings.HALL_ADDRESS else ""
    return {
        "janus.jcfg": f"""\
general: {{
  plugins_folder = "{folder / "plugins"}"
  transports_folder = "{folder / "transports"}"
  events_folder = "{folder / "nothing"}"
  loggers_folder = "{folder / "nothing"}"
  debug_level = 2
  api_secret = "{secret("api")}"
  token_auth = true
  token_auth_secret = "{secret("tokens")}"
  admin_secret = "{secret("admin")}"
  session_timeout = 60
  hide_dependencies = true
  protected_folders = [ "/" ]
}}
media: {{
  ipv6 = {"true" if ":" in settings.HALL_ADDRESS else "false"}
  rtp_port_range = "{settings.HALL_MEDIA_PORTS}"
}}
nat: {{
  ice_lite = true
  {where}
}}
""",
        "janus.transport.http.jcfg": f"""\
general: {{
  base_path = "/janus"
  http = true
  https = false
  ip = "{LOOPBACK}"
  port = {settings.HALL_PORT}
}}
admin: {{
  admin_http = false
  admin_https = false
}}
""",
        "janus.plugin.videoroom.jcfg": f"""\
general: {{
  admin_key = "{secret("rooms")}"
  lock_rtp_forward = true
  string_ids = true
}}
""",
    }


if __name__ == "__main__":
    main()
