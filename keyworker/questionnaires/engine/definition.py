"""A questionnaire once read: frozen, so that it may be kept and shared between requests."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from keyworker.questionnaires.engine.findings import Finding
from keyworker.questionnaires.engine.values import Coding, Value


class ItemType(StrEnum):
    GROUP = "group"
    DISPLAY = "display"
    BOOLEAN = "boolean"
    DECIMAL = "decimal"
    INTEGER = "integer"
    DATE = "date"
    DATE_TIME = "dateTime"
    TIME = "time"
    STRING = "string"
    TEXT = "text"
    URL = "url"
    CHOICE = "choice"
    OPEN_CHOICE = "open-choice"
    QUANTITY = "quantity"
    ATTACHMENT = "attachment"
    REFERENCE = "reference"


NUMBERS = frozenset({ItemType.DECIMAL, ItemType.INTEGER, ItemType.QUANTITY})
NOT_QUESTIONS = frozenset({ItemType.GROUP, ItemType.DISPLAY})
CHOICES = frozenset({ItemType.CHOICE, ItemType.OPEN_CHOICE})


class Operator(StrEnum):
    EXISTS = "exists"
    EQUALS = "="
    DIFFERS = "!="
    MORE = ">"
    LESS = "<"
    AT_LEAST = ">="
    AT_MOST = "<="


class Control(StrEnum):
    """How an item is shown, of those controls that we draw; others fall back to the plain one of the type."""

    PLAIN = ""
    RADIO = "radio-button"
    CHECK_BOX = "check-box"
    DROP_DOWN = "drop-down"
    AUTOCOMPLETE = "autocomplete"
    SLIDER = "slider"
    # Groups: all their questions in one table, or on a page of their own.
    TABLE = "table"
    HTABLE = "htable"
    GTABLE = "gtable"
    PAGE = "page"
    # Texts: on every page, or part of the question that they hang below.
    HEADER = "header"
    FOOTER = "footer"
    HELP = "help"
    FLYOVER = "flyover"
    PROMPT = "prompt"
    UNIT = "unit"
    LOWER = "lower"
    UPPER = "upper"


EXPLAINING = frozenset({Control.HELP, Control.FLYOVER, Control.PROMPT})
PART_OF_A_QUESTION = EXPLAINING | {Control.UNIT, Control.LOWER, Control.UPPER}


class Folding(StrEnum):
    """Whether a group can be folded away, and how it is found at first."""

    NO = ""
    OPEN = "default-open"
    CLOSED = "default-closed"


@dataclass(frozen=True, slots=True)
class Text:
    """Wording with its translations (FHIR's `translation` extension)."""

    default: str = ""
    translations: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.default)

    def in_language(self, language: str) -> str:
        """The wording for "es-MX", else for "es", else for another country's Spanish, else as the form was written."""
        if not self.translations:
            return self.default
        wanted = language.lower()
        spoken = wanted.partition("-")[0]
        kin = (words for name, words in self.translations.items() if name.partition("-")[0] == spoken)
        return self.translations.get(wanted) or self.translations.get(spoken) or next(kin, "") or self.default


@dataclass(frozen=True, slots=True)
class Option:
    """One listed answer. `token` names it in the web form: its code where that is unique, else its place.

    `kind` is the FHIR type of its value, such as "Coding" or "Date".
    """

    token: str
    value: Value
    kind: str
    label: Text
    ordinal: Decimal | None = None
    prefix: Text = field(default_factory=Text)
    exclusive: bool = False
    selected: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """One `enableWhen`: show the item only if this question's answer is so."""

    question: str
    operator: Operator
    expected: Value


