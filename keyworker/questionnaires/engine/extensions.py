"""Which FHIR extensions we honour, which change only the looks, and which we say aloud that we do not follow."""

from collections.abc import Iterator, Mapping
from typing import Any

from keyworker.questionnaires.engine.definition import Text
from keyworker.questionnaires.engine.values import choice_of

CORE = "http://hl7.org/fhir/StructureDefinition/"
SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-"
OURS = "https://keyworker.example/fhir/StructureDefinition/"

TRANSLATION = f"{CORE}translation"
ORDINALS = (
    f"{CORE}ordinalValue",
    f"{CORE}itemWeight",
    f"{CORE}questionnaire-ordinalValue",
    f"{CORE}valueset-ordinalValue",
)
# R5 keeps weights as properties of an expansion; this is how R4 carries them.
EXPANSION_PROPERTY = "http://hl7.org/fhir/5.0/StructureDefinition/extension-ValueSet.expansion.contains.property"
OPTION_PREFIX = f"{CORE}questionnaire-optionPrefix"
OPTION_EXCLUSIVE = f"{CORE}questionnaire-optionExclusive"
ITEM_CONTROL = f"{CORE}questionnaire-itemControl"
ORIENTATION = f"{CORE}questionnaire-choiceOrientation"
SLIDER_STEP = f"{CORE}questionnaire-sliderStepValue"
COLLAPSIBLE = f"{SDC}collapsible"
OPEN_LABEL = f"{SDC}openLabel"
HIDDEN = f"{CORE}questionnaire-hidden"
UNIT = f"{CORE}questionnaire-unit"
UNIT_OPTION = f"{CORE}questionnaire-unitOption"
UNIT_VALUE_SET = f"{CORE}questionnaire-unitValueSet"
REFERENCE_RESOURCE = f"{CORE}questionnaire-referenceResource"
MARKDOWN = f"{CORE}rendering-markdown"
ENTRY_FORMAT = f"{CORE}entryFormat"
MIN_VALUE = f"{CORE}minValue"
MAX_VALUE = f"{CORE}maxValue"
MIN_QUANTITY = f"{SDC}minQuantity"
MAX_QUANTITY = f"{SDC}maxQuantity"
MIME_TYPE = f"{CORE}mimeType"
MAX_SIZE = f"{CORE}maxSize"
MIN_LENGTH = f"{CORE}minLength"
DECIMAL_PLACES = f"{CORE}maxDecimalPlaces"
PATTERN = f"{CORE}regex"
MIN_OCCURS = f"{CORE}questionnaire-minOccurs"
MAX_OCCURS = f"{CORE}questionnaire-maxOccurs"
VARIABLE = f"{CORE}variable"
TARGET_CONSTRAINT = f"{CORE}targetConstraint"
CONSTRAINTS = (TARGET_CONSTRAINT, f"{CORE}questionnaire-constraint")
CALCULATED = f"{SDC}calculatedExpression"
INITIAL_EXPRESSION = f"{SDC}initialExpression"
POPULATION_CONTEXT = f"{SDC}itemPopulationContext"
ANSWER_EXPRESSION = f"{SDC}answerExpression"
TOGGLE = f"{SDC}answerOptionsToggleExpression"
CQF_CALCULATED = f"{CORE}cqf-calculatedValue"
CQF_EXPRESSION = f"{CORE}cqf-expression"
ENABLE_WHEN = f"{SDC}enableWhenExpression"
LAUNCH_CONTEXT = f"{SDC}launchContext"
SUB_QUESTIONNAIRE = f"{SDC}subQuestionnaire"
CRITICAL_EXTENSION = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-rendering-criticalExtension"

SCORE_BAND = f"{OURS}score-band"
CRITICAL_ANSWER = f"{OURS}critical-answer"
MARKER = f"{OURS}strength-or-need"
# On an item with critical answers: the url of the form to open next (valueCanonical), such as the safety plan.
NEXT_FORM = f"{OURS}next-form"
# On a total: "lower" or "higher" (valueCode), so that a change can be said to be for the better.
BETTER_WHEN = f"{OURS}better-when"
# On a total: a change of at least `points` (valueDecimal) counts; `meaning` says so in words, `source` cites it.
RELIABLE_CHANGE = f"{OURS}reliable-change"

