"""What is done to forms: brought in, published, taken out of use."""

from keyworker.access.doing import action
from keyworker.access.permissions import Permission
from keyworker.access.sight import rows
from keyworker.agencies.models import Agency
from keyworker.audit import trail
from keyworker.base import clock
from keyworker.base.actor import Actor
from keyworker.base.decision import insist
from keyworker.base.models import change
from keyworker.questionnaires.arriving import Arriving, fingerprint
from keyworker.questionnaires.models import Questionnaire, QuestionnaireStatus
from keyworker.questionnaires.rules import may_edit, may_publish, may_replace, may_retire, next_version

NEEDS = Permission.QUESTIONNAIRE_MANAGE


@action(needs=Permission.QUESTIONNAIRE_MANAGE, on="agency")
def bring_in_questionnaire(*, actor: Actor, agency: Agency, form: Arriving) -> Questionnaire:
    """Keep a form that was looked over, as a draft. The same form again changes nothing."""
    kept = rows(Questionnaire, actor=actor, needs=NEEDS).filter(url=form.url, form_version=form.form_version)
    known = kept.select_for_update(no_key=True).first()
    same = known is not None and known.fingerprint == form.fingerprint
    insist(may_replace(known.status if known else None, same_content=same))
    if known is None:
        known = Questionnaire(
            url=form.url,
            form_version=form.form_version,
            title=form.title,
            definition=form.definition,
            fingerprint=form.fingerprint,
        )
        known.save(force_insert=True)
    elif not same:
        change(known, title=form.title, definition=form.definition, fingerprint=form.fingerprint)
    trail.record("questionnaires.brought_in", subject=known, facts=_named(known))
    return known


@action(needs=Permission.QUESTIONNAIRE_MANAGE, on="questionnaire")
def edit_questionnaire(
    *, actor: Actor, questionnaire: Questionnaire, form: Arriving, seen: int | None = None
) -> Questionnaire:
    """Change a draft. Raises `Refused` for a version that people may have answered, `StaleRecord` for a stale page."""
    insist(may_edit(questionnaire.status))
    change(questionnaire, seen=seen, title=form.title, definition=form.definition, fingerprint=form.fingerprint)
    trail.record("questionnaires.edited", subject=questionnaire, facts=_named(questionnaire))
    return questionnaire


@action(needs=Permission.QUESTIONNAIRE_MANAGE, on="questionnaire")
def begin_next_version(*, actor: Actor, questionnaire: Questionnaire) -> Questionnaire:
    """A draft of the form's next version, word for word like this one; the draft that is there already, if there is."""
    versions = rows(Questionnaire, actor=actor, needs=NEEDS).filter(url=questionnaire.url)
    drafts = versions.filter(status=QuestionnaireStatus.DRAFT).select_for_update(no_key=True)
    draft: Questionnaire | None = drafts.order_by("-created_at", "-id").first()
    if draft is None:
        version = next_version(questionnaire.form_version, taken=set(versions.values_list("form_version", flat=True)))
        definition = {**questionnaire.definition, "version": version, "status": "draft"}
        draft = Questionnaire(
            url=questionnaire.url,
            form_version=version,
            title=questionnaire.title,
            definition=definition,
            fingerprint=fingerprint(definition),
        )
        draft.save(force_insert=True)
    trail.record("questionnaires.version_begun", subject=draft, facts=_named(draft))
    return draft


@action(needs=Permission.QUESTIONNAIRE_MANAGE, on="questionnaire")
def publish_questionnaire(*, actor: Actor, questionnaire: Questionnaire) -> Questionnaire:
    """Put a version to use. The one in use until now is retired, and the answers given to it stay as they are."""
    insist(may_publish(questionnaire.status))
    now = clock.now()
    others = rows(Questionnaire, actor=actor, needs=NEEDS).filter(
        url=questionnaire.url, status=QuestionnaireStatus.PUBLISHED
    )
    for other in others.select_for_update(no_key=True):
        change(other, status=QuestionnaireStatus.RETIRED, retired_at=now)
    change(questionnaire, status=QuestionnaireStatus.PUBLISHED, published_at=now)
    trail.record("questionnaires.published", subject=questionnaire, facts=_named(questionnaire))
    return questionnaire


@action(needs=Permission.QUESTIONNAIRE_MANAGE, on="questionnaire")
def retire_questionnaire(*, actor: Actor, questionnaire: Questionnaire) -> Questionnaire:
    """Take a form out of use. What was begun may be finished; nothing is lost."""
    insist(may_retire(questionnaire.status))
    change(questionnaire, status=QuestionnaireStatus.RETIRED, retired_at=clock.now())
    trail.record("questionnaires.retired", subject=questionnaire, facts=_named(questionnaire))
    return questionnaire


def _named(questionnaire: Questionnaire) -> dict[str, str]:
    return {"url": questionnaire.url, "version": questionnaire.form_version}
