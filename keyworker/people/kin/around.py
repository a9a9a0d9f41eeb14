"""Who and what outside the family stands by somebody; apps further along the path say it of what they know."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from keyworker.base.actor import Actor
from keyworker.people.models import Person


@dataclass(frozen=True, slots=True)
class Beside:
    """A name as it is drawn, and the tie that leads there: "plain", or "thin" where nobody has answered yet."""

    name: str
    tie: str = "plain"


Query = Callable[[Actor, Person], Iterable[Beside]]
_asked: list[Query] = []


def add_to_ecomap(query: Query) -> None:
    """What a query finds, as far as the reader may know of it, stands in the ecomap; called from an `apps.ready`."""
    if query not in _asked:
        _asked.append(query)


def beside(actor: Actor, person: Person) -> list[Beside]:
    """Each name once, by its first tie. As many queries as apps that tell of something."""
    found: dict[str, Beside] = {}
    for query in _asked:
        for one in query(actor, person):
            found.setdefault(one.name, one)
    return list(found.values())
