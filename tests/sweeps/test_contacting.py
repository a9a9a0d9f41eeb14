"""Nobody is called, written to or visited but by what `people.rules.may_contact` cleared: read off the source."""

import ast
import json
import re
from pathlib import Path

import pytest

from keyworker.audit.models import AuditEvent
from keyworker.base import clock
from keyworker.base.decision import Refused, no
from keyworker.notices import sending
from keyworker.notices.gateways.contract import OutText
from keyworker.people.models import TimelineEntry
from keyworker.people.rules import Doing, WayToReach, may_contact
from tests.sweeps.scene import HIDDEN_HOME

KEYWORKER = Path(__file__).parents[2] / "keyworker"
THE_RULE, MAIL, OUTBOX = "people/rules.py", "notices/sending.py", "notices/actions/texting.py"
# What sends or sets out a contact, and what must be called in the same function: it gives no clearance, or raises.
SENDS = {
    "OutText": "used_for",  # a text to the gateway
    "Visit": "clear_ahead",  # a visit or a call that is planned
    "may_record_follow_up": "_safety",  # somebody is asked how they are
}
MADE_OF_A_CLEARANCE = ("notices/actions/", "Letter")  # a reminder, on its way to the mail server
# Who writes to colleagues, at the addresses they sign in with.
TO_COLLEAGUES = {"training/jobs.py", "workspace/letters.py"}
SENDS_TEXTS = {"notices/jobs.py"}
# Who reads the number or address of a way, and why: everybody else has it from a clearance.
READS_NUMBERS = {
    "people/reaching.py",  # gives it to the rule
    "people/forms.py",  # its rules are said anew
    "people/safety.py",  # it is noted
    "people/bringing.py",  # it is noted, from a spreadsheet
    "interop/sheets/noting.py",  # whoever has it already is looked for before somebody new is made
    "intake/actions/admitting.py",  # it is noted, and looked for before somebody new is made
    "referrals/actions/sending.py",  # a partner is told, as `may_pass_on` allows
    "workspace/queries/duplicates.py",  # two records are compared
    "people/templates/people/way.html",  # its rules are said anew
}
STARTS_A_CALL = re.compile(r"""["'](?:tel|sms|mailto|sip):|Doing\.\w+: ["'](?:tel|sms|mailto)["']""")
CALLS_ARE_STARTED_IN = {"people/reaching.py"}
SHOWS_A_NUMBER = re.compile(r"\{\{ *(?:\w+\.)*(?:point|way)\.(?:point\.)?value\b(?!\.value)")


def source():
    return {
        str(path.relative_to(KEYWORKER)): path.read_text()
        for path in KEYWORKER.rglob("*.*")
        if path.suffix in {".py", ".html", ".txt"} and not {"static", "migrations"} & set(path.parts)
    }


def breaches(files):
    """Everything in these files, by path, that reaches somebody or shows how to without asking."""
    found = []
    for path, text in files.items():
        if path.endswith(".py"):
            found += [f"{path}: {each}" for each in _in_code(path, ast.parse(text))]
        elif SHOWS_A_NUMBER.search(text) and path not in READS_NUMBERS and not path.startswith("design/"):
            found.append(f"{path}: shows a number")
        if STARTS_A_CALL.search(text) and path not in CALLS_ARE_STARTED_IN:
            found.append(f"{path}: starts a call")
    return found


def _in_code(path, tree):
    nodes = list(ast.walk(tree))
    for node in nodes:
        yield from (what for what, is_one, may in WHATS if is_one(node) and path not in may)
        if isinstance(node, ast.FunctionDef):
            yield from _in_function(path, node)
    if path in TO_COLLEAGUES and {"ContactPoint", "may_contact"} & {_name(node) for node in nodes}:
        yield "writes to colleagues, and knows how clients are reached"


def _makes_a_clearance(node):
    return (isinstance(node, ast.Call) and _name(node.func) == "Clearance") or _name(node) == "_MINT"


def _reads_a_number(node):
    return isinstance(node, ast.Attribute) and node.attr == "value" and _name(node.value) in {"point", "way"}


def _writes_to_a_colleague(node):
    return isinstance(node, ast.Attribute) and node.attr == "post_to_colleague"


def _mails_without(node):
    mails = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "post"
    return mails and _name(node.func.value) == "sending" and not _is_clearance(node.args)


def _sends_a_text(node):
    if not (isinstance(node, ast.Attribute) and node.attr == "send"):
        return False
    by = node.value.func if isinstance(node.value, ast.Call) else node.value
    return _name(by) in {"chosen", "gateway"}


WHATS = [
    ("makes a clearance", _makes_a_clearance, {THE_RULE}),
    ("reads a number", _reads_a_number, READS_NUMBERS),
    ("writes as if to a colleague", _writes_to_a_colleague, TO_COLLEAGUES),
    ("sends mail without a clearance", _mails_without, set()),
    ("sends a text past the outbox", _sends_a_text, SENDS_TEXTS),
]


