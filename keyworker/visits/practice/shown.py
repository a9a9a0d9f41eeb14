"""What the page of a visit shows, and which questions stand on it: before it begins, while it goes on, afterwards."""

from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _

from keyworker.access.permissions import Permission
from keyworker.access.sight import may
from keyworker.base import clock
from keyworker.base.actor import Actor
from keyworker.base.ids import new_id
from keyworker.delivery.models import CaseNote
from keyworker.notices.queries import reminder_of
from keyworker.people.pages import file_frame
from keyworker.people.queries import code_words
from keyworker.people.reaching import Reach, ways_now
from keyworker.visits.interpreting.queries import interpreting
from keyworker.visits.models import Item, Precaution, Visit, VisitKind
from keyworker.visits.platforms.queries import link_for_worker
from keyworker.visits.practice import rules
from keyworker.visits.practice.beside import note_beside, note_key
from keyworker.visits.practice.forms import HOWS, BeforehandForm, BesideForm, EndForm, Moment
from keyworker.visits.practice.licenses import Licensed, licensed
from keyworker.visits.practice.queries import Beforehand, beforehand
from keyworker.visits.practice.words import ReadAloud, in_every_language
from keyworker.visits.rooms.queries import who_joined
from keyworker.visits.suiting.queries import of_visit


class Shown:
    """A visit with its forms: `asking` what is settled before, where that is asked; `ending` while it goes on."""

    def __init__(
        self, actor: Actor, visit: Visit, *, asking: QueryDict | None = None, ending: QueryDict | None = None
    ) -> None:
        self.actor, self.visit = actor, visit
        self.frame = file_frame(actor, visit.person, current="contacts", program=visit.program)
        self.writes = visit.is_planned and may(actor, Permission.VISIT_SCHEDULE)
        self.known: Beforehand | None = beforehand(actor, visit) if rules.needed(visit.kind) else None
        self.read: list[ReadAloud] = []
        self.asking = self._asked(asking) if self.writes else None
        self.ending = self._ended(ending) if self._is_written_beside(ending) else None

    def _is_written_beside(self, sent: QueryDict | None) -> bool:
        """While it goes on; also when what was typed comes after a colleague has ended it."""
        return (self.writes and self.visit.is_going_on) or (sent is not None and may(self.actor, Permission.NOTE_WRITE))

    def _asked(self, sent: QueryDict | None) -> BeforehandForm | None:
        if self.known is None:
            return None
        self.read = in_every_language(self.visit.person.language, platform=self._platform)
        return BeforehandForm(
            sent,
            found=self.known,
            ways=ways_now(self.frame["ways"], self.frame["safety"]),
            read=self.read,
            at=Moment.BEGUN if self.visit.begun_at else Moment.NOW if self._may_begin else Moment.AHEAD,
            licensed=self._licensed,
        )

    @property
    def _may_begin(self) -> bool:
        visit = self.visit
        return bool(rules.may_begin(visit.status, visit.starts_at, visit.begun_at, now=clock.now()))

    @cached_property
    def _licensed(self) -> Licensed | None:
        return licensed(self.visit.licenses, self.actor.staff_id)

    def _unlicensed_in(self) -> str:
        """Where they are, as they said, and the reader's license does not count; empty otherwise."""
        where = self.known.here.get(Item.WHERE.value) if self.known and self.asking else None
        if where is None or not where.region or self._licensed is None or where.region in self._licensed.theirs:
            return ""
        return str(_("another state or country")) if where.region == rules.ELSEWHERE else where.region

    @property
    def _platform(self) -> str:
        return self.visit.platform if self.visit.is_elsewhere else ""

    def _ended(self, sent: QueryDict | None) -> EndForm:
        note, key = _to_go_on_with(self.actor, self.visit)
        joined = who_joined(self.actor, self.visit) if self.visit.kind == VisitKind.VIDEO else ""
        return EndForm(sent, visit=self.visit, key=key, note=note, joined=joined)

    def is_valid(self) -> bool:
        """Whether what was sent can be done; a form that nothing was sent to stands in nobody's way."""
        sent = [form for form in (self.asking, self.ending) if form is not None and form.is_bound]
        return all(form.is_valid() for form in sent)

    def context(self) -> dict[str, Any]:
        visit = self.visit
        return {
            **self.frame,
            "visit": visit,
            "reminder": None if visit.begun_at else reminder_of(self.actor, visit.pk),
            "may_settle": self.writes,
            "may_begin": self.writes and self._may_begin,
            "may_phone": self.writes and bool(rules.may_go_on_by_phone(visit.status, visit.kind)),
            "minutes": rules.minutes_of(visit.begun_at, visit.over_at) if visit.begun_at and visit.over_at else None,
            "asking": self.asking,
            "ending": self.ending,
            "form": next((form for form in (self.asking, self.ending) if form and form.is_bound), None),
            "read": self.read,
            "unlicensed_in": self._unlicensed_in(),
            "suits": of_visit(visit.suits, visit.program) if rules.needed(visit.kind) else [],
            "platform": self._platform,
            "link": link_for_worker(visit),
            "consent": self.known.consent if self.known else None,
            "settled": self._settled(),
            "interpreting": interpreting(self.actor, visit),
            **self._ways(),
        }

    def _settled(self) -> list[dict[str, Any]]:
        """What was settled, once it has begun; where somebody was only as long as it goes on."""
        if self.known is None or self.visit.begun_at is None:
            return []
        past = self.visit.over_at is not None
        shown = [item for item in Item if not (past and item in rules.OF_THIS_TIME)]
        return [
            {"key": item.label, "row": row, "said": _in_words(row)}
            for item in shown
            if (row := self.known.here.get(item)) is not None
        ]

    def _ways(self) -> dict[str, Any]:
        """How they may be reached now, before anybody dials: the way that was agreed first; none once it is settled."""
        visit = self.visit
        if not visit.is_planned:
            return {}
        known: list[Reach] = ways_now(self.frame["ways"], self.frame["safety"])
        if visit.kind == VisitKind.IN_PERSON:
            known = [way for way in known if way.point.pk == visit.way_id]
        known.sort(key=lambda way: way.point.pk != visit.way_id)
        return {"ways": known, "code_words": words_of_ours(self.actor, visit)}


def words_of_ours(actor: Actor, visit: Visit) -> list[str]:
    """By which they know that it is us; none once it has begun, for they know by then."""
    if visit.begun_at is not None:
        return []
    if visit.way is not None:
        visit.way.person = visit.person  # whose key opens its code word
    return code_words(actor, visit.person, visit.way)


def written_beside(actor: Actor, visit: Visit) -> BesideForm | None:
    """The note beside the picture, for whoever may write it, while the visit goes on."""
    if not (visit.is_going_on and visit.is_planned and may(actor, Permission.NOTE_WRITE)):
        return None
    note, key = _to_go_on_with(actor, visit)
    return BesideForm(None, visit=visit, key=key, note=note)


def _to_go_on_with(actor: Actor, visit: Visit) -> tuple[CaseNote | None, UUID]:
    """The draft that is there and its key; once it was signed, another is begun."""
    note = note_beside(actor, visit)
    if note is not None and note.is_signed:
        return None, new_id()
    return note, note_key(visit, actor)


def _in_words(row: Precaution) -> str:
    """The answer as a person would say it."""
    how = HOWS.get(row.how, "") if row.item in {Item.IDENTITY, Item.HEARS} else ""
    named = row.way.get_channel_display() if row.way else ""
    return " · ".join(str(part) for part in (how, named, row.words) if part)
