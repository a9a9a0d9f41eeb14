"""The listed answers of a question, and which of them fit the other answers (XLSForm's `choice_filter`)."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from keyworker.questionnaires.engine import extensions as ext
from keyworker.questionnaires.engine import limits
from keyworker.questionnaires.xlsform import xpath
from keyworker.questionnaires.xlsform.choices import Choice
from keyworker.questionnaires.xlsform.references import in_brackets
from keyworker.questionnaires.xlsform.speech import Speech
from keyworker.questionnaires.xlsform.wording import Languages, Words
from keyworker.questionnaires.xlsform.xpath import Call, CannotSay, Node, Operation, Text, Word, names_in

FHIRPATH = "text/fhirpath"


def expression(text: str) -> dict[str, str]:
    """FHIRPath as FHIR carries it. Raises CannotSay for what is longer than any form needs."""
    if len(text) > limits.EXPRESSION_LENGTH:
        raise CannotSay(_("It is too long."))
    return {"language": FHIRPATH, "expression": text}


def answer_option(choice: Choice, languages: Languages, *, weighed: bool) -> dict[str, Any]:
    """One listed answer; on a scale its code is its weight."""
    coding: dict[str, Any] = {"code": choice.code}
    languages.words(choice.labels).put_into(coding, "display")
    if weighed:
        coding["extension"] = [{"url": ext.ORDINALS[0], "valueDecimal": float(choice.code)}]
    return {"valueCoding": coding}


class Filter:
    """A choice filter: for each answer, whether it fits. Raises CannotSay."""

    def __init__(self, written: str, choices: list[Choice], speech: Speech) -> None:
        node = xpath.read(written)
        self._looks_at_answers = any(True for _name in names_in(node))
        self._speech = speech
        tests = {choice.code: [_filled(node, choice, columns) for columns in choice.columns] for choice in choices}
        if self._looks_at_answers:
            self.when = {code: self._said(each) for code, each in tests.items()}
            self.fits = dict.fromkeys(tests, True)
        else:
            self.when = {}
            self.fits = {code: any(_holds(test) for test in each) for code, each in tests.items()}

    def _said(self, tests: list[Node]) -> str:
        return " or ".join(dict.fromkeys(in_brackets(self._speech.truth(test)) for test in tests))

    def extensions(self, options: Mapping[str, dict[str, Any]]) -> list[dict[str, Any]]:
        """Which answers are offered when."""
        together: dict[str, list[str]] = {}
        for code, when in self.when.items():
            together.setdefault(when, []).append(code)
        return [self._toggle(codes, when, options) for when, codes in together.items()]

    def _toggle(self, codes: list[str], when: str, options: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
        named = [{"url": "option", "valueCoding": _plain(options[code]["valueCoding"])} for code in codes]
        return {"url": ext.TOGGLE, "extension": [*named, {"url": "expression", "valueExpression": expression(when)}]}


def constraint(key: str, text: str, says: Words, severity: str = "error") -> dict[str, Any]:
    """A `targetConstraint`: what must hold, and what to say when it does not. Raises CannotSay."""
    human: dict[str, Any] = {"url": "human"}
    says.put_into(human, "valueString")
    return {
        "url": ext.TARGET_CONSTRAINT,
        "extension": [
            {"url": "key", "valueId": key},
            {"url": "severity", "valueCode": severity},
            human,
            {"url": "expression", "valueExpression": expression(text)},
        ],
    }


def _plain(coding: Mapping[str, Any]) -> dict[str, Any]:
    return {name: coding[name] for name in ("code", "display") if name in coding}


def _filled(node: Node, choice: Choice, columns: Mapping[str, str]) -> Node:
    """The filter as it reads for one answer: its own columns in the place of their names."""
    match node:
        case Word("name"):
            return Text(choice.code)
        case Word(name) if name in columns:
            return Text(columns[name])
        case Word(name):
            raise CannotSay(_("The list has no column “%s”.") % name[:40])
        case Call(name, given):
            return Call(name, tuple(_filled(part, choice, columns) for part in given))
        case Operation(operator, parts):
            return Operation(operator, tuple(_filled(part, choice, columns) for part in parts))
        case _:
            return node


def _holds(node: Node) -> bool:
    """A filter that looks at no answer is settled once and for all."""
    match node:
        case Operation("and", parts):
            return all(_holds(part) for part in parts)
        case Operation("or", parts):
            return any(_holds(part) for part in parts)
        case Operation("=", (Text(left), Text(right))):
            return left == right
        case Operation("!=", (Text(left), Text(right))):
            return left != right
        case Call("not", (inner,)):
            return not _holds(inner)
        case Call("true" | "false" as name, ()):
            return name == "true"
        case _:
            raise CannotSay(_("It cannot be settled which answers fit."))
