"""Two versions of a form side by side, item by item: what was added, what is gone, what reads or works otherwise."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from keyworker.questionnaires.engine.definition import Band, Bounds, Definition, Item, ItemType, Option, Text
from keyworker.questionnaires.engine.values import Value, plain_number
from keyworker.questionnaires.engine.wording import answer_in_words, only_if


class Kind(StrEnum):
    """What became of an item between two versions."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing about an item that differs, in words: lines before and after."""

    about: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """What became of one item. An item that is only in one version says all about itself on that side."""

    kind: Kind
    link_id: str
    name: str
    changes: tuple[Change, ...]


Facts = Mapping[str, tuple[str, ...]]
TYPES: Mapping[ItemType, Promise] = {
    ItemType.GROUP: gettext_lazy("Section"),
    ItemType.DISPLAY: gettext_lazy("Text to read"),
    ItemType.BOOLEAN: gettext_lazy("Yes or no"),
    ItemType.DECIMAL: gettext_lazy("Number"),
    ItemType.INTEGER: gettext_lazy("Whole number"),
    ItemType.DATE: gettext_lazy("Date"),
    ItemType.DATE_TIME: gettext_lazy("Date and time"),
    ItemType.TIME: gettext_lazy("Time"),
    ItemType.STRING: gettext_lazy("One line of text"),
    ItemType.TEXT: gettext_lazy("Long text"),
    ItemType.URL: gettext_lazy("Web address"),
    ItemType.CHOICE: gettext_lazy("Choice from a list"),
    ItemType.OPEN_CHOICE: gettext_lazy("Choice from a list, or own words"),
    ItemType.QUANTITY: gettext_lazy("Number with a unit"),
    ItemType.ATTACHMENT: gettext_lazy("File"),
    ItemType.REFERENCE: gettext_lazy("Somebody or something known here"),
}


def differences(before: Definition, after: Definition) -> list[Difference]:
    """Everything that differs, in the order of the later version; what is gone stands where it was."""
    found = [*_about_form(before, after)]
    for link_id in _in_order(before, after):
        was, now = before.by_link_id.get(link_id), after.by_link_id.get(link_id)
        changes = _changes(_facts(before, was) if was else {}, _facts(after, now) if now else {})
        if changes:
            kind = Kind.ADDED if was is None else Kind.REMOVED if now is None else Kind.CHANGED
            item = now or was
            found.append(Difference(kind, link_id, _name(item) if item else link_id, changes))
    return found


def _in_order(before: Definition, after: Definition) -> Iterator[str]:
    """The later version's items; after each, those that followed it before and are gone."""
    gone_after: dict[str, list[str]] = {}
    last = ""
    for link_id in before.by_link_id:
        if link_id in after.by_link_id:
            last = link_id
        else:
            gone_after.setdefault(last, []).append(link_id)
    yield from gone_after.get("", [])
    for link_id in after.by_link_id:
        yield link_id
        yield from gone_after.get(link_id, [])


def _changes(before: Facts, after: Facts) -> tuple[Change, ...]:
    names = dict.fromkeys([*after, *before])
    told = [Change(name, before.get(name, ()), after.get(name, ())) for name in names]
    return tuple(change for change in told if change.before != change.after)


def _about_form(before: Definition, after: Definition) -> Iterator[Difference]:
    changes = _changes(_form_facts(before), _form_facts(after))
    if changes:
        yield Difference(Kind.CHANGED, "", _("The form as a whole"), changes)


def _form_facts(definition: Definition) -> Facts:
    return _filled(
        {
            _("Title"): _worded(definition.title),
            _("Description"): _worded(definition.description),
            _("Copyright"): _worded(definition.copyright),
            _("Publisher"): (definition.publisher,),
            _("Language"): (definition.language,),
            _("Rules between answers"): tuple(each.expression.text for each in definition.constraints),
        }
    )


def _facts(definition: Definition, item: Item) -> Facts:
    """All that a person can notice of an item, by what it is about."""
    return _filled(
        {
            _("Words"): _worded(item.text, prefix=item.prefix.default),
            _("Hint"): _worded(item.hint),
            _("Kind"): (str(TYPES[item.type]), *_flags(item)),
            _("Section"): tuple(_name(definition.by_link_id[name]) for name in item.ancestors[-1:]),
            _("Answers"): tuple(_option(option) for option in item.options),
            _("Asked"): _asked(definition, item),
            _("Answer must fit"): (*_bounds(item.bounds), *(each.says.default for each in item.constraints)),
            _("At first"): tuple(answer_in_words(item, value, "") for value in item.initial),
            _("Worked out"): (item.calculated.text,) if item.calculated else (),
            _("What scores mean"): tuple(_band(band) for band in item.bands),
            _("Calls for action"): tuple(_told(item, each.answer, each.at_least) for each in item.critical),
            _("Tells of"): tuple(
                f"{_told(item, each.answer, each.at_least)} – {each.kind}: {each.domain}" for each in item.markers
            ),
        }
    )


def _filled(facts: Facts) -> Facts:
    return {name: found for name, lines in facts.items() if (found := tuple(line for line in lines if line))}


def _worded(text: Text, prefix: str = "") -> tuple[str, ...]:
    own = f"{prefix} {text.default}".strip()
    return (own, *(f"{language}: {words}" for language, words in sorted(text.translations.items())))


def _flags(item: Item) -> Iterator[str]:
    marks: Mapping[str, Callable[[Item], bool]] = {
        _("must be answered"): lambda one: one.required,
        _("may be answered several times"): lambda one: one.repeats,
        _("read-only"): lambda one: one.read_only,
        _("hidden"): lambda one: one.hidden,
    }
    for words, holds in marks.items():
        if holds(item):
            yield words


def _asked(definition: Definition, item: Item) -> tuple[str, ...]:
    said = only_if(definition, item, "")
    return (said, item.enable_expression.text) if item.enable_expression else (said,)


def _option(option: Option) -> str:
    words = f"{option.prefix.default} {option.label.default}".strip()
    return words if option.ordinal is None else f"{words} ({plain_number(option.ordinal)})"


def _bounds(bounds: Bounds) -> Iterator[str]:
    told: Mapping[str, object] = {
        _("at least %s"): bounds.min_value,
        _("at most %s"): bounds.max_value,
        _("at least %s letters"): bounds.min_length,
        _("at most %s letters"): bounds.max_length,
        _("at most %s decimal places"): bounds.decimal_places,
        _("written like %s"): bounds.pattern or None,
        _("at least %s times"): bounds.min_occurs or None,
        _("at most %s times"): bounds.max_occurs,
    }
    for words, bound in told.items():
        if bound is not None:
            yield words % (plain_number(bound) if isinstance(bound, Decimal) else bound)


def _band(band: Band) -> str:
    ends = [str(plain_number(end)) if end is not None else "…" for end in (band.low, band.high)]
    return f"{'–'.join(ends)}: {band.label.default}. {band.meaning.default}".strip()


def _told(item: Item, answer: Value | None, at_least: Decimal | None) -> str:
    if answer is not None:
        return answer_in_words(item, answer, "")
    return _("a weight of %s or more") % plain_number(at_least) if at_least is not None else _("any answer")


def _name(item: Item) -> str:
    return item.text.default or item.prefix.default or item.link_id
