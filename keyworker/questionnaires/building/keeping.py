"""A draft as the builder keeps it: every edit is checked as a whole before it is saved."""

from collections.abc import Callable
from uuid import uuid4

from django.utils.translation import gettext as _

from keyworker.agencies.models import Agency
from keyworker.base.actor import Actor
from keyworker.questionnaires.actions import bring_in_questionnaire, edit_questionnaire
from keyworker.questionnaires.arriving import arriving
from keyworker.questionnaires.building.tree import CannotEdit, Form
from keyworker.questionnaires.engine.findings import InvalidQuestionnaire
from keyworker.questionnaires.engine.parsing import parse
from keyworker.questionnaires.models import Questionnaire


def begin_form(actor: Actor, agency: Agency, *, title: str, description: str, notice: str) -> Questionnaire:
    """A new draft under an address of its own. It opens with a kind word, which its maker may change or take away."""
    welcome = {
        "linkId": "q-welcome",
        "type": "display",
        "text": _("Take your time. Leave out what you do not want to say."),
    }
    form = {
        "resourceType": "Questionnaire", "url": f"urn:uuid:{uuid4()}", "version": "1", "status": "draft",
        "language": agency.language, "title": title, "description": description, "copyright": notice,
        "publisher": agency.name, "subjectType": ["Patient"], "item": [welcome],
    }  # fmt: skip
    return bring_in_questionnaire(actor=actor, agency=agency, form=arriving(parse(form)))


def keep_edit(actor: Actor, draft: Questionnaire, edit: Callable[[Form], Form], *, seen: int) -> Questionnaire:
    """Save an edit of the draft. Raises `CannotEdit` where it would leave no sound form, `StaleRecord`, `Refused`."""
    edited = edit(draft.definition)
    if not edited.get("item"):
        raise CannotEdit(_("A form needs something to show. Add another question first."))
    try:
        form = arriving(parse(edited))
    except InvalidQuestionnaire as error:
        raise CannotEdit(_("That does not work: %s") % " ".join(str(fault) for fault in error.faults)) from error
    return edit_questionnaire(actor=actor, questionnaire=draft, form=form, seen=seen)
