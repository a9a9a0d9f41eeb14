"""What happened to tasks, as sentences."""

from django.utils.translation import gettext_lazy as _

from keyworker.audit.presenters import say

say(
    {
        "tasks.set": _("{who} set a task: {what}, by {due_on}."),
        "tasks.completed": _("{who} finished a task: {what}."),
        "tasks.moved": _("{who} moved a task: {what}, to {due_on}."),
        "tasks.cancelled": _("{who} took a task off the list: {what}."),
    }
)
