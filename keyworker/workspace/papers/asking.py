"""The kinds of questions on the workers' paper: what each is called, and when it helps."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from keyworker.planning.forms.questions import COPING, EXCEPTIONS, MIRACLE, SCALING, STRENGTHS


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of question with its questions, in the order they are best asked."""

    name: str | Promise
    when: str | Promise
    questions: tuple[str | Promise, ...]


KINDS = (
    Kind(
        _("What already helps"),
        _("Begin here. People plan from what they can do, not from what they lack."),
        STRENGTHS,
    ),
    Kind(
        _("The miracle question"),
        _("When somebody finds it hard to say what they want. Ask slowly, and wait."),
        MIRACLE,
    ),
    Kind(
        _("Looking for exceptions"),
        _("When something always seems to go wrong. Somewhere it already went better."),
        EXCEPTIONS,
    ),
    Kind(
        _("From 0 to 10"),
        _("To see where somebody stands, and what the next small step is. Their number is right: do not argue."),
        SCALING,
    ),
    Kind(
        _("How they manage"),
        _("When everything is too much. First say that it is hard; then ask what holds them up."),
        COPING,
    ),
)
