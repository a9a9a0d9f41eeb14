"""Other people's calculations run in a process of their own: what loops or explodes there holds nothing up here."""

import itertools
import os
import threading
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from keyworker.questionnaires.engine import apart, limits, workroom
from keyworker.questionnaires.engine.answers import Answers, Place
from keyworker.questionnaires.engine.calculating import Circumstances
from keyworker.questionnaires.engine.checking import Outcome, check
from keyworker.questionnaires.engine.parsing import parse
from keyworker.questionnaires.engine.settling import settle
from keyworker.questionnaires.engine.shipped import shipped_files
from keyworker.questionnaires.filling import Filling
from tests.questionnaires.forms import all_answered, calculated, choice, form, item, long_form, read, sent, when

NOW = datetime(2026, 1, 15, tzinfo=UTC)
SUM = "%resource.item.where(linkId = 'a' or linkId = 'b').answer.value.sum()"


def adding():
    return read(item("a", "integer"), item("b", "integer"), item("sum", "integer", extension=calculated(SUM)))


@pytest.fixture
def room(monkeypatch):
    """A workroom of this test's own, ended with it."""
    own = apart.Room()
    monkeypatch.setattr(apart, "_room", own)
    yield own
    own.close()


def test_what_is_worked_out_apart_is_what_would_be_worked_out_here(room, monkeypatch):
    monkeypatch.setattr(limits, "CPU_SECONDS", 5)  # what counts here is the result, on the slowest machine too
    monkeypatch.setattr(apart, "PATIENCE_SECONDS", 120)
    definition = adding()
    answers = Answers({Place("a"): (3,), Place("b"): (4,)})
    found = apart.settled(definition, answers, NOW, {})
    assert found == settle(definition, answers, Circumstances(NOW))
    assert found.computed == {Place("sum"): (7,)}
    assert room._process is not None


def test_what_keyworker_ships_and_what_calculates_nothing_is_worked_out_where_it_stands(room):
    for file in shipped_files():
        Filling(parse(file.read_bytes()), data={}).is_valid()
    Filling(read(item("a"), item("b", enableWhen=[when("a", "exists", answerBoolean=True)])), data={}).is_valid()
    assert room._process is None


def test_a_shipped_form_with_one_letter_changed_is_an_upload(room):
    changed = parse(shipped_files()[0].read_bytes().replace(b'"title": "', b'"title": "A'))
    if changed.calculates:
        Filling(changed, data={}).is_valid()
        assert room._process is not None


@pytest.mark.parametrize(
    ("work", "kind"),
    [
        (lambda: sum(itertools.repeat(1)), workroom.STOPPED),  # never comes back out of C
        (lambda: all(True for _ in itertools.count()), workroom.STOPPED),
        (lambda: Decimal(7) ** 2, workroom.DONE),
    ],
    ids=["in C", "in Python", "harmless"],
)
def test_the_kernel_ends_work_that_would_never_end(work, kind):
    assert workroom._forked(work, 0.2)[:1] == kind


def test_work_that_asks_for_too_much_memory_fails_and_takes_nothing_with_it():
    assert workroom._forked(lambda: bytearray(limits.MEMORY + 1), 2) == workroom.FAILED


def test_a_form_that_is_stopped_is_still_asked_and_says_what_is_missing(room, monkeypatch):
    definition = long_form(totals=300)  # more than any machine works out between two ticks of its clock
    data = all_answered(definition)
    with monkeypatch.context() as hurried:
        hurried.setattr(limits, "CPU_SECONDS", 0.01)
        filling = Filling(definition, data=data)
        assert filling.scores == []
    assert [str(finding) for finding in filling.findings] == ["Its calculations were stopped: they take too long."]
    assert "Question q1?" in filling.as_html(preview_url="/preview")
    assert filling.is_valid()
    assert filling.to_response(completed=True)["item"][1]["answer"] == [{"valueInteger": 4}]
    monkeypatch.setattr(limits, "CPU_SECONDS", 20)
    assert len(Filling(definition, data=data).scores) == 300


def test_an_upload_that_takes_too_long_to_look_over_is_refused(room, monkeypatch):
    monkeypatch.setattr(limits, "CHECK_SECONDS", 0.01)
    looked_over = apart.checked(form(*(item(f"q{n}", "integer") for n in range(500))))
    assert looked_over.outcome is Outcome.REFUSED
    assert looked_over.reasons == ("Its calculations were stopped: they take too long.",)


def test_looking_over_apart_finds_what_looking_over_here_finds(room):
    content = form(choice("a", ("No", 0)), item("t", "integer", extension=calculated("%gone + 1")), item("x", "coding"))
    ours, theirs = check(content), apart.checked(content)
    assert (theirs.outcome, theirs.findings) == (ours.outcome, ours.findings)
    assert theirs.definition.fingerprint == ours.definition.fingerprint


def test_a_process_that_ended_is_replaced_and_nothing_is_lost(room):
    definition = adding()
    assert Filling(definition, data=sent(a="1", b="2")).scores[0].number == 3
    first = room._process.pid
    room._process.kill()
    room._process.wait()
    assert Filling(definition, data=sent(a="1", b="2")).scores[0].number == 3
    assert room._process.pid != first


def test_a_process_that_cannot_be_started_leaves_a_form_that_can_be_filled_in(room, monkeypatch):
    monkeypatch.setattr("sys.executable", "/nonexistent")
    filling = Filling(adding(), data=sent(a="1"))
    assert [finding.name for finding in filling.findings] == ["calculation-failed"]
    assert filling.is_valid()


def test_the_process_knows_no_secret_and_ends_with_ours(room):
    Filling(adding(), data={}).is_valid()
    process = room._process
    with open(f"/proc/{process.pid}/environ", "rb") as file:
        names = {entry.partition(b"=")[0] for entry in file.read().split(b"\0") if entry}
    assert names <= {b"PYTHONPATH", b"LANG", b"LC_CTYPE"}
    process.stdin.close()
    assert process.wait(timeout=10) == 0


def test_many_threads_ask_at_once_and_each_gets_its_own_answer(room):
    definition = adding()
    found = {}

    def ask(number):
        found[number] = Filling(definition, data=sent(a=str(number), b="1"), language="en").scores[0].number

    threads = [threading.Thread(target=ask, args=[number]) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {number: number + 1 for number in range(12)}


def test_what_goes_wrong_is_told_in_the_language_of_whoever_asks(room):
    from django.utils import translation

    definition = read(item("a"), item("r", "integer", extension=calculated("'seven'")))
    with translation.override("es"):
        here = settle(definition, Answers(), Circumstances(NOW)).faults
        assert apart.settled(definition, Answers(), NOW, {}).faults == here


@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="counts processes by /proc")
def test_work_leaves_no_process_behind(room):
    for _ in range(3):
        Filling(adding(), data={}).is_valid()
    with open(f"/proc/{room._process.pid}/task/{room._process.pid}/children") as file:
        assert file.read().split() == []
