"""Turns each question and group of an XLSForm into an item of a FHIR Questionnaire."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from keyworker.questionnaires.engine import extensions as ext
from keyworker.questionnaires.engine import limits
from keyworker.questionnaires.engine.definition import Control, ItemType
from keyworker.questionnaires.xlsform.logic import CALCULATION, READ_ONLY, Logic, type_of_result
from keyworker.questionnaires.xlsform.looks import control, looks, only_heads_a_table, remark_parameters, slider
from keyworker.questionnaires.xlsform.making import Making
from keyworker.questionnaires.xlsform.mentioning import with_answers
from keyworker.questionnaires.xlsform.options import Filter, answer_option, expression
from keyworker.questionnaires.xlsform.outline import Entry
from keyworker.questionnaires.xlsform.said import READ
from keyworker.questionnaires.xlsform.types import NO, YES, Holds
from keyworker.questionnaires.xlsform.wording import loses_layout, mentions
from keyworker.questionnaires.xlsform.xpath import REFERENCE, CannotSay

COUNT = ("control", "jr:count")
Item = dict[str, Any]


class Items:
    """Makes the items of one form. Listed answers come last: only then is it known which lists are added up."""

    def __init__(self, making: Making) -> None:
        self._making = making
        self._choices: list[tuple[Entry, Item]] = []
        self._groups: list[tuple[Entry, Item]] = []

    def all(self) -> list[Item]:
        found = self._items(self._making.outline.tops)
        for entry, item in self._choices:
            self._add_options(entry, item)
        for entry, item in self._groups:
            self._add_variables(entry, item)
        return found

    def _items(self, entries: list[Entry]) -> list[Item]:
        return [item for entry in entries if (item := self._item(entry)) is not None]

    def _item(self, entry: Entry) -> Item | None:
        if only_heads_a_table(entry):
            says = _("The row only heads a table; the table has its own headings, so the row is left out.")
            self._making.note(entry.line, ("control", "appearance"), says)
            entry.line.taken.update((name,) for name in entry.line.cells)
            return None
        item: Item = {"linkId": entry.link_id, "type": entry.asks.type.value}
        if entry.asks.remark:
            self._making.warn(entry.line, ("type",), entry.asks.remark)
        self._add_wording(entry, item)
        logic = Logic(self._making, entry, item)
        if entry.asks.type is ItemType.GROUP:
            logic.add()
            return self._group(entry, item, logic)
        return self._question(entry, item, logic)

    # --- wording ------------------------------------------------------------------------------------------------

    def _add_wording(self, entry: Entry, item: Item) -> None:
        labels = _labels(entry)
        if self._making.languages.lacks_own(labels):
            says = _("It has no wording in the form's own language; that of another is shown to all.")
            self._making.warn(entry.line, ("label",), says)
        self._remark_missing(entry, "label", labels)
        if loses_layout(labels):
            self._making.note(entry.line, ("label",), _("It is shown as plain text, without its formatting."))
        words = self._making.languages.words(_without_last_reference(labels) if entry.shows else labels)
        if words.text:
            words.put_into(item, "text")
            self._add_answers_in_words(entry, item, "label", {} if entry.shows else labels)
        elif entry.asks.type is not ItemType.GROUP:
            self._making.languages.words({"": entry.name}).put_into(item, "text")
            if not entry.asks.hidden:
                says = _("It has no wording; its name, “%s”, is shown.") % entry.name[:60]
                self._making.note(entry.line, ("label",), says)
        self._remark_media(entry)

    def _remark_missing(self, entry: Entry, column: str, wordings: Mapping[str, str]) -> None:
        if wordings and (missing := self._making.languages.missing(wordings)):
            says = _("It has no wording in %s; that of the form's own language is shown.")
            self._making.note(entry.line, (column,), says % ", ".join(missing)[:100])

    def _remark_media(self, entry: Entry) -> None:
        media = entry.line.take("media")
        if isinstance(media, Mapping):
            kinds = ", ".join(sorted(media))
            self._making.warn(entry.line, ("media",), _("Pictures and sounds are not shown: %s.") % kinds[:60])
        entry.line.take("control", "autoplay")

    def _add_answers_in_words(self, entry: Entry, item: Item, column: str, wordings: Mapping[str, str]) -> None:
        """Other answers in a wording ("How old is ${name}?") are put in by an expression: one, for one language."""
        if not mentions(wordings):
            return
        try:
            words = self._making.languages.words(wordings, keep_references=True)
            if len(set(words.translations.values()) | {words.text}) > 1:
                raise CannotSay(_("That is possible in one language only."))
            making = self._making
            said = with_answers(words.text, making.kinds, making.find(entry), making.speech(entry))
            worded = {"url": ext.CQF_EXPRESSION, "valueExpression": expression(said)}
            item.setdefault("_text", {}).setdefault("extension", []).append(worded)
        except CannotSay as reason:
            says = _("Another answer cannot be shown in the text; “…” stands in its place. %s")
            self._making.warn(entry.line, (column,), says % reason)

    def _helps(self, entry: Entry) -> list[Item]:
        """Hints are FHIR's help texts: items of their own below the question."""
        found = []
        for name in ("hint", "guidance_hint"):
            hints = entry.line.wordings(name)
            if not hints:
                continue
            self._remark_missing(entry, name, hints)
            helping: Item = {"linkId": f"{entry.link_id}/{name}"[-limits.LINK_ID :], "type": "display"}
            self._making.languages.words(hints).put_into(helping, "text")
            self._add_answers_in_words(entry, helping, name, hints)
            helping["extension"] = [control(Control.HELP)]
            found.append(helping)
        return found

    # --- groups -------------------------------------------------------------------------------------------------

    def _group(self, entry: Entry, item: Item, logic: Logic) -> Item | None:
        logic.extend(*looks(entry, self._making.remarks).extensions())
        remark_parameters(entry.line, (), self._making.remarks)
        if entry.repeats:
            item["repeats"] = True
            self._add_count(entry, logic)
        helps = self._helps(entry)
        below = self._items(entry.below)
        if not below:
            self._making.warn(entry.line, ("type",), _("Nothing is left in this group, so it is left out."))
            return None
        item["item"] = [*helps, *below]
        self._groups.append((entry, item))
        return item

    def _add_count(self, entry: Entry, logic: Logic) -> None:
        written = entry.line.text(*COUNT)
        if not written:
            return
        if written.isdigit() and 1 <= int(written[:6]) <= limits.OCCURRENCES:
            for url in (ext.MIN_OCCURS, ext.MAX_OCCURS):
                logic.extend({"url": url, "valueInteger": int(written)})
            return
        says = _("How often it repeats is not worked out; whoever fills the form in adds as many as there are.")
        self._making.warn(entry.line, COUNT, says)

    def _add_variables(self, entry: Entry, item: Item) -> None:
        for name, path in self._making.variables.of.get(id(entry), {}).items():
            said = {"name": name, "language": "text/fhirpath", "expression": path}
            item.setdefault("extension", []).append({"url": ext.VARIABLE, "valueExpression": said})

    # --- questions ----------------------------------------------------------------------------------------------

    def _question(self, entry: Entry, item: Item, logic: Logic) -> Item | None:
        if entry.shows:
            return self._shown(entry, item, logic)
        logic.add()
        if entry.asks.holds is Holds.CODES or entry.asks.one_tick:
            item["repeats"] = True
        shown_as = looks(entry, self._making.remarks)
        logic.extend(*shown_as.extensions())
        if shown_as.long and entry.asks.type is ItemType.STRING:
            item["type"] = ItemType.TEXT.value
        self._add_parameters(entry, logic)
        self._add_calculation(entry, item, logic)
        if entry.asks.list_name or entry.asks.one_tick:
            self._choices.append((entry, item))
        else:
            logic.add_default()
        if entry.asks.type is ItemType.DISPLAY:
            item.pop("required", None)
            entry.line.take(*READ_ONLY)
            return item
        if helps := self._helps(entry):
            item["item"] = helps
        return self._as_asked(entry, item, logic)

    def _add_parameters(self, entry: Entry, logic: Logic) -> None:
        understood = {"start", "end", "step"} if entry.asks.slider else set()
        if entry.asks.slider:
            logic.extend(*slider(entry.line, entry.asks.type, self._making.remarks))
        remark_parameters(entry.line, understood, self._making.remarks)

    def _add_calculation(self, entry: Entry, item: Item, logic: Logic) -> None:
        written = entry.line.text(*CALCULATION)
        if written and logic.add_calculation(written) and not entry.asks.worked_out:
            read_only = entry.line.text(*READ_ONLY)
            if read_only not in YES:
                self._making.note(entry.line, CALCULATION, _("It is always worked out; nobody can type it in."))
        elif entry.line.text("trigger"):
            self._making.warn(entry.line, ("trigger",), _("What should set it off is not followed."))
        entry.line.take("trigger")

    def _as_asked(self, entry: Entry, item: Item, logic: Logic) -> Item | None:
        read_only = entry.line.text(*READ_ONLY)
        calculated = any(found["url"] == ext.CALCULATED for found in item.get("extension", []))
        if entry.asks.worked_out and not calculated:
            return None
        if entry.asks.hidden:
            logic.extend({"url": ext.HIDDEN, "valueBoolean": True})
        if read_only in YES and not calculated:
            item["readOnly"] = True
        elif read_only not in YES | NO:
            says = _("It is read-only sometimes, which cannot be followed; here it may always be answered.")
            self._making.warn(entry.line, READ_ONLY, says)
        return item

    def _shown(self, entry: Entry, item: Item, logic: Logic) -> Item:
        """A note that ends with another answer is, in FHIR, a result: its label, and what it shows."""
        logic.add()
        looks(entry, self._making.remarks)
        item.pop("required", None)
        item["type"] = type_of_result(entry.asks.holds).value
        logic.extend({"url": ext.CALCULATED, "valueExpression": expression(entry.shows)})
        item["readOnly"] = True
        if helps := self._helps(entry):
            item["item"] = helps
        return item

    # --- listed answers -----------------------------------------------------------------------------------------

    def _add_options(self, entry: Entry, item: Item) -> None:
        logic = Logic(self._making, entry, item)
        if entry.asks.one_tick:
            agreed: Item = {"code": "OK"}
            self._making.languages.of_ours(READ).put_into(agreed, "display")
            item["answerOption"] = [{"valueCoding": agreed}]
            logic.extend({"url": ext.MAX_OCCURS, "valueInteger": 1}, control(Control.CHECK_BOX))
            return
        choices = self._making.lists.choices(entry.asks.list_name)
        if not choices:
            says = _("The list “%s” is not on the sheet “choices”; the question is asked with an empty line instead.")
            self._making.warn(entry.line, ("type",), says % entry.asks.list_name[:60])
            item["type"] = ItemType.STRING.value
            item.pop("repeats", None)
            return
        weighed = entry.asks.list_name in self._making.scales.weighed
        made = {choice.code: answer_option(choice, self._making.languages, weighed=weighed) for choice in choices}
        item["answerOption"] = [made[code] for code in self._fitting(entry, logic, made)]
        self._select_defaults(entry, item, made)

    def _fitting(self, entry: Entry, logic: Logic, made: dict[str, Item]) -> list[str]:
        written = entry.line.text("choice_filter")
        if not written:
            return list(made)
        choices = self._making.lists.choices(entry.asks.list_name)
        try:
            found = Filter(written, choices, self._making.speech(entry))
            logic.extend(*found.extensions(made))
        except CannotSay as reason:
            says = _("Which answers fit cannot be followed, so all are offered. %s")
            self._making.warn(entry.line, ("choice_filter",), says % reason)
            return list(made)
        return [code for code in made if found.fits[code]]

    def _select_defaults(self, entry: Entry, item: Item, made: dict[str, Item]) -> None:
        written = entry.line.text("default")
        if not written:
            return
        if entry.line.dynamic_default:
            Logic(self._making, entry, item).add_default()
            return
        for code in written.split() if entry.asks.holds is Holds.CODES else [written]:
            if code in made:
                made[code]["initialSelected"] = True
            else:
                says = _("“%s” is not one of its answers, so it is not chosen at first.")
                self._making.warn(entry.line, ("default",), says % code[:60])


def _labels(entry: Entry) -> dict[str, str]:
    """The wordings of a question; a text to read has its hint below it."""
    labels = {language: _in_loop(text, entry, language) for language, text in entry.line.wordings("label").items()}
    if entry.asks.type is not ItemType.DISPLAY:
        return labels
    hints = entry.line.wordings("hint")
    return {
        language: "\n".join(part for part in (labels.get(language, labels.get("")), hints.get(language)) if part)
        for language in {**labels, **hints}
    }


def _in_loop(text: str, entry: Entry, language: str) -> str:
    """A loop's questions name the answer that they are about as %(label)s."""
    labels = entry.loop_labels
    label = labels.get(language) or labels.get("") or next(iter(labels.values()), "")
    return text.replace("%(label)s", label).replace("%(name)s", label)


def _without_last_reference(labels: Mapping[str, str]) -> dict[str, str]:
    return {language: REFERENCE.sub("", text).strip().rstrip(":=").rstrip() for language, text in labels.items()}
