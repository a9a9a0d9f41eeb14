"""Small forms to test with, written as short as they can be."""

from keyworker.questionnaires.engine.parsing import parse

CORE = "http://hl7.org/fhir/StructureDefinition/"
CALCULATED = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression"
SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-"
OURS = "https://keyworker.example/fhir/StructureDefinition/"


def form(*items, **more):
    return {"resourceType": "Questionnaire", "status": "active", "title": "A form", "item": list(items), **more}


def read(*items, **more):
    return parse(form(*items, **more))


def item(link_id, kind="string", text="", **more):
    return {"linkId": link_id, "type": kind, "text": text or f"Question {link_id}?", **more}


def group(link_id, *items, **more):
    return item(link_id, "group", item=list(items), **more)


def choice(link_id, *options, **more):
    """Options are words, or (word, weight)."""
    return item(
        link_id,
        "choice",
        answerOption=[option(*one) if isinstance(one, tuple) else option(one) for one in options],
        **more,
    )


def option(word, weight=None):
    code = {"code": word.lower().replace(" ", "-"), "display": word, "system": "urn:test"}
    extension = {"extension": [{"url": f"{CORE}ordinalValue", "valueDecimal": weight}]} if weight is not None else {}
    return {"valueCoding": code, **extension}


def when(question, operator, **answer):
    return {"question": question, "operator": operator, **answer}


def is_code(question, code):
    return when(question, "=", answerCoding={"code": code})


def calculated(expression, *variables):
    found = [expression_extension(f"{CORE}variable", text, name) for name, text in variables]
    return [*found, expression_extension(CALCULATED, expression)]


def expression_extension(url, text, name=None):
    named = {"name": name} if name else {}
    return {"url": url, "valueExpression": {"language": "text/fhirpath", "expression": text, **named}}


def band(label, low, high=None, meaning="Something."):
    parts = [{"url": "label", "valueString": label}, {"url": "meaning", "valueString": meaning}]
    parts.append({"url": "low", "valueDecimal": low})
    if high is not None:
        parts.append({"url": "high", "valueDecimal": high})
    return {"url": f"{OURS}score-band", "extension": parts}


def control(code):
    concept = {"coding": [{"system": "http://hl7.org/fhir/questionnaire-item-control", "code": code}]}
    return {"url": f"{CORE}questionnaire-itemControl", "valueCodeableConcept": concept}


def shown_as(code, link_id, text, **more):
    """A text with a control: help, a header, the end of a slider..."""
    return item(link_id, "display", text, extension=[control(code)], **more)


def unit(code, display=""):
    return {"url": f"{CORE}questionnaire-unitOption", "valueCoding": {"code": code, "display": display or code}}


def toggle(expression, *words):
    """Answers that may be chosen only while the expression holds."""
    options = [{"url": "option", "valueCoding": option(word)["valueCoding"]} for word in words]
    rule = {"language": "text/fhirpath", "expression": expression}
    return {"url": f"{SDC}answerOptionsToggleExpression",
            "extension": [*options, {"url": "expression", "valueExpression": rule}]}  # fmt: skip


def sent(**answers):
    """What a browser sends for questions outside repeating groups: sent(name="Rosa")."""
    return {f"answer:::{link_id}": value for link_id, value in answers.items()}


def translated(**words):
    return {
        "extension": [
            {
                "url": f"{CORE}translation",
                "extension": [{"url": "lang", "valueCode": language}, {"url": "content", "valueString": word}],
            }
            for language, word in words.items()
        ]
    }


def long_form(totals=20):
    """250 questions, 100 of them conditional, and 20 calculations over their weights."""
    asked = []
    for number in range(230):
        waits = number % 23 > 12
        more = {"enableWhen": [is_code(f"q{number - number % 23}", "often")]} if waits else {}
        kind = ("string", "integer", "text", "boolean")[number % 4]
        plain = number % 3 and number % 23
        asked.append(
            item(f"q{number}", kind, **more) if plain else choice(f"q{number}", ("Never", 0), ("Often", 2), **more)
        )
    adds = "%resource.item.where(linkId = 'q{0}' or linkId = 'q0').answer.value.ordinal().sum()"
    sums = [item(f"t{n}", "decimal", extension=calculated(adds.format(23 * (n % 10)))) for n in range(totals)]
    return read(*asked, *sums)


def all_answered(definition):
    """What a browser sends of a form filled in to the end."""
    words = {"integer": "4", "boolean": "true"}
    found = {i.link_id: "often" if i.options else words.get(i.type, "x") for i in definition.walk()}
    return {f"answer:::{link_id}": value for link_id, value in found.items()}
