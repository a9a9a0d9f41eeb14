"""Answers, scores and conditions in words that a person reads."""

from datetime import date, datetime
from decimal import Decimal

from django.utils.formats import date_format, localize
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from keyworker.questionnaires.engine.definition import Condition, Definition, Item, ItemType, Operator
from keyworker.questionnaires.engine.scoring import Score
from keyworker.questionnaires.engine.values import Attachment, Coding, Quantity, Reference, Value, plain_number


def answer_in_words(item: Item, value: Value, language: str) -> str:
    """An answer as it was worded in the list, or as a person would write it."""
    if (option := item.option_for(value)) is not None:
        return option.label.in_language(language)
    match value:
        case bool():
            return _("Yes") if value else _("No")
        case Coding():
            return value.display or value.code
        case Quantity():
            return f"{number_in_words(value.value)} {value.unit or value.code}".strip()
        case Attachment():
            return value.title or _("A file")
        case Reference():
            return value.display or value.reference
        case int() | Decimal():
            unit = item.unit.display or item.unit.code if item.unit else ""
            return f"{number_in_words(Decimal(value))} {unit}".strip()
        case _:
            return date_in_words(value) if item.type in {ItemType.DATE, ItemType.DATE_TIME} else value


def number_in_words(number: Decimal) -> str:
    return str(localize(plain_number(number)))


def date_in_words(text: str) -> str:
    """ "2024", "2024-05" and "2024-05-27" each as far as they go."""
    try:
        if "T" in text:
            return date_format(datetime.fromisoformat(text), "DATETIME_FORMAT")
        if len(text) == 10:
            return date_format(date.fromisoformat(text), "DATE_FORMAT")
        if len(text) == 7:
            return date_format(date.fromisoformat(f"{text}-01"), "YEAR_MONTH_FORMAT")
    except ValueError:
        return text
    return text


def score_in_words(item: Item, score: Score | None, language: str) -> str:
    """ "12 – Moderate", or how far it has come: a band is never named before all answers are in."""
    if score is None:
        return _("This is worked out from the answers.")
    said = answer_in_words(item, score.value, language)
    if score.number is None or score.of == 0:
        return said
    if not score.is_complete:
        return ngettext(
            "%(score)s so far (%(answered)d of %(of)d question answered)",
            "%(score)s so far (%(answered)d of %(of)d questions answered)",
            score.of,
        ) % {"score": said, "answered": score.answered, "of": score.of}
    if score.band is None:
        return said
    return _("%(score)s – %(band)s") % {"score": said, "band": score.band.label.in_language(language)}


def only_if(definition: Definition, item: Item, language: str) -> str:
    """When to answer an item, for a page that shows every item at once. Empty when it is always asked."""
    if item.enable_expression is not None:
        return _("Answer this only if it fits your other answers.")
    if not item.conditions:
        return ""
    conditions = _joined(
        [_conditions_in_words(definition, alike, language) for alike in _alike(item)],
        _(" or ") if item.any_condition else _(" and "),
    )
    match item.type:
        case ItemType.GROUP:
            return _("Answer these questions only if %s.") % conditions
        case ItemType.DISPLAY:
            return _("This is meant for you only if %s.") % conditions
        case _:
            return _("Answer this only if %s.") % conditions


def _alike(item: Item) -> list[list[Condition]]:
    """Where any will do, several answers waited for in one question are said in one breath."""
    found: dict[object, list[Condition]] = {}
    for number, condition in enumerate(item.conditions):
        together = item.any_condition and condition.operator is Operator.EQUALS
        found.setdefault(condition.question if together else number, []).append(condition)
    return list(found.values())


def _joined(words: list[str], last: str) -> str:
    """ "a, b or c"."""
    words = list(dict.fromkeys(words))
    return last.join(part for part in (", ".join(words[:-1]), words[-1]) if part)


_COMPARISONS = {
    Operator.EQUALS: gettext_lazy("your answer to “%(question)s” is %(answer)s"),
    Operator.DIFFERS: gettext_lazy("your answer to “%(question)s” is not %(answer)s"),
    Operator.MORE: gettext_lazy("your answer to “%(question)s” is more than %(answer)s"),
    Operator.LESS: gettext_lazy("your answer to “%(question)s” is less than %(answer)s"),
    Operator.AT_LEAST: gettext_lazy("your answer to “%(question)s” is %(answer)s or more"),
    Operator.AT_MOST: gettext_lazy("your answer to “%(question)s” is %(answer)s or less"),
}


def _conditions_in_words(definition: Definition, alike: list[Condition], language: str) -> str:
    """One condition, or several that wait for "=" on the same question."""
    condition = alike[0]
    other = definition.by_link_id[condition.question]
    question = other.called(language)
    if condition.operator is Operator.EXISTS:
        said = _("you answered “%s”") if condition.expected else _("you did not answer “%s”")
        return said % question
    answers = [_("“%s”") % answer_in_words(other, one.expected, language) for one in alike]
    return str(_COMPARISONS[condition.operator]) % {"question": question, "answer": _joined(answers, _(" or "))}
