"""Mail leaves from one place, and so does whatever else is sent to a machine outside: nothing else can send any."""

import ast
import re
from pathlib import Path

KEYWORKER = Path(__file__).parents[2] / "keyworker"
THE_ONE_PLACE = "notices/sending.py"
# The doctor only asks whether the server answers.
ASKS = {"console/health/letters.py"}
WAYS_OUT = ("django.core.mail", "smtplib", "email.mime", "aiosmtplib")
SENDERS = {"send_mail", "send_mass_mail", "mail_admins", "mail_managers", "email_user", "EmailMessage"}


def ways_out(source):
    """Every import of something that sends mail, and every call of one, in a piece of code."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names if each.name.startswith(WAYS_OUT))
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith((*WAYS_OUT, "django.core")):
            yield from (
                each.name for each in node.names
                if node.module != "django.core" or each.name == "mail"
                if node.module.startswith(WAYS_OUT) or each.name == "mail"
            )  # fmt: skip
        elif isinstance(node, ast.Attribute) and node.attr in SENDERS:
            yield node.attr


def test_mail_leaves_from_one_place():
    found = {str(path.relative_to(KEYWORKER)) for path in KEYWORKER.rglob("*.py") if any(ways_out(path.read_text()))}
    assert found - ASKS == {THE_ONE_PLACE}


def test_a_breach_is_found():
    for breach in (
        "from django.core.mail import send_mail",
        "from django.core import mail",
        "import smtplib",
        "def tell(user):\n    user.email_user('Hello', 'Rosa')",
        "from django.core.mail.message import EmailMessage",
    ):
        assert list(ways_out(breach))
    assert list(ways_out("from django.core.exceptions import ValidationError")) == []


CALLS_OUT = re.compile(r"^\s*(?:import|from) (?:http\.client|urllib\.request|urllib3|requests|httpx|aiohttp)\b", re.M)


def test_machines_outside_are_called_from_one_place():
    """The doctor and the supervisor ask this machine's own pages whether they answer; Janus stands on it, too.

    LiveKit is called where an administrator said, once that was found safe, and learns nobody's name.
    """
    found = {str(path.relative_to(KEYWORKER)) for path in KEYWORKER.rglob("*.py") if CALLS_OUT.search(path.read_text())}
    hall, livekit = "visits/halls/janus.py", "visits/halls/livekit.py"
    assert {path for path in found if not path.startswith("console/")} == {"notices/gateways/wire.py", hall, livekit}
    source = (KEYWORKER / hall).read_text()
    assert re.findall(r"Connection\((\w+),", source) == ["LOOPBACK"]
    assert 'LOOPBACK = "127.0.0.1"' in source
    begun = [path.name for path in KEYWORKER.rglob("*.py") for _ in re.findall(r"\bLiveKit\(", path.read_text())]
    assert begun == ["livekit.py"]
    assert "None if unsafe() else LiveKit(" in (KEYWORKER / livekit).read_text()
    assert CALLS_OUT.search("from urllib.request import urlopen")
