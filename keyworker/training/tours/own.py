"""What clients are shown of their own page; in words that are easy to read."""

from django.utils.translation import gettext_lazy as _

from keyworker.training.tours.steps import Step

OWN = "client"
AT_THEIR_OWN_PAGE = (
    Step(
        "portal:home",
        _("This is your page"),
        _("Here you see what comes next. To get out fast, press “Leave this page quickly”."),
    ),
    Step(
        "portal:plan",
        _("Your plan"),
        _("This is what you want, and who does what. You can tick your steps. You can say how it goes."),
    ),
    Step(
        "portal:messages",
        _("Your messages"),
        _("You can write to your team here. Are you in danger? Then do not write. Call."),
    ),
    Step(
        "portal:file",
        _("Your file"),
        _("Here you see what you said yes to. You can take it back. You also see who has read your file."),
    ),
    Step(
        "portal:sign_in",
        _("How you come in"),
        _("Here you can change your PIN. Do you share your phone? Then sign out each time."),
    ),
)
