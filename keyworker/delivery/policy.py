"""What was done is seen with the file it belongs to; a draft by its author alone."""

from django.db.models import DateTimeField, ExpressionWrapper, F, Q, Value

from keyworker.access.permissions import Permission
from keyworker.access.policy import EVERYTHING
from keyworker.access.roles import Reach
from keyworker.access.sight import NOBODY, Authority, policy
from keyworker.base import clock
from keyworker.base.actor import Actor, ActorKind
from keyworker.delivery.models import (
    Allergy,
    Attendance,
    Benefit,
    Budget,
    BudgetEntry,
    CaseConference,
    CaseContact,
    CaseDocument,
    CaseNote,
    ClientGroup,
    ConferenceDecision,
    ConferenceParticipant,
    CoSignature,
    Device,
    DocumentText,
    EducationGiven,
    Equipment,
    FundingSource,
    GroupPlace,
    GroupSession,
    MandatedReport,
    Medication,
    MedicationReview,
    Message,
    MessageFile,
    MessageThread,
    NoteStatus,
    OtherWork,
    PaperSent,
    ServiceProvided,
    WordIndex,
)
from keyworker.people.policy import granted, in_care
from keyworker.tasks.policy import asks_for_tasks

policy(Benefit)(in_care())
policy(Budget)(in_care())
policy(BudgetEntry)(in_care())
policy(Equipment)(in_care())
policy(CaseContact)(in_care())
policy(EducationGiven)(in_care())
policy(Medication)(in_care())
policy(Allergy)(in_care())
policy(MedicationReview)(in_care())
policy(CaseConference)(in_care())
policy(ConferenceParticipant)(in_care())
policy(ConferenceDecision)(in_care())
policy(ServiceProvided)(in_care())
policy(GroupPlace)(in_care())
policy(Attendance)(in_care())
policy(CaseDocument)(in_care())
policy(DocumentText)(in_care())
policy(PaperSent)(in_care())
policy(WordIndex)(in_care())  # signed notes only: a draft is in no index
policy(CoSignature)(in_care())
policy(MandatedReport)(in_care())
policy(MessageThread)(in_care())
asks_for_tasks(Benefit, CaseContact, EducationGiven, Equipment, read_with=Permission.CONTACT_VIEW)
asks_for_tasks(CaseConference, CoSignature, MandatedReport, MedicationReview, read_with=Permission.NOTE_VIEW)


@policy(FundingSource)
def funding(actor: Actor, authority: Authority) -> Q:
    """Who pays is about nobody: every worker of the agency may choose from the list; at the doors it is not shown."""
    return NOBODY if authority.reach is Reach.OWN else EVERYTHING


@policy(Device)
def devices(actor: Actor, authority: Authority) -> Q:
    """What the agency lends is about nobody: every worker may choose from it; at the doors it is not shown."""
    return NOBODY if authority.reach is Reach.OWN else EVERYTHING


@policy(ClientGroup)
def client_groups(actor: Actor, authority: Authority) -> Q:
    """A group is known to all who carry or oversee cases in its program; who is in it, only with their file."""
    if authority.reach in {Reach.CARE_TEAM, Reach.PROGRAM}:
        return Q(program_id__in=granted(authority))
    return EVERYTHING if actor.kind is ActorKind.JOB else NOBODY


@policy(GroupSession)
def group_sessions(actor: Actor, authority: Authority) -> Q:
    """What is written of a session is read by those who lead the group or led it, and by those who oversee it."""
    found = client_groups(actor, authority)
    if authority.reach is not Reach.CARE_TEAM or actor.id is None:
        return found
    led = Q(led_by_id=actor.id) | Q(led_with_id=actor.id)
    return found & (led | Q(group__leader_id=actor.id) | Q(group__co_leader_id=actor.id))


@policy(OtherWork)
def other_work(actor: Actor, authority: Authority) -> Q:
    """With the file it was for; a whole program's by who did it, and by those who oversee the program."""
    found = in_care()(actor, authority)
    if authority.reach is not Reach.CARE_TEAM or actor.id is None:
        return found
    return Q(person__isnull=False) & found | Q(person=None, by_id=actor.id)


@policy(Message)
def messages(actor: Actor, authority: Authority) -> Q:
    """With the file; at a client's own door those that they have not cleared from their side."""
    found = in_care()(actor, authority)
    return found & still_shown("") if authority.reach is Reach.OWN else found


@policy(MessageFile)
def message_files(actor: Actor, authority: Authority) -> Q:
    found = in_care()(actor, authority)
    return found & still_shown("message__") if authority.reach is Reach.OWN else found


def still_shown(message: str) -> Q:
    """Neither cleared by the client nor older than they let messages stay; `message` leads from the row to its own."""
    kept_since = ExpressionWrapper(
        Value(clock.now(), output_field=DateTimeField()) - F(f"{message}thread__forget_after"),
        output_field=DateTimeField(),
    )
    stays = Q(**{f"{message}thread__forget_after": None}) | Q(**{f"{message}created_at__gt": kept_since})
    return Q(**{f"{message}hidden_at": None}) & stays


@policy(CaseNote)
def notes(actor: Actor, authority: Authority) -> Q:
    """Signed notes with the file; drafts are nobody's but their author's, not even the supervisor's."""
    readable = Q(status=NoteStatus.SIGNED) if actor.id is None else Q(status=NoteStatus.SIGNED) | Q(author_id=actor.id)
    return in_care()(actor, authority) & readable
