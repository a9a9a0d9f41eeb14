"""What somebody asks of their team at their own door: a task with a day, for whoever has their case."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from keyworker.access.sight import facts
from keyworker.base import clock
from keyworker.base.models import change
from keyworker.tasks.models import OwnWish, Task, WishKind

# A copy of the file within 30 days (45 CFR 164.524(b)(2), GDPR art. 12(3)); the rest within a week.
ANSWERED_WITHIN = {
    WishKind.GOAL: timedelta(days=7),
    WishKind.CHANGE: timedelta(days=7),
    WishKind.DATA: timedelta(days=30),
}
# What the worker reads, with their own words where there are any.
ASKS = {
    WishKind.GOAL: _("They wish for a goal: “{words}”. Talk about it with them."),
    WishKind.CHANGE: _("They ask to change their plan: “{words}”. Talk about it with them."),
    WishKind.DATA: _("They ask for a copy of their file. Give it to them."),
}
SHOWN_WORDS = 200


def wish_is_over(task: Task) -> None:
    """Once its task is, they read so at their own door. Part of the action that finishes the task."""
    if task.source_type == OwnWish._meta.label_lower and task.source_id is not None:
        wish = facts(OwnWish, because="what was asked is over with its task").filter(pk=task.source_id, over_at=None)
        if (held := wish.select_for_update(no_key=True).first()) is not None:
            change(held, over_at=clock.now())
