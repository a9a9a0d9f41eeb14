"""What came with an import: remembered, so that it can be taken back while nobody has touched it."""

from typing import ClassVar

from django.db import models

from keyworker.base.belt import DELETABLE
from keyworker.base.models import Record


class BroughtIn(Record):
    """One row of a list made or added to a file: a person's, or (`household`) that of people who live together.

    `created_at` is the moment in which all that the row made was made; by it the database knows what may be deleted
    again (see `base.seatbelt`). `source_id` is the import, `row` the row of its list. `added`: the file stood before.
    """

    belt = DELETABLE
    source_id = models.UUIDField()
    row = models.PositiveIntegerField()
    file_id = models.UUIDField()
    household = models.BooleanField(default=False)
    added = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["agency_id", "source_id", "row"], name="brought_in_by_row"),
            models.Index(fields=["agency_id", "file_id", "created_at"], name="brought_in_by_file"),
        ]

    class Privacy:
        identifying = ("file_id",)
        general = ("source_id", "row", "household", "added")
