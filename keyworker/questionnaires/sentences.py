"""The forms' verbs as sentences."""

from django.utils.translation import gettext_lazy as _

from keyworker.audit.presenters import say

say(
    {
        "questionnaires.brought_in": _("{who} brought in the form {url}, version {version}."),
        "questionnaires.edited": _("{who} changed the draft of the form {url}, version {version}."),
        "questionnaires.version_begun": _("{who} began version {version} of the form {url}."),
        "questionnaires.published": _("{who} put the form {url}, version {version}, to use."),
        "questionnaires.retired": _("{who} took the form {url}, version {version}, out of use."),
    }
)
