"""What a page shows: the form, the answers, what was typed as it was typed, and what goes with them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from keyworker.questionnaires.engine.answers import Answers, Place
from keyworker.questionnaires.engine.definition import Definition, Item, Option
from keyworker.questionnaires.engine.names import Sent
from keyworker.questionnaires.engine.nodes import id_of
from keyworker.questionnaires.engine.scoring import Score
from keyworker.questionnaires.engine.settling import Settled
from keyworker.questionnaires.engine.values import Attachment, Reference, Value

Suggestions = Callable[[Item, str], tuple[Reference, ...]]
Offers = Mapping[Place, tuple[Value, ...]]


@dataclass(frozen=True, slots=True)
class Showing:
    """What to show. `given` are the answers as they were read, asked or not; `sent` is what was typed, as it was
    typed; `kept` is what was kept before.

    `live` leaves out what is not asked just now; `reading` is for answers to read. `fresh` are places drawn from their
    answers, whatever was sent; `focus` is where the cursor goes. `offers` are known of the person, `origin` says from
    where; `taken` were taken just now.
    """

    definition: Definition
    settled: Settled
    given: Answers
    language: str
    scores: Mapping[Place, Score]
    errors: Mapping[Place, tuple[str, ...]] = field(default_factory=dict)
    sent: Sent | None = None
    live: bool = False
    reading: bool = False
    with_scores: bool = True
    marks_optional: bool = True
    takes_files: bool = False
    kept: Answers = field(default_factory=Answers)
    fresh: Callable[[Place], bool] = lambda _place: False
    focus: Place | None = None
    offers: Offers = field(default_factory=dict)
    taken: frozenset[Place] = frozenset()
    shown: frozenset[str] = frozenset()
    origin: Callable[[Item], str] = lambda _item: ""
    suggestions: Suggestions = lambda _item, _typed: ()

    def id_of(self, place: Place) -> str:
        return id_of(self.definition, place)

    def typed_at(self, place: Place) -> Sent | None:
        """What was typed here, or None where the answers themselves are drawn."""
        return None if self.fresh(place) else self.sent

    def values_at(self, place: Place) -> tuple[Value, ...]:
        return self.given.at(place)

    def kept_files(self, place: Place) -> list[Attachment]:
        """The files that are kept here already, those included that are to be taken away."""
        return [value for value in self.kept.at(place) if isinstance(value, Attachment) and value.url]

    def options(self, item: Item, place: Place) -> tuple[Option, ...]:
        return self.settled.options(item, place)

    def words(self, item: Item, place: Place) -> str:
        """The item's own words: worked out, or as they are written."""
        return self.settled.wordings.get(place) or item.text.in_language(self.language)
