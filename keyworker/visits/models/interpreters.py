"""Interpreters, for which visits they are booked, and whom somebody does not want to interpret."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from keyworker.agencies.models import Program, Staff
from keyworker.base.encryption import SealedTextField, new_salt
from keyworker.base.languages import NAMES
from keyworker.base.models import Record
from keyworker.base.privacy import Category
from keyworker.people.models import Person
from keyworker.visits.models.rooms import Participant
from keyworker.visits.models.visits import Visit, VisitKind


class Interpreter(Record):
    """Somebody the agency may ask to interpret. `contact` is for staff, sealed with a key of the row's own.

    `confidential_on` is when they signed that what they hear stays with them; until then they are not booked.
    """

    name = models.CharField(max_length=120)
    languages = ArrayField(models.CharField(max_length=5), help_text="Codes of base.languages.")
    modes = ArrayField(models.CharField(max_length=12), help_text="Codes of VisitKind.")
    contact = SealedTextField(salt="key_salt")
    key_salt = models.BinaryField(default=new_salt, editable=False)
    qualification = models.CharField(max_length=120, blank=True)
    qualified_until = models.DateField(null=True, blank=True)
    confidential_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(name="") & models.Q(languages__len__gt=0, modes__len__gt=0),
                name="interpreter_speaks_in_some_way",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency_id", "name"], condition=models.Q(ended_at=None), name="interpreters_by_name")
        ]

    class Privacy:
        identifying = ("name", "contact")
        general = ("languages", "modes", "qualification", "qualified_until", "confidential_on", "ended_at")
        not_personal = ("key_salt",)

    @property
    def languages_in_words(self) -> str:
        return ", ".join(str(NAMES.get(each, each)) for each in self.languages)

    @property
    def modes_in_words(self) -> str:
        return ", ".join(str(VisitKind(each).label) for each in self.modes)


class InterpreterRefusal(Record):
    """Somebody does not want this interpreter, who may be of their own community. In force until it is lifted.

    It counts in every program; that there is one is read in the program that noted it alone.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="+")
    interpreter = models.ForeignKey(Interpreter, on_delete=models.PROTECT, related_name="+")
    because = SealedTextField(null=True, blank=True)
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency_id", "person", "program", "interpreter"],
                condition=models.Q(lifted_at=None),
                name="interpreter_refused_once",
            ),
        ]

    class Privacy:
        identifying = ("person",)
        sensitive: ClassVar = {"interpreter": Category.SAFETY, "because": Category.SAFETY}
        general = ("program", "by", "lifted_at")


class BookingState(models.TextChoices):
    ASKED = "asked", _("Asked, no answer yet")
    CONFIRMED = "confirmed", _("Confirmed")
    DECLINED = "declined", _("Cannot come")
    CAME = "came", _("Came")
    ABSENT = "absent", _("Did not come")
    CALLED_OFF = "called-off", _("Called off")


LIVE = (BookingState.ASKED.value, BookingState.CONFIRMED.value)


class InterpreterBooking(Record):
    """An interpreter for one visit. `participant` is their place in its room, where it is by video."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="bookings")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="+")
    interpreter = models.ForeignKey(Interpreter, on_delete=models.PROTECT, related_name="bookings")
    state = models.CharField(max_length=10, choices=BookingState.choices, default=BookingState.ASKED)
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency_id", "visit", "interpreter"],
                condition=models.Q(state__in=LIVE),
                name="interpreter_booked_once_a_visit",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency_id", "interpreter", "state"], name="bookings_by_interpreter"),
            models.Index(fields=["agency_id", "person", "state"], name="bookings_by_person"),
        ]

    class Privacy:
        identifying = ("person", "visit", "participant")
        general = ("program", "interpreter", "state", "by")

    @property
    def is_live(self) -> bool:
        return self.state in LIVE
