"""Turns the JSON of a FHIR R4 Questionnaire into a Definition, naming all that is wrong with it at once."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from keyworker.questionnaires.engine import counting, limits, looks, parts, quirks, sheets, structure
from keyworker.questionnaires.engine import extensions as ext
from keyworker.questionnaires.engine.bounds import read_bounds
from keyworker.questionnaires.engine.conditions import read_conditions
from keyworker.questionnaires.engine.definition import Definition, Expression, Item, ItemType, Text, walk
from keyworker.questionnaires.engine.findings import Findings, Level
from keyworker.questionnaires.engine.loading import fingerprint, load
from keyworker.questionnaires.engine.options import Lists, lists_in, read_options
from keyworker.questionnaires.engine.values import Coding, UnreadableValue, Value, choice_of, read_value


def parse(data: bytes | str | Mapping[str, Any]) -> Definition:
    """A Definition with its warnings. Raises InvalidQuestionnaire, listing every fault by link id."""
    findings = Findings()
    content = quirks.opened(load(data), findings)
    findings.refuse_if_faulty()
    structure.check_kind(content, findings)
    findings.refuse_if_faulty()
    reader = _Reader(findings, lists_in(content))
    items = reader.items(content.get("item"), ())
    findings.refuse_if_faulty()
    order = structure.check_whole(items, findings)
    scored = sheets.apply(_codings(content, findings), items, findings)
    findings.refuse_if_faulty()
    definition = _definition(content, scored, order, findings)
    return replace(definition, counted=counting.counted(definition))


def _definition(
    content: Mapping[str, Any], scored: sheets.Scored, order: tuple[str, ...], findings: Findings
) -> Definition:
    variables = parts.read_expressions(content, ext.VARIABLE, "", findings)
    constraints = parts.read_constraints(content, "", findings)
    findings.refuse_if_faulty()
    return Definition(
        url=_words(content, "url"),
        version=_words(content, "version"),
        name=_words(content, "name"),
        title=ext.translated(content, "title") or Text(_words(content, "name") or _("Form without a title")),
        description=ext.translated(content, "description"),
        status=_words(content, "status"),
        language=_words(content, "language") or "en",
        publisher=_words(content, "publisher"),
        copyright=ext.translated(content, "copyright"),
        codes=_codings(content, findings),
        items=scored.items,
        variables=variables,
        constraints=constraints,
        launch_names=_launch_names(content),
        source=content,
        warnings=findings.of(Level.WARNING, Level.NOTE),
        order=order,
        by_link_id={item.link_id: item for item in walk(scored.items)},
        totals=scored.totals,
        languages=_languages(scored.items),
        fingerprint=fingerprint(content),
        calculates=bool(variables or constraints) or any(_calculates(item) for item in walk(scored.items)),
    )


def _calculates(item: Item) -> bool:
    given = (item.enable_expression, item.calculated, item.initial_from, item.answers_from, item.worded_from)
    worked_out = (*given, item.populates, item.bounds.min_from, item.bounds.max_from)
    return bool(item.variables or item.constraints or item.toggles) or any(worked_out)


def _sibling(element: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = element.get(f"_{name}")
    return found if isinstance(found, Mapping) else {}


def _words(element: Mapping[str, Any], name: str) -> str:
    found = element.get(name)
    return found if isinstance(found, str) else ""


def _codings(content: Mapping[str, Any], findings: Findings) -> tuple[Coding, ...]:
    return parts.read_coding_list(content.get("code"), "", findings)


def _launch_names(content: Mapping[str, Any]) -> tuple[str, ...]:
    """The `%names` that SDC's launch context promises; what they hold is for whoever opens the form to say."""
    names = []
    for context in ext.complex_extensions(content, ext.LAUNCH_CONTEXT):
        choice = choice_of(context.get("name", {}), "value")
        name = choice[1].get("code") if choice and isinstance(choice[1], Mapping) else choice[1] if choice else None
        if isinstance(name, str):
            names.append(name)
    return tuple(names)


def _languages(items: tuple[Item, ...]) -> tuple[str, ...]:
    """The languages in which every question is worded."""
    worded = [set(item.text.translations) for item in walk(items) if item.text]
    return tuple(sorted(set.intersection(*worded))) if worded else ()


