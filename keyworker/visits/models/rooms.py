"""The room of a video visit: who is invited, who sits in it now, and what their browsers say to find each other."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from keyworker.agencies.models import Program, Staff
from keyworker.base import clock
from keyworker.base.belt import DELETABLE, Belt, Door, Within
from keyworker.base.models import Record
from keyworker.people.models import Person
from keyworker.visits.models.visits import Visit

# What a guest's login reaches: the room of their own place in it, and, once they were let in, who sits there.
THEIR_ROOM = "{column} IN (SELECT room_id FROM visits_participant)"
LET_IN = "room_id IN (SELECT room_id FROM visits_participant WHERE admitted_at IS NOT NULL AND turned_away_at IS NULL)"


SET_BY_GUESTS = ("tab", "since", "seen_at", "place", "sends", "version")


class PartIn(models.TextChoices):
    """In what part somebody takes part."""

    CLIENT = "client", _("The person themselves")
    WORKER = "worker", _("A worker")
    INTERPRETER = "interpreter", _("An interpreter")
    SUPPORTER = "supporter", _("Somebody who supports them")
    PROFESSIONAL = "professional", _("Somebody from another service")


class WhyClosed(models.TextChoices):
    ENDED = "ended", _("It is over.")
    CALLED_OFF = "called-off", _("It was called off.")
    CONSENT = "consent", _("They do not wish it any more.")


class VideoRoom(Record):
    """Where a video visit takes place. When it begins is copied: a guest's login reads no visit.

    `large`: more than four may meet, in a hall (see `visits.halls`), and the picture is open to our own machine.
    """

    belt = Belt(door=(Door("SELECT", Within.AGENCY, only=THEIR_ROOM.format(column="id")),))
    visit = models.OneToOneField(Visit, on_delete=models.PROTECT, related_name="room")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    large = models.BooleanField(default=False)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_why = models.CharField(max_length=10, choices=WhyClosed.choices, blank=True)

    class Privacy:
        identifying = ("person", "visit")
        general = ("program", "starts_at", "ends_at", "large", "closed_at", "closed_why")

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class Participant(Record):
    """Somebody invited. Staff sign in as themselves; others come by a link, wait, and are let in by a worker.

    `entered_at` is when their link was exchanged: it opens nothing a second time. `tried_again_at` is when somebody
    tried it all the same. `link_notice` is what the last notice is about that brings their link. `name_shown` is what
    the others read, and may be no name at all.
    """

    belt = Belt(
        door=(Door("SELECT, UPDATE", Within.SHARE, sets=("knocked_at", "left_at", "asks_call_at", "version")),),
    )
    room = models.ForeignKey(VideoRoom, on_delete=models.PROTECT, related_name="participants")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=12, choices=PartIn.choices)
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name_shown = models.CharField(max_length=60)
    link_until = models.DateTimeField(null=True, blank=True)
    link_notice = models.UUIDField(null=True, blank=True, unique=True)
    entered_at = models.DateTimeField(null=True, blank=True)
    tried_again_at = models.DateTimeField(null=True, blank=True)
    knocked_at = models.DateTimeField(null=True, blank=True)
    admitted_at = models.DateTimeField(null=True, blank=True)
    turned_away_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    asks_call_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency_id", "room", "staff"],
                condition=models.Q(staff__isnull=False),
                name="colleague_takes_part_once",
            ),
            models.CheckConstraint(
                condition=models.Q(staff=None) | models.Q(part="worker", link_until=None),
                name="colleague_needs_no_link",
            ),
        ]

    class Privacy:
        identifying = ("room", "person", "name_shown")
        general = (
            "program", "part", "staff", "link_until", "link_notice", "entered_at", "tried_again_at", "knocked_at",
            "admitted_at", "turned_away_at", "left_at", "asks_call_at",
        )  # fmt: skip

    @property
    def is_staff(self) -> bool:
        return self.staff_id is not None

    @property
    def waits(self) -> bool:
        """At the door: nobody has let them in or sent them away yet, and they have not gone."""
        gone = self.left_at is not None and self.knocked_at is not None and self.left_at >= self.knocked_at
        return self.knocked_at is not None and self.admitted_at is None and self.turned_away_at is None and not gone

    @property
    def may_sit(self) -> bool:
        return self.admitted_at is not None and self.turned_away_at is None


class Seat(Record):
    """Somebody sits in the room, in one tab of one browser. Gone when they leave; no history is kept of it.

    `place` is what a hall knows them by, and `sends` how often they began to send there: with each time, the others
    have to take it up anew. 0: they do not send.
    """

    belt = Belt(
        app=DELETABLE.app,
        door=(
            Door("SELECT", Within.AGENCY, only=LET_IN),
            Door("INSERT", Within.SHARED, column="participant_id", only=LET_IN),
            Door("UPDATE, DELETE", Within.SHARED, column="participant_id", sets=SET_BY_GUESTS),
        ),
    )
    room = models.ForeignKey(VideoRoom, on_delete=models.PROTECT, related_name="seats")
    participant = models.OneToOneField(Participant, on_delete=models.PROTECT, related_name="seat")
    name_shown = models.CharField(max_length=60)
    part = models.CharField(max_length=12, choices=PartIn.choices)
    tab = models.CharField(max_length=36)
    since = models.DateTimeField(default=clock.now)
    seen_at = models.DateTimeField(default=clock.now)
    place = models.JSONField(default=dict)
    sends = models.PositiveIntegerField(default=0)

    class Privacy:
        identifying = ("room", "participant", "name_shown")
        general = ("part", "tab", "since", "seen_at", "place", "sends")


class SignalKind(models.TextChoices):
    OFFER = "offer"
    ANSWER = "answer"
    CANDIDATE = "candidate"


class Signal(Record):
    """What one browser says to another so that they find each other: never a word of what people say.

    `number` rises within a room in the order in which it was said, for it is given under the room's lock.
    """

    belt = Belt(
        app=DELETABLE.app,
        door=(
            Door("SELECT", Within.SHARED, column="to_id"),
            Door("INSERT", Within.SHARED, column="sender_id", only="to_id IN (SELECT participant_id FROM visits_seat)"),
        ),
    )
    room = models.ForeignKey(VideoRoom, on_delete=models.PROTECT, related_name="+")
    sender = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="+")
    to = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="+")
    number = models.BigIntegerField()
    kind = models.CharField(max_length=10, choices=SignalKind.choices)
    tab = models.CharField(max_length=36, help_text="The sender's tab: what a tab that is gone said counts no more.")
    body = models.JSONField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["agency_id", "to", "number"], name="signals_to_whom")]

    class Privacy:
        identifying = ("room", "sender", "to", "body")
        not_personal = ("number", "kind", "tab")
