"""The trail's rows. Insert-only by grant and by trigger; no foreign keys, so the trail outlives what it names."""

from typing import ClassVar

from django.db import models

from keyworker.base.belt import Belt, Door, Within
from keyworker.base.guarded import GuardedManager
from keyworker.base.ids import new_id

# A file was opened: by a worker, in an emergency, or by who comes in beside the person.
OPENINGS = ("people.file_opened", "cases.glass_broken", "people.beside_entered")


class AuditEvent(models.Model):
    """One thing somebody did or saw: a past-tense verb, ids and case numbers, never a name.

    `hash` is SHA-256 over the row's canonical form (see `chain`); rows with no agency are events before sign-in.
    """

    belt: ClassVar[Belt] = Belt(
        app="SELECT, INSERT",
        door=(
            Door("INSERT", Within.TOLD),
            # Who opened the file, and nothing else that was done in it.
            Door("SELECT", Within.PERSON, only=f"verb IN {OPENINGS}"),
        ),
    )
    agency_column: ClassVar[str] = "agency_id"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agency_id = models.UUIDField(null=True)
    occurred_at = models.DateTimeField()
    actor_kind = models.CharField(max_length=20)
    actor_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=60, blank=True, help_text="A job's or a door's name; never a person's.")
    verb = models.CharField(max_length=80)
    subject_type = models.CharField(max_length=60, blank=True)
    subject_id = models.UUIDField(null=True)
    person_id = models.UUIDField(null=True)
    program_id = models.UUIDField(null=True)
    facts = models.JSONField(default=dict)
    hash = models.BinaryField()

    objects: ClassVar[GuardedManager] = GuardedManager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["agency_id", "-id"], name="audit_by_agency"),
            models.Index(fields=["agency_id", "person_id", "-id"], name="audit_by_person"),
        ]

    class Privacy:
        general = (
            "occurred_at",
            "actor_kind",
            "actor_id",
            "actor_name",
            "verb",
            "subject_type",
            "subject_id",
        )
        identifying = ("person_id",)
        not_personal = ("program_id", "facts", "hash")


class AuditPending(models.Model):
    """Events not yet sealed: filled by a trigger, emptied by `keyworker_seal()`; no login may touch it."""

    event_id = models.UUIDField(primary_key=True)


class AuditSeal(models.Model):
    """A link of the chain: SHA-256 over the previous digest and the ordered (id, hash) of the events it seals.

    `entries` keeps those pairs (16 + 32 bytes each), so that a missing row can be named.
    """

    number = models.BigIntegerField(primary_key=True)
    sealed_at = models.DateTimeField()
    count = models.IntegerField()
    entries = models.BinaryField()
    previous = models.BinaryField()
    digest = models.BinaryField()