def _in_function(path, function):
    called = {_name(node.func) for node in ast.walk(function) if isinstance(node, ast.Call)}
    for sends, asks in SENDS.items():
        if sends in called and asks not in called:
            yield f"{function.name} makes a {sends} and does not ask"
    folder, letter = MADE_OF_A_CLEARANCE
    given = {_name(each.annotation) for each in (*function.args.args, *function.args.kwonlyargs) if each.annotation}
    if path.startswith(folder) and letter in called and "Clearance" not in given:
        yield f"{function.name} makes a {letter} and takes no clearance"


def _name(node):
    return getattr(node, "attr", None) or getattr(node, "id", None)


def _is_clearance(args):
    return bool(args) and _name(args[0]) in {"clearance", "cleared"}


def test_nobody_is_reached_without_being_cleared():
    files = source()
    assert "\n".join(breaches(files)) == ""
    for path in {*READS_NUMBERS, *TO_COLLEAGUES, *SENDS_TEXTS, THE_RULE, MAIL, OUTBOX}:
        assert path in files
    made = {_name(node.func) for text in _code(files) for node in ast.walk(text) if isinstance(node, ast.Call)}
    assert set(SENDS) <= made, "what is looked for is called otherwise now"


def _code(files):
    return [ast.parse(text) for path, text in files.items() if path.endswith(".py")]


@pytest.mark.parametrize(
    ("path", "text", "what"),
    [
        ("visits/quick.py", "def plan(case):\n    Visit(case=case).save()", "plan makes a Visit and does not ask"),
        ("notices/q.py", "def go(n):\n    return OutText('k', n, 'Hello')", "go makes a OutText and does not ask"),
        ("reviews/q.py", "def go(f):\n    may_record_follow_up(way=None)", "go makes a may_record_follow_up"),
        ("delivery/q.py", "sending.post('Hello', 'a@mail.example')", "sends mail without a clearance"),
        ("delivery/q.py", "sending.post_to_colleague(person.email, 'a', 'b')", "writes as if to a colleague"),
        ("training/jobs.py", "from a import ContactPoint\nfind(ContactPoint)", "knows how clients are reached"),
        ("delivery/q.py", "gateways.chosen().send(out)", "sends a text past the outbox"),
        ("delivery/q.py", "gateway.send(out)", "sends a text past the outbox"),
        ("delivery/q.py", "x = Clearance(Answer.YES, minted=_MINT)", "makes a clearance"),
        ("workspace/q.py", "def line(point):\n    return point.value", "reads a number"),
        ("workspace/templates/q.html", '<a href="tel:{{ number }}">Call</a>', "starts a call"),
        ("workspace/templates/q.html", '<a href="sip:{{ number }}@pbx">Call</a>', "starts a call"),
        ("workspace/templates/q.html", "{{ way.point.value }}", "shows a number"),
        ("notices/actions/q.py", "def go(to: str):\n    return Letter(to)", "go makes a Letter and takes no clearance"),
    ],
)
def test_a_breach_is_found(path, text, what):
    assert any(what in each for each in breaches({path: text})), breaches({path: text})


def test_nothing_is_handed_over_without_a_clearance_for_just_that(monkeypatch):
    posted = []
    monkeypatch.setattr(sending, "send_mail", lambda *args: posted.append(args) or 1)
    monkeypatch.setattr(sending, "stays_inside", lambda actor: False)
    now = clock.now()
    mail = may_contact(WayToReach("email", to="a@mail.example"), doing=Doing.EMAIL, at=now)
    text = may_contact(WayToReach("sms", to="+12025550143"), doing=Doing.TEXT, at=now)
    shared = may_contact(WayToReach("sms", shared=True, to="+12025550143"), doing=Doing.TEXT, at=now)
    for never in (text, may_contact(WayToReach("email", safe=False), doing=Doing.EMAIL, at=now)):
        with pytest.raises(Refused):
            sending.post(never, "A reminder", "Tomorrow.", actor=None)
    for never in (mail, shared):
        with pytest.raises(Refused):
            OutText("key", "+12025550143", "Tomorrow.", never)
    for forged in (no("Never"), None):
        with pytest.raises(AttributeError):
            sending.post(forged, "A reminder", "Tomorrow.", actor=None)
    assert posted == []
    assert sending.post(mail, "A reminder", "Tomorrow.", actor=None)
    assert OutText("key", "+12025550143", "Tomorrow.", text).to == "+12025550143"


def test_a_secret_address_is_in_no_trail_and_no_story(desk):
    """Pages, papers, files and the log are looked through where they are opened, in `test_pages`."""
    for model in (AuditEvent, TimelineEntry):
        told = [json.dumps(each.facts, default=str) for each in desk.all(model)]
        assert told
        assert not [each for each in told if HIDDEN_HOME in each]
