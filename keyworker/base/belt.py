"""What a table lets each database login do. Read by `seatbelt`, which turns it into grants and row policies."""

from dataclasses import dataclass
from enum import StrEnum


class Within(StrEnum):
    """Which rows of a table the outer door (client portal, partner link, public form) can reach at all."""

    AGENCY = "agency"  # any row of the agency whose door it is: wording, hours
    PROGRAM = "program"  # its programs; whoever signed in for their own file reaches no sealed one
    PERSON = "person"  # rows about the signed-in person, none of a sealed program: person_id = the context's person
    SENT = "sent"  # files of the signed-in person: with their messages, or sent and not looked at
    SELF = "self"  # the person's own row: id = the context's person
    SHARE = "share"  # the one shared record: id = the context's share
    SHARED = "shared"  # rows hanging on the shared record, by the column named in `column`
    ASKED = "asked"  # what the signed-in person was asked to answer alone, in no sealed program
    ANSWERING = "answering"  # what an answer given alone sets in motion: theirs, in a program that asked them to answer
    BESIDE = "beside"  # rows of the file of whoever this guardian or supporter comes in beside, if it was granted
    TOLD = "told"  # rows that tell what this visitor did: never in staff's name, never of another client


@dataclass(frozen=True, slots=True)
class Door:
    """The outer door's rights on a table: SQL privileges, and which rows. `column` is used by `Within.SHARED`.

    `granted`: what a companion must have been granted to reach them (`access.roles.Beside`), for `Within.BESIDE`.

    `sets`: the only columns that UPDATE may set; a door that updates must say which.
    `only`: what else must be true of a row it leaves or looks at, in SQL. INSERT names every column of a model, so
    columns cannot be kept from it by grant; what stands in them can.
    """

    may: str
    within: Within
    column: str = ""
    sets: tuple[str, ...] = ()
    only: str = ""
    granted: str = ""

    def __post_init__(self) -> None:
        if ("UPDATE" in self.may) != bool(self.sets):
            raise ValueError("A door that updates says which columns it sets.")
        if self.only and ", " in self.may:
            raise ValueError("More is asked of rows that a door leaves, changes or looks at, one at a time.")

    @property
    def grant(self) -> str:
        """The privileges as GRANT takes them."""
        return self.may.replace("UPDATE", f"UPDATE ({', '.join(self.sets)})")


@dataclass(frozen=True, slots=True)
class Belt:
    """Rights of the application's login, and of the outer door (none unless said).

    `takes_back` is the column that says whose file a row is in, where an import may be undone: the application may
    then delete a row that came with an import and that nobody has changed, and no other (see `people.BroughtIn`).
    `hides`: columns that no outer door reads, not even of rows that it reaches.
    """

    app: str = "SELECT, INSERT, UPDATE"
    door: tuple[Door, ...] = ()
    takes_back: str = ""
    hides: tuple[str, ...] = ()


STANDARD = Belt()
APPEND_ONLY = Belt(app="SELECT, INSERT")
DELETABLE = Belt(app="SELECT, INSERT, UPDATE, DELETE")
OF_A_FILE = Belt(takes_back="person_id")
