"""A file somebody gave us: its bytes lie encrypted outside the database, its key wrapped inside."""

from typing import ClassVar

from django.db import models

from keyworker.agencies.models import Program, Staff
from keyworker.base.belt import Belt, Door, Within
from keyworker.base.models import Record

# Of a row that a door leaves beside a file: the file came through a door with it, in this very transaction. Else
# whoever knows the key of somebody else's file could call it their own, and read it.
JUST_SENT = "keyworker_just_sent(document_id, program_id)"


class Document(Record):
    """An encrypted file. It has no page of its own: whoever may see the record that holds it may read it.

    `wrapped_key` is the file's own 256-bit key, sealed by the key ring and bound to this row; destroying it
    erases the file. `size` is in bytes, `sha256` is of the plain content.
    """

    # A client sends a file with a message, and opens what came with those they had.
    belt = Belt(
        app="SELECT, INSERT, UPDATE (name, sha256, version)",  # erasing leaves nothing that tells what it was
        door=(
            Door("SELECT", Within.SENT),
            Door(
                "INSERT",
                Within.AGENCY,
                only="added_by_id IS NULL AND (SELECT keyworker_person()) IS NOT NULL"
                " AND program_id IN (SELECT id FROM agencies_program)",
            ),
        ),
    )
    program = models.ForeignKey(Program, on_delete=models.PROTECT)
    name = models.CharField(max_length=160)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.BinaryField()
    wrapped_key = models.BinaryField()
    added_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(size__gt=0), name="document_not_empty")]

    class Privacy:
        identifying = ("name", "sha256")
        general = ("program", "media_type", "size", "added_by")
        not_personal = ("wrapped_key",)