class _Reader:
    """Reads items in order, numbering them; keeps what all of them share."""

    def __init__(self, findings: Findings, lists: Lists) -> None:
        self._findings = findings
        self._lists = lists
        self._seen: set[str] = set()
        self._count = 0

    def items(self, raw: Any, ancestors: tuple[str, ...]) -> tuple[Item, ...]:
        if raw is None:
            return ()
        if not isinstance(raw, list):
            self._findings.fault("bad-items", ancestors[-1] if ancestors else "", _("Its items are not a list."))
            return ()
        if len(ancestors) >= limits.ITEM_DEPTH:
            says = _("Its questions are nested more than %d levels deep.") % limits.ITEM_DEPTH
            self._findings.fault("nested-too-deep", ancestors[-1], says)
            return ()
        found = (self._item(item, ancestors) for item in raw)
        return tuple(item for item in found if item is not None)

    def _item(self, raw: Any, ancestors: tuple[str, ...]) -> Item | None:
        self._count += 1
        number = self._count
        if number > limits.ITEMS:
            self._findings.fault("too-many-items", "", _("It has more than %d items.") % limits.ITEMS)
            return None
        if (link_id := self._link_id(raw, number)) is None:
            return None
        raw = quirks.as_r4(raw, link_id, self._findings)
        if (kind := self._type(raw, link_id)) is None:
            return None
        children = self.items(raw.get("item"), (*ancestors, link_id))
        return self._built(raw, link_id, kind, number, ancestors, children)

    def _link_id(self, raw: Any, number: int) -> str | None:
        link_id = raw.get("linkId") if isinstance(raw, Mapping) else None
        if not isinstance(link_id, str) or not link_id.strip() or len(link_id) > limits.LINK_ID:
            self._findings.fault("no-link-id", "", _("The item at place %d has no usable linkId.") % number)
            return None
        if link_id in self._seen:
            self._findings.fault("link-id-twice", link_id, _("Two items have this linkId."))
            return None
        self._seen.add(link_id)
        return link_id

    def _type(self, raw: Mapping[str, Any], link_id: str) -> ItemType | None:
        named = raw.get("type")
        if not isinstance(named, str) or named not in set(ItemType):
            self._findings.fault("bad-type", link_id, _("It has no type, or one that FHIR R4 does not know."))
            return None
        return ItemType(named)

    def _built(
        self,
        raw: Mapping[str, Any],
        link_id: str,
        kind: ItemType,
        number: int,
        ancestors: tuple[str, ...],
        children: tuple[Item, ...],
    ) -> Item:
        findings = self._findings
        return Item(
            link_id=link_id,
            type=kind,
            text=self._text(raw, link_id),
            number=number,
            ancestors=ancestors,
            items=children,
            prefix=ext.translated(raw, "prefix"),
            codes=parts.read_coding_list(raw.get("code"), link_id, findings),
            required=self._flag(raw, "required", link_id),
            repeats=self._flag(raw, "repeats", link_id),
            read_only=self._flag(raw, "readOnly", link_id),
            hidden=ext.content(raw, ext.HIDDEN) is True,
            conditions=read_conditions(raw, link_id, findings),
            any_condition=self._any_condition(raw, link_id),
            enable_expression=self._expression(raw, ext.ENABLE_WHEN, link_id),
            options=read_options(raw, link_id, self._lists, findings),
            control=looks.read_control(raw, kind, ancestors, link_id, findings),
            horizontal=ext.content(raw, ext.ORIENTATION) == "horizontal",
            hint=ext.translated_content(raw, ext.ENTRY_FORMAT),
            own_words=ext.translated_content(raw, ext.OPEN_LABEL),
            folding=looks.read_folding(raw),
            unit=looks.read_unit(raw),
            units=looks.read_units(raw, link_id, self._lists, findings),
            step=looks.read_step(raw, link_id, findings),
            refers_to=tuple(str(name) for name in ext.contents(raw, ext.REFERENCE_RESOURCE)),
            initial=self._initial(raw, link_id),
            initial_from=self._expression(raw, ext.INITIAL_EXPRESSION, link_id),
            populates=self._expression(raw, ext.POPULATION_CONTEXT, link_id),
            answers_from=self._expression(raw, ext.ANSWER_EXPRESSION, link_id),
            worded_from=self._expression(_sibling(raw, "text"), ext.CQF_EXPRESSION, link_id),
            toggles=parts.read_toggles(raw, link_id, findings),
            bounds=read_bounds(raw, link_id, findings),
            variables=parts.read_expressions(raw, ext.VARIABLE, link_id, findings),
            calculated=self._expression(raw, ext.CALCULATED, link_id),
            constraints=parts.read_constraints(raw, link_id, findings),
            bands=parts.read_bands(raw, link_id, findings),
            critical=parts.read_critical(raw, link_id, findings),
            markers=parts.read_markers(raw, link_id, findings),
        )

    def _expression(self, raw: Mapping[str, Any], url: str, link_id: str) -> Expression | None:
        found = parts.read_expressions(raw, url, link_id, self._findings)
        return parts.single(found, link_id, self._findings)

    def _text(self, raw: Mapping[str, Any], link_id: str) -> Text:
        text = ext.translated(raw, "text")
        if len(text.default) > limits.TEXT:
            self._findings.fault("text-too-long", link_id, _("Its text is too long."))
        return text

    def _flag(self, raw: Mapping[str, Any], name: str, link_id: str) -> bool:
        found = raw.get(name, False)
        if found in {"true", "false"}:
            self._findings.warn("flag-as-text", link_id, _("“%s” is written as text; read as true or false.") % name)
            return bool(found == "true")
        if not isinstance(found, bool):
            self._findings.fault("bad-flag", link_id, _("“%s” must be true or false.") % name)
        return found is True

    def _any_condition(self, raw: Mapping[str, Any], link_id: str) -> bool:
        """R4 asks for a behaviour when there are several conditions; without one, "any" was STU3's rule."""
        behavior = raw.get("enableBehavior")
        conditions = raw.get("enableWhen")
        if behavior not in {None, "any", "all"}:
            self._findings.fault("bad-behavior", link_id, _("“enableBehavior” must be “any” or “all”."))
        if behavior is None and isinstance(conditions, list) and len(conditions) > 1:
            self._findings.warn("no-behavior", link_id, _("It does not say whether all its conditions count or any."))
        return behavior != "all"

    def _initial(self, raw: Mapping[str, Any], link_id: str) -> tuple[Value, ...]:
        found: list[Value] = []
        initial = raw.get("initial")
        for element in initial if isinstance(initial, list) else []:
            choice = choice_of(element, "value") if isinstance(element, Mapping) else None
            if choice is None or looks.only_a_unit(choice):
                continue
            try:
                found.append(read_value(*choice))
            except UnreadableValue:
                self._findings.warn("initial-left-out", link_id, _("What it is filled with at first cannot be read."))
        return tuple(found)
