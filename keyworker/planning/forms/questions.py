"""Questions of strengths-based and solution-focused practice, to be asked out loud beside the field they help with.

After de Shazer and Berg's miracle, scaling, exception and coping questions, and Saleebey's asking for strengths, put in
plain words. The workers' paper of questions (`workspace.papers`) asks the same.
"""

from django.utils.translation import gettext_lazy as _

MIRACLE = (
    _("Imagine you wake up tomorrow and this trouble is gone. What would you notice first?"),
    _("What would you do that day that you do not do now?"),
    _("Who would notice it, and what would they see?"),
    _("If we work well together, what will be different in your life?"),
)
EXCEPTIONS = (
    _("When was it a little better, even for a short time? What was different then?"),
    _("What have you tried before that helped, even a bit?"),
    _("What is going well that should stay as it is?"),
    _("Who or what was on your side then?"),
)
SCALING = (
    _("From 0 to 10: where are you today?"),
    _("What makes it that number, and not a lower one?"),
    _("What would be one number higher? How would you notice it?"),
    _("Which number would be good enough for you?"),
)
COPING = (
    _("How have you managed until now?"),
    _("What do you do on a hard day that helps you through it?"),
    _("Who knows best what helps you?"),
    _("What are you proud of?"),
)
STRENGTHS = (
    _("What are you good at? What would a friend say?"),
    _("What got you through hard times before?"),
    _("Who stands by you? Who do you stand by?"),
    _("What gives you strength: people, places, faith, music, work?"),
    _("What in your life do you want to keep as it is?"),
)
