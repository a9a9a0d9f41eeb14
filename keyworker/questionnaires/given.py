"""How the answers of a filling-in came: from a page that was sent, from what is stored, or from the form itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from keyworker.documents.rules import may_take
from keyworker.questionnaires.engine import apart
from keyworker.questionnaires.engine.answers import Answers, Place, Reading, fitted, read_response
from keyworker.questionnaires.engine.beginning import Beginning, first_values, given_at_first
from keyworker.questionnaires.engine.definition import Definition, Item, is_repeating_group
from keyworker.questionnaires.engine.entry import Entered, Means, read_form
from keyworker.questionnaires.engine.loading import load
from keyworker.questionnaires.engine.names import ADD, REMOVE, TAKE, Sent, place_of, without_entry
from keyworker.questionnaires.engine.typed import CannotRead
from keyworker.questionnaires.engine.validation import Problem
from keyworker.questionnaires.engine.values import Attachment, Reference, UnreadableValue, Value
from keyworker.questionnaires.known import Known

EVERYTHING = "all"


@dataclass(frozen=True, slots=True)
class Given:
    """The answers as they were given. `sent` is what a page sent, `stays` that it hands nothing in yet.

    `kept` was kept before; `taken` was offered and is an answer now; `new` is the entry that was just added;
    `focus` where the person goes on.
    """

    answers: Answers
    kept: Answers = field(default_factory=Answers)
    problems: tuple[Problem, ...] = ()
    sent: Sent | None = None
    stays: bool = False
    reading: Reading | None = None
    taken: frozenset[Place] = frozenset()
    new: Place | None = None
    focus: Place | None = None

    def is_fresh(self, definition: Definition, place: Place) -> bool:
        """Drawn from its answers, whatever was sent: taken just now, or in an entry that no page has shown yet."""
        if self.new is None:
            return place in self.taken
        inside = self.new.link_id in definition.by_link_id[place.link_id].ancestors
        return place in self.taken or (inside and place.at[: len(self.new.at)] == self.new.at)


class Source:
    """Where a form's answers and offers come from."""

    def __init__(self, definition: Definition, known: Known, now: datetime) -> None:
        self._definition = definition
        self._known = known
        self._now = now
        self.about = {name: found for name in definition.launch_names if (found := known.resource(name)) is not None}

    @cached_property
    def beginning(self) -> Beginning:
        """What the form is filled with at first, and what is offered."""
        if any(item.initial_from for item in self._definition.walk()):
            found = apart.begun(self._definition, self._now, self.about)
        else:
            found = Beginning(given_at_first(self._definition))
        return replace(found, offers={**self._earlier(), **found.offers})

    def _earlier(self) -> dict[Place, tuple[Value, ...]]:
        """What was answered before to the same question, known by its code."""
        offers = {}
        for item in self._definition.walk():
            asks = item.codes and item.is_asked and not (item.read_only or item.hidden)
            if asks and (values := self._fitting(item, self._known.earlier(item.codes))):
                for place in Answers().places(self._definition, item):
                    offers[place] = values
        return offers

    def _fitting(self, item: Item, values: Any) -> tuple[Value, ...]:
        try:
            found = tuple(fitted(item, value) for value in values)
        except UnreadableValue:
            return ()
        return found if item.repeats else found[:1]

    def of_a_response(self, response: Mapping[str, Any]) -> Given:
        reading = read_response(self._definition, load(response))
        return Given(reading.answers, kept=reading.answers, reading=reading)

    def of_a_page(self, data: Mapping[str, Any], files: Any, kept: Mapping[str, Any] | None) -> Given:
        before = read_response(self._definition, load(kept)).answers if kept is not None else self.beginning.answers
        sent = Sent(data)
        if which := sent.one(REMOVE):
            sent = without_entry(self._definition, sent, which)
        means = Means(self._now.tzinfo or UTC, _Files(files).arrived, before, self._reference)
        entered = read_form(self._definition, sent, means)
        taken = self._taken(sent, entered)
        new = self._new(sent, entered)
        values = {**entered.answers.values, **self._first_of(new), **taken}
        problems = tuple(problem for problem in entered.problems if problem.place not in taken)
        return Given(
            answers=Answers(values, entered.answers.occurrences),
            kept=before,
            problems=problems,
            sent=sent,
            stays=entered.stays,
            taken=frozenset(taken),
            new=new,
            focus=new or _aim(sent),
        )

    def of_nobody(self) -> Given:
        return Given(self.beginning.answers, kept=self.beginning.answers)

    def _taken(self, sent: Sent, entered: Entered) -> dict[Place, tuple[Value, ...]]:
        wish = sent.one(TAKE)
        if not wish:
            return {}
        if wish == EVERYTHING:
            return {place: values for place, values in self.offers.items() if not entered.answers.at(place)}
        found = place_of(wish)
        return {found[0]: self.offers[found[0]]} if found and found[0] in self.offers else {}

    @property
    def offers(self) -> Mapping[Place, tuple[Value, ...]]:
        return self.beginning.offers

    def _new(self, sent: Sent, entered: Entered) -> Place | None:
        """The entry of a group that was just asked for, if there is room for it."""
        found = place_of(sent.one(ADD))
        item = self._definition.by_link_id.get(found[0].link_id) if found else None
        if found is None or item is None or not is_repeating_group(item):
            return None
        place = found[0]
        index = entered.answers.count(item, place) - 1
        return Place(item.link_id, (*place.at, index)) if index == (sent.count(place) or 1) else None

    def _first_of(self, new: Place | None) -> dict[Place, tuple[Value, ...]]:
        """What a new entry is filled with at first."""
        if new is None:
            return {}
        found = {}
        for item in self._definition.walk():
            if new.link_id in item.ancestors and (values := first_values(self._definition, item)):
                deeper = len(self._definition.repeating_ancestors(item)) - len(new.at)
                found[Place(item.link_id, (*new.at, *(0,) * deeper))] = values
        return found

    def _reference(self, item: Item, typed: str) -> Reference | None:
        found = self._known.suggestions(item.refers_to, typed)
        return next((one for one in found if one.display.casefold() == typed.casefold()), None)


def _aim(sent: Sent) -> Place | None:
    """Where a button that takes away, takes over or adds a line belongs."""
    removed = sent.one(REMOVE).partition(":")[2]
    found = place_of(removed or sent.one(TAKE) or sent.one(ADD))
    return found[0] if found else None


class _Files:
    """What came as files: looked at, before anything is kept, by what they contain."""

    def __init__(self, files: Any) -> None:
        self._files = files

    def arrived(self, name: str) -> list[Attachment]:
        found = self._files.getlist(name) if hasattr(self._files, "getlist") else (self._files or {}).get(name, [])
        return [self._looked_at(file) for file in (found if isinstance(found, list) else [found])]

    def _looked_at(self, file: Any) -> Attachment:
        file.seek(0)  # a page may look a file over before it keeps it
        content = file.read()
        title = str(file.name).replace("\\", "/").rpartition("/")[2]
        decision = may_take(content, title)
        if not decision:
            raise CannotRead(str(decision.reason))
        return Attachment(title[-160:], decision.facts["media_type"], len(content), content=content)