HONOURED = frozenset(
    {
        *ORDINALS, TRANSLATION, OPTION_PREFIX, OPTION_EXCLUSIVE, ITEM_CONTROL, ORIENTATION, HIDDEN, UNIT,
        ENTRY_FORMAT, MIN_VALUE, MAX_VALUE, MIN_LENGTH, DECIMAL_PLACES, PATTERN, MIN_OCCURS, MAX_OCCURS,
        SLIDER_STEP, COLLAPSIBLE, OPEN_LABEL, UNIT_OPTION, UNIT_VALUE_SET, REFERENCE_RESOURCE, MIN_QUANTITY,
        MAX_QUANTITY, MIME_TYPE, MAX_SIZE, INITIAL_EXPRESSION, POPULATION_CONTEXT, ANSWER_EXPRESSION, TOGGLE,
        MARKDOWN, *CONSTRAINTS, VARIABLE, CALCULATED, ENABLE_WHEN, LAUNCH_CONTEXT, SUB_QUESTIONNAIRE,
        CRITICAL_EXTENSION, EXPANSION_PROPERTY, SCORE_BAND, CRITICAL_ANSWER, MARKER, NEXT_FORM, BETTER_WHEN,
        RELIABLE_CHANGE,
    }
)  # fmt: skip

# These tell a program how to store, draw or describe a form. Leaving them out changes no question, answer or score.
OF_NO_MATTER = frozenset(
    {
        f"{CORE}artifact-versionAlgorithm",
        "http://hl7.org/fhir/5.0/StructureDefinition/extension-Questionnaire.versionAlgorithm[x]",
        "http://hl7.org/fhir/5.0/StructureDefinition/extension-Questionnaire.item.disabledDisplay",
        "http://hl7.org/fhir/5.0/StructureDefinition/extension-ValueSet.expansion.property",
        f"{CORE}valueset-label", f"{CORE}valueset-conceptOrder", f"{CORE}rendering-style",
        f"{CORE}rendering-styleSensitive", f"{CORE}rendering-xhtml",
        f"{CORE}questionnaire-displayCategory", f"{CORE}questionnaire-referenceProfile",
        f"{CORE}preferredTerminologyServer", f"{CORE}display", f"{CORE}designNote",
        f"{CORE}questionnaire-derivationType", f"{CORE}referencesContained", f"{CORE}structuredefinition-wg",
        f"{SDC}observationLinkPeriod", f"{SDC}observationExtract", f"{SDC}observation-extract-category",
        f"{SDC}definitionExtract", f"{SDC}targetStructureMap", f"{SDC}width", f"{SDC}keyboard",
        f"{SDC}choiceColumn", f"{SDC}columnCount", f"{SDC}shortText",
        f"{SDC}optionalDisplay", f"{SDC}endpoint", f"{SDC}performerType",
        f"{SDC}isSubject", f"{SDC}assemble-expectation", f"{SDC}lookupQuestionnaire",
    }
)  # fmt: skip


def extensions(element: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The well-formed extensions of an element."""
    found = element.get("extension")
    for extension in found if isinstance(found, list) else []:
        if isinstance(extension, Mapping) and isinstance(extension.get("url"), str):
            yield extension


def contents(element: Mapping[str, Any], url: str) -> list[Any]:
    """What each extension of this url says: the raw content of its `value[x]`."""
    return [
        choice[1]
        for extension in extensions(element)
        if extension["url"] == url and (choice := choice_of(extension, "value")) is not None
    ]


def content(element: Mapping[str, Any], url: str) -> Any:
    return next(iter(contents(element, url)), None)


def complex_extensions(element: Mapping[str, Any], url: str) -> list[dict[str, Mapping[str, Any]]]:
    """Each extension of this url that has parts, as its parts by name."""
    return [
        {str(part["url"]): part for part in extensions(extension)}
        for extension in extensions(element)
        if extension["url"] == url
    ]


def translated(element: Mapping[str, Any], name: str) -> Text:
    """The text property `name` with the translations that its `_name` sibling carries.

    Markdown is read as the plain text it is, where there is no other; markup is never read at all.
    """
    sibling = element.get(f"_{name}")
    sibling = sibling if isinstance(sibling, Mapping) else {}
    marked = next((e for e in extensions(sibling) if e["url"] == MARKDOWN), None)
    other = translated(marked, "valueMarkdown") if marked is not None else Text()
    default = element.get(name)
    words = default if isinstance(default, str) else other.default
    return Text(words, {**other.translations, **_translations(sibling)}) if words else Text()


def translated_content(element: Mapping[str, Any], url: str) -> Text:
    """What an extension of this url says in words, with its translations."""
    for extension in extensions(element):
        if extension["url"] == url:
            return translated(extension, "valueString") or translated(extension, "valueMarkdown")
    return Text()


def _translations(sibling: Mapping[str, Any]) -> dict[str, str]:
    found: dict[str, str] = {}
    for parts in complex_extensions(sibling, TRANSLATION):
        language = choice_of(parts.get("lang", {}), "value")
        wording = choice_of(parts.get("content", {}), "value")
        if language and wording and isinstance(language[1], str) and isinstance(wording[1], str):
            found[language[1].lower()] = wording[1]
    return found
