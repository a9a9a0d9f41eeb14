"""What happened to tasks, as sentences."""

from django.utils.translation import gettext_lazy as _

from keyworker.audit.presenters import say

say(
    {
        "tasks.set": _("{who} set a task: {what}, by {due_on}."),
        "tasks.completed": _("{who} finished a task: {what}."),
        "tasks.moved": _("{who} moved a task: {what}, to {due_on}."),
        "tasks.weighed": _("{who} said how important a task is: {what}."),
        "tasks.came_again": _("After {who} finished it, it comes again: {what}, by {due_on}."),
        "tasks.stopped": _("{who} took a task off the list for good: {what}."),
        "tasks.declined": _("{who} said at their own page what they do not want."),
        "tasks.no_taken_back": _("{who} took back at their own page that they do not want something."),
        "tasks.wished": _("{who} asked for something at their own page."),
        "tasks.cancelled": _("{who} took a task off the list: {what}."),
    }
)