@dataclass(frozen=True, slots=True)
class Expression:
    """FHIRPath to be worked out, `name`d when it is a variable.

    `program` is the text ready to run, with the `reads` `%names` it looks at: read once with the form, kept with it.
    """

    text: str
    name: str = ""
    program: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False)
    reads: frozenset[str] = field(default=frozenset(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Toggle:
    """These listed answers may only be chosen while the expression holds."""

    options: tuple[Value, ...]
    expression: Expression


@dataclass(frozen=True, slots=True)
class Constraint:
    """FHIRPath that must hold (`targetConstraint`)."""

    key: str
    expression: Expression
    says: Text
    blocks: bool


@dataclass(frozen=True, slots=True)
class Band:
    """What a score between `low` and `high` (both included, None for no end) means, in words."""

    low: Decimal | None
    high: Decimal | None
    label: Text
    meaning: Text
    level: str = ""

    def holds(self, score: Decimal) -> bool:
        return (self.low is None or score >= self.low) and (self.high is None or score <= self.high)


@dataclass(frozen=True, slots=True)
class CriticalAnswer:
    """An answer that calls for action whatever the total: one of this weight or more, or this very answer."""

    at_least: Decimal | None
    answer: Value | None
    message: Text


@dataclass(frozen=True, slots=True)
class Marker:
    """The answer tells of a strength or a need in a domain of life; with neither rule given, any answer does."""

    kind: str
    domain: str
    at_least: Decimal | None
    answer: Value | None


@dataclass(frozen=True, slots=True)
class Bounds:
    """What an answer must keep to. A lowest or highest value may be worked out instead of given.

    `max_size` is in bytes; `media_types` are those that a file may have, all if there are none.
    """

    min_value: Value | None = None
    max_value: Value | None = None
    min_from: Expression | None = None
    max_from: Expression | None = None
    min_length: int | None = None
    max_length: int | None = None
    decimal_places: int | None = None
    pattern: str = ""
    min_occurs: int = 0
    max_occurs: int | None = None
    max_size: int | None = None
    media_types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One item. `number` is its place in reading order from 1; `ancestors` are the link ids above, outermost first.

    `units` are those to choose from, `step` how far a slider moves, `refers_to` the FHIR types that a reference may
    name. `answers_from` lists the answers, `initial_from` gives the first one, `populates` what expressions below it
    may read (`%name`), `worded_from` the words of the item itself; each is an expression.
    """

    link_id: str
    type: ItemType
    text: Text
    number: int
    ancestors: tuple[str, ...] = ()
    items: tuple["Item", ...] = ()
    prefix: Text = field(default_factory=Text)
    codes: tuple[Coding, ...] = ()
    required: bool = False
    repeats: bool = False
    read_only: bool = False
    hidden: bool = False
    conditions: tuple[Condition, ...] = ()
    any_condition: bool = False
    enable_expression: Expression | None = None
    options: tuple[Option, ...] = ()
    control: Control = Control.PLAIN
    horizontal: bool = False
    hint: Text = field(default_factory=Text)
    own_words: Text = field(default_factory=Text)
    folding: Folding = Folding.NO
    unit: Coding | None = None
    units: tuple[Coding, ...] = ()
    step: Decimal | None = None
    refers_to: tuple[str, ...] = ()
    initial: tuple[Value, ...] = ()
    initial_from: Expression | None = None
    populates: Expression | None = None
    answers_from: Expression | None = None
    worded_from: Expression | None = None
    toggles: tuple[Toggle, ...] = ()
    bounds: Bounds = field(default_factory=Bounds)
    variables: tuple[Expression, ...] = ()
    calculated: Expression | None = None
    constraints: tuple[Constraint, ...] = ()
    bands: tuple[Band, ...] = ()
    critical: tuple[CriticalAnswer, ...] = ()
    markers: tuple[Marker, ...] = ()

    def called(self, language: str) -> str:
        """How a message names it: its wording, else its prefix, else its link id."""
        return self.text.in_language(language) or self.prefix.in_language(language) or self.link_id

    @property
    def is_question(self) -> bool:
        return self.type not in NOT_QUESTIONS

    @property
    def is_asked(self) -> bool:
        """A question that a person answers here: one whose list lies elsewhere, in their own words."""
        return self.is_question

    @property
    def is_scored(self) -> bool:
        """Its listed answers carry weights."""
        return any(option.ordinal is not None for option in self.options)

    def option_for(self, value: Value) -> Option | None:
        """The listed answer that this value is, or None."""
        for option in self.options:
            if isinstance(value, Coding) and isinstance(option.value, Coding):
                if value.same_as(option.value):
                    return option
            elif type(value) is type(option.value) and value == option.value:
                return option
        return None

    def weight_of(self, value: Value) -> Decimal | None:
        """What this answer weighs in this question; a number weighs itself."""
        if (option := self.option_for(value)) is not None:
            return option.ordinal
        if isinstance(value, int | Decimal) and not isinstance(value, bool):
            return Decimal(value)
        return None


@dataclass(frozen=True, slots=True)
class Counted:
    """The questions that a result is worked out from. `nearby`: only those of its own entry in a repeating group."""

    questions: tuple[str, ...]
    nearby: bool


@dataclass(frozen=True, slots=True)
class SheetTotal:
    """A total that a published sheet knows: the weights of these items. `adds`: the form leaves the sum to us."""

    sheet: str
    source: str
    contributors: tuple[str, ...]
    adds: bool


@dataclass(frozen=True, slots=True)
class Definition:
    """A whole questionnaire. `source` is the JSON as it came, which expressions may read as `%questionnaire`.

    `order` names every item after those that decide whether it is asked; `counted` what each result counts, where its
    calculation names it; `fingerprint` is of the content;
    `calculates` says whether there is a single expression to run.
    """

    url: str
    version: str
    name: str
    title: Text
    description: Text
    status: str
    language: str
    publisher: str
    copyright: Text
    codes: tuple[Coding, ...]
    items: tuple[Item, ...]
    variables: tuple[Expression, ...]
    constraints: tuple[Constraint, ...]
    launch_names: tuple[str, ...]
    source: Mapping[str, Any]
    warnings: tuple[Finding, ...] = ()
    order: tuple[str, ...] = ()
    by_link_id: Mapping[str, Item] = field(default_factory=dict)
    totals: Mapping[str, SheetTotal] = field(default_factory=dict)
    counted: Mapping[str, Counted] = field(default_factory=dict)
    languages: tuple[str, ...] = ()
    fingerprint: str = ""
    calculates: bool = False

    def __hash__(self) -> int:
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other

    def walk(self) -> Iterator[Item]:
        """Every item in reading order."""
        return iter(self.by_link_id.values())

    def repeating_ancestors(self, item: Item) -> tuple[str, ...]:
        """The groups above the item of which there may be several: each adds an index to the item's place."""
        return tuple(name for name in item.ancestors if is_repeating_group(self.by_link_id[name]))

    def is_computed(self, item: Item) -> bool:
        """Worked out by the server; what a browser or a file says of it is never taken."""
        total = self.totals.get(item.link_id)
        return item.calculated is not None or (total is not None and total.adds)


def is_repeating_group(item: Item) -> bool:
    return item.type == ItemType.GROUP and item.repeats


def walk(items: tuple[Item, ...]) -> Iterator[Item]:
    for item in items:
        yield item
        yield from walk(item.items)
