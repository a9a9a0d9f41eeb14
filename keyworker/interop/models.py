"""What stands at the machines' door for a moment: a file somebody sent, until they decide about it."""

from django.db import models

from keyworker.base.belt import DELETABLE
from keyworker.base.models import Record


class DirectoryFile(Record):
    """A directory file that was sent and is being looked over. It goes once imported or put aside."""

    belt = DELETABLE
    name = models.CharField(max_length=200)
    content = models.BinaryField()
    source = models.CharField(max_length=80)
    whole = models.BooleanField(default=False)

    class Privacy:
        not_personal = ("name", "content", "source", "whole")
