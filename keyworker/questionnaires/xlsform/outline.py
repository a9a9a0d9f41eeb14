"""The questions and groups of an XLSForm as a tree, each with a link id, and found again by name."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from keyworker.questionnaires.engine import limits
from keyworker.questionnaires.engine.definition import ItemType
from keyworker.questionnaires.engine.findings import Level
from keyworker.questionnaires.engine.loading import refusal
from keyworker.questionnaires.xlsform.book import SURVEY, Book, Line, Remarks
from keyworker.questionnaires.xlsform.choices import Lists
from keyworker.questionnaires.xlsform.types import YES, Asks, Holds, LeftOut, StandsFor, asks
from keyworker.questionnaires.xlsform.xpath import CannotSay

_GROUP = Asks(ItemType.GROUP, Holds.NOTHING)
_NAME = re.compile(r"[^\W\d][\w.\-]*\Z")


@dataclass(slots=True, eq=False)
class Entry:
    """A question or a group.

    `loop_labels` fill `%(label)s` in a loop's questions: each label by its language. `shows` is the FHIRPath to the
    answer that a note ends with.
    """

    line: Line
    name: str
    link_id: str
    asks: Asks
    above: "Entry | None" = None
    repeats: bool = False
    below: list["Entry"] = field(default_factory=list)
    loop_labels: Mapping[str, str] = field(default_factory=dict)
    shows: str = ""

    def ancestors(self) -> Iterator["Entry"]:
        """The groups above, the nearest first."""
        above = self.above
        while above is not None:
            yield above
            above = above.above

    def repeats_above(self) -> list["Entry"]:
        """The repeating groups above, the nearest first."""
        return [entry for entry in self.ancestors() if entry.repeats]


@dataclass(slots=True)
class Outline:
    """`named` holds all entries of one name, which a reference can mean only if there is one."""

    tops: list[Entry] = field(default_factory=list)
    named: dict[str, list[Entry]] = field(default_factory=dict)
    moments: dict[str, StandsFor] = field(default_factory=dict)
    left_out: set[str] = field(default_factory=set)

    def walk(self) -> Iterator[Entry]:
        waiting = list(reversed(self.tops))
        while waiting:
            entry = waiting.pop()
            yield entry
            waiting.extend(reversed(entry.below))

    def entry(self, name: str) -> Entry:
        """The one question of that name. Raises CannotSay."""
        found = self.named.get(name, [])
        if len(found) == 1:
            return found[0]
        if found:
            raise CannotSay(_("There are several questions named “%s”.") % name[:60])
        if name in self.left_out:
            raise CannotSay(_("It looks at “%s”, which could not be taken.") % name[:60])
        raise CannotSay(_("It looks at “%s”, which is not in the form.") % name[:60])


def outline(book: Book, lists: Lists, remarks: Remarks) -> Outline:
    """The tree of a survey sheet; what does not fit into it is remarked and left out."""
    builder = _Builder(lists, remarks)
    for line in book.lines[SURVEY]:
        builder.add(line)
    return builder.finished()


def _only_read(line: Line) -> Asks | None:
    """A question that nobody may answer is how older forms write a text to read."""
    if line.text("bind", "readonly") not in YES or line.text("bind", "calculate") or line.text("default"):
        return None
    return Asks(ItemType.DISPLAY, Holds.NOTHING)


class _Builder:
    def __init__(self, lists: Lists, remarks: Remarks) -> None:
        self._lists = lists
        self._remarks = remarks
        self._found = Outline()
        self._open: list[Entry] = []
        self._skipping = 0
        self._link_ids: set[str] = set()
        self._loops: dict[int, str] = {}

    def add(self, line: Line) -> None:
        kind, written = line.kind, line.text("type")
        if not written:
            self._untyped(line)
        elif "end" in kind:
            self._end(line)
        elif "begin" in kind:
            self._begin(line)
        elif not self._skipping:
            self._question(line)

    def finished(self) -> Outline:
        for entry in self._open:
            self._remarks.warn(entry.line, ("type",), _("This group is never ended; it ends with the sheet."))
        self._open.clear()
        # The inner loops first: an outer one then goes round with all that they became.
        for entry in reversed([entry for entry in self._found.walk() if id(entry) in self._loops]):
            self._go_round(entry, self._loops[id(entry)])
        return self._found

    def _untyped(self, line: Line) -> None:
        if line.cells:
            said = any(True for _path in line.left())
            if said and ("name" in line.cells or "label" in line.cells):
                self._remarks.warn(line, ("type",), _("The row has no type, so it is left out."))

    def _begin(self, line: Line) -> None:
        if self._skipping:
            self._skipping += 1
            return
        if len(self._open) >= limits.ITEM_DEPTH - 2:
            self._remarks.warn(line, ("type",), _("Groups are nested too deep here; the group is left out."))
            self._skipping = 1
            return
        begun = str(line.kind["begin"])
        entry = self._placed(line, self._name(line), _GROUP)
        entry.repeats = begun == "repeat"
        if begun == "loop":
            self._loops[id(entry)] = str(line.kind.get("list") or "")
        self._open.append(entry)

    def _end(self, line: Line) -> None:
        line.take("name")
        if self._skipping:
            self._skipping -= 1
        elif not self._open:
            self._remarks.warn(line, ("type",), _("Nothing was begun that could end here; the row is left out."))
        else:
            begun = self._open.pop()
            if str(begun.line.kind["begin"]) != str(line.kind["end"]):
                says = _("This ends the group begun in row %d, which is of another kind.") % begun.line.row
                self._remarks.warn(line, ("type",), says)

    def _question(self, line: Line) -> None:
        if "setting" in line.kind:
            self._remarks.warn(line, ("type",), _("Settings are read from the sheet “settings”; the row is left out."))
            return
        asked = asks(line)
        name = line.text("name")
        if isinstance(asked, StandsFor):
            self._found.moments[name] = asked
        elif isinstance(asked, LeftOut):
            level = Level.NOTE if asked.harmless else Level.WARNING
            self._remarks.about(line.sheet, line.row, "type", asked.says, level)
            self._found.left_out.add(name)
        else:
            self._placed(line, self._name(line), _only_read(line) or asked)
            return
        line.taken.update((top,) for top in line.cells)

    def _name(self, line: Line) -> str:
        name = line.text("name")
        if not name:
            made_up = _("row-%d") % line.row
            if not line.kind.get("note"):
                self._remarks.note(line, ("name",), _("It has no name; it is called “%s”.") % made_up)
            return made_up
        if not _NAME.match(name):
            self._remarks.note(line, ("name",), _("“%s” is not a name that XLSForm allows; it is kept.") % name[:60])
        return name[: limits.LINK_ID - 60]

    def _placed(self, line: Line, name: str, asked: Asks) -> Entry:
        above = self._open[-1] if self._open else None
        entry = Entry(line, name, self._link_id(name, above), asked, above)
        (above.below if above else self._found.tops).append(entry)
        self._found.named.setdefault(name, []).append(entry)
        return entry

    def _link_id(self, name: str, above: Entry | None) -> str:
        """The name; where it is taken, the group before it; where that is taken too, a number after it."""
        link_id = name
        if link_id in self._link_ids and above is not None:
            link_id = f"{above.link_id}/{name}"
        number = 2
        while link_id in self._link_ids:
            link_id = f"{name}/{number}"
            number += 1
        link_id = link_id[-limits.LINK_ID :]
        self._link_ids.add(link_id)
        return link_id

    def _go_round(self, loop: Entry, listed: str) -> None:
        """A loop asks its questions once for each answer of a list: here, a group for each of them."""
        once, loop.below = loop.below, []
        self._forget(once)
        for choice in self._lists.choices(listed):
            turn = replace(loop, name=f"{loop.name}/{choice.code}", link_id="", above=loop, below=[])
            turn.line = Line(loop.line.sheet, loop.line.row, {"label": dict(choice.labels)}, loop.line.kind)
            turn.link_id = self._link_id(turn.name, loop)
            loop.below.append(turn)
            self._found.named.setdefault(turn.name, []).append(turn)
            self._copied(once, turn, choice.labels)
        if not loop.below:
            says = _("The list “%s” is not on the sheet “choices”, so the loop asks nothing.") % listed[:60]
            self._remarks.warn(loop.line, ("type",), says)

    def _forget(self, entries: list[Entry]) -> None:
        for entry in entries:
            self._link_ids.discard(entry.link_id)
            named = self._found.named[entry.name]
            named.remove(entry)
            self._forget(entry.below)

    def _copied(self, entries: list[Entry], above: Entry, labels: Mapping[str, str]) -> None:
        for entry in entries:
            if len(self._link_ids) > limits.ITEMS:
                raise refusal("too-many-items", _("It has more than %d items.") % limits.ITEMS)
            copy = replace(entry, above=above, below=[], loop_labels=labels)
            copy.link_id = self._link_id(f"{above.link_id}/{entry.name}", above)
            above.below.append(copy)
            self._found.named.setdefault(entry.name, []).append(copy)
            self._copied(entry.below, copy, labels)
