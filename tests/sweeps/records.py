"""Which record each address is asked for, and whose page it is."""

from dataclasses import dataclass, field

from django.apps import apps
from django.urls import reverse

from keyworker.access.roles import ENTITLEMENTS, Role
from keyworker.base import clock
from keyworker.base.actor import ActorKind
from tests.sweeps.scene import ASKING, CASIMIR, INVITED, ODALYS, THELONIUS

HERS = {"person__full_name": ODALYS}
ABOUT_NOBODY = {
    "directory.Service", "agencies.Program", "agencies.Staff", "access.Grant", "access.RoleProposal",
    "interop.DirectoryFile", "interop.Sheet", "interop.AgencyExport", "notices.TextReceived", "training.Credential",
    "training.Course", "training.Procedure", "cases.DutyTurn", "cases.Absence", "assessment.AgencyCriticalItem",
    "assessment.AssessmentRule", "questionnaires.Questionnaire", "planning.PlanTemplate",
    "delivery.FundingSource", "delivery.Device", "visits.Interpreter", "reviews.Indicator", "reviews.Idea",
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One row of the scene: a model, what it is found by, and which of its fields stands in the address."""

    model: str
    found_by: dict = field(default_factory=dict)
    names: str = "pk"

    def key(self, town):
        found = town.find(apps.get_model(self.model), **self.found_by)
        assert found is not None, f"the scene has no {self.model} with {self.found_by}"
        return getattr(found, self.names)

    @property
    def is_somebodys(self):
        """About a person: only those who work with them may see it. The rest belongs to the whole agency."""
        return self.model not in ABOUT_NOBODY


HIS = {"person__full_name": CASIMIR, "status": "draft"}
DRAFT = {**HERS, "status": "draft"}
BEING_BUILT = Row("questionnaires.Questionnaire", {"status": "draft"})
BUILDING = ("details", "add", "item", "arrange", "shown", "tells", "bands", "languages", "words")
BY_VIDEO = ("people", "link", "room", "door", "say", "stream")
# By address and argument, else by app and argument, else by argument alone.
RECORDS = {
    "person_id": Row("people.Person", {"full_name": ODALYS}),
    "case_id": Row("cases.Case", HERS),
    "reviews:reopen case_id": Row("cases.Case", {"person__full_name": THELONIUS}),
    "asked_id": Row("consent.ConsentAsked", HERS),
    "consent_id": Row("consent.Consent", {**HERS, "withdrawn_at": None}),
    "member_id": Row("people.CareTeamMember", {**HERS, "staff__name": "Flo Martin"}),
    "denial_id": Row("people.Denial", HERS),
    "point_id": Row("people.ContactPoint", HERS),
    "tie_id": Row("people.Relationship", HERS),
    "task_id": Row("tasks.Task", {**HERS, "done_at": None, "cancelled_at": None}),
    "assessment_id": Row("assessment.Assessment", {**HERS, "completed_at": None, "asked_of_client": False}),
    "assessment:compare assessment_id": Row("assessment.Assessment", {**HERS, "total": 5}),
    "assessment:compare other_id": Row("assessment.Assessment", {**HERS, "total": 12}),
    "assessment:read assessment_id": Row("assessment.Assessment", {**HERS, "total": 5}),
    "assessment:level assessment_id": Row("assessment.Assessment", {**HERS, "total": 5}),
    "assessment:file assessment_id": Row("assessment.Assessment", {**HERS, "title": "A letter"}),
    "assessment:file document_id": Row(
        "questionnaires.AnswerFile", {"response__assessment__title": "A letter"}, "document_id"
    ),
    "assessment:note assessment_id": Row("assessment.Assessment", {**HERS, "total": 5}),
    "portal assessment_id": Row("assessment.Assessment", {**HERS, "completed_at": None, "asked_of_client": True}),
    "plan_id": Row("planning.ServicePlan", DRAFT),
    "planning:plan plan_id": Row("planning.ServicePlan", {**HERS, "status": "active"}),
    "planning:copy plan_id": Row("planning.ServicePlan", {**HERS, "status": "active"}),
    "planning:paper plan_id": Row("planning.ServicePlan", {**HERS, "status": "active"}),
    "planning:new_version plan_id": Row("planning.ServicePlan", {**HERS, "status": "active"}),
    "planning:signed plan_id": Row("planning.ServicePlan", HIS),
    "planning:sign_as_worker plan_id": Row("planning.ServicePlan", HIS),
    "planning:approve plan_id": Row("planning.ServicePlan", HIS),
    "planning:send_back plan_id": Row("planning.ServicePlan", HIS),
    "other_id": Row("planning.ServicePlan", {**HERS, "status": "active"}),
    "goal_id": Row("planning.Goal", {**HERS, "plan__status": "draft"}),
    "planning:goal_reading goal_id": Row("planning.Goal", {**HERS, "plan__status": "active"}),
    "step_id": Row("planning.ActionStep", {**HERS, "plan__status": "draft"}),
    "planning:step_done step_id": Row("planning.ActionStep", {**HERS, "plan__status": "active", "done_at": None}),
    "note_id": Row("delivery.CaseNote", DRAFT),
    "delivery:read note_id": Row("delivery.CaseNote", {**HERS, "status": "signed"}),
    "delivery:amend note_id": Row("delivery.CaseNote", {**HERS, "status": "signed"}),
    "report_id": Row("delivery.MandatedReport", HERS),
    "group_id": Row("delivery.ClientGroup", {"name": "Evenings with music"}),
    "conference_id": Row("delivery.CaseConference", HERS),
    "document_id": Row("delivery.CaseDocument", HERS),
    "paper_id": Row("delivery.PaperSent", HERS),
    "thread_id": Row("delivery.MessageThread", {**HERS, "unanswered_since__isnull": False}),
    "sent_id": Row("delivery.MessageFile", HERS),
    "visit_id": Row("visits.Visit", HERS),
    **{f"visits:{page} visit_id": Row("visits.Visit", {**HERS, "begun_at__isnull": False}) for page in BY_VIDEO},
    "visits:bookings visit_id": Row("visits.Visit", {**HERS, "begun_at": None}),
    "interpreter_id": Row("visits.Interpreter", {"name": "Hanan Darwish"}),
    "booking_id": Row("visits.InterpreterBooking", HERS),
    "refusal_id": Row("visits.InterpreterRefusal", HERS),
    "participant_id": Row("visits.Participant", {**HERS, "part": "supporter"}),
    "portal referral_id": Row("referrals.OutgoingReferral", HERS),
    "referrals referral_id": Row("referrals.OutgoingReferral", HERS),
    "intake referral_id": Row("intake.IncomingReferral", {"status": "received"}),
    "intake:admit referral_id": Row("intake.IncomingReferral", {"full_name": ASKING}),
    "news_id": Row("intake.ReferrerNews", {"told_at": None}),
    "intake place_id": Row("intake.WaitlistPlace", {"ended_at": None, "program__slug": "housing"}),
    "intake follow_up_id": Row("intake.DeclineFollowUp", {"done_at": None}),
    "reviews follow_up_id": Row("reviews.FollowUp", {"person__full_name": THELONIUS}),
    "co_signature_id": Row("delivery.CoSignature", HERS),
    "given_id": Row("delivery.ServiceProvided", HERS),
    "benefit_id": Row("delivery.Benefit", HERS),
    "budget_id": Row("delivery.Budget", HERS),
    "device_id": Row("delivery.Device", {"label": "Tablet B"}),
    "equipment_id": Row("delivery.Equipment", HERS),
    "stop_id": Row("referrals.ServiceStop", HERS),
    "declaration_id": Row("supervision.Declaration", {"answered_at": None}),
    "advocacy_id": Row("referrals.Advocacy", HERS),
    "funding_id": Row("delivery.FundingSource"),
    "closure_id": Row("reviews.Closure", {"person__full_name": THELONIUS}),
    "complaint_id": Row("reviews.Complaint", HERS),
    "idea_id": Row("reviews.Idea", {"done_on": None}),
    "indicator_id": Row("reviews.Indicator", {"ended_at": None}),
    "service_id": Row("directory.Service", {"status": "active"}),
    "need_id": Row("assessment.Need", {**HERS, "ended_at": None}),
    "finding_id": Row("assessment.Need", {**HERS, "ended_at": None}),
    "mark_id": Row("assessment.AgencyCriticalItem", {"ended_at": None}),
    "questionnaire_id": Row("questionnaires.Questionnaire", {"status": "published"}),
    **{f"questionnaires:build-{page} questionnaire_id": BEING_BUILT for page in BUILDING},
    "rule_id": Row("assessment.AssessmentRule", {"ended_at": None, "program__slug": "housing"}),
    "absence_id": Row("cases.Absence"),
    "supervision:hand_over_all staff_id": Row("agencies.Staff", {"name": "Amina Yusuf"}),
    "maker_id": Row("consent.DecisionMaker", {**HERS, "ended_at": None}),
    "companion_id": Row("consent.Companion", HERS),
    "directive_id": Row("consent.AdvanceDirective", HERS),
    "turn_id": Row("cases.DutyTurn", {"staff__name": "Ben Carter", "ended_at": None}),
    "staff_id": Row("agencies.Staff", {"name": "Sam Reyes"}),
    "workspace:invite staff_id": Row("agencies.Staff", {"name": INVITED}),
    "program_id": Row("agencies.Program", {"slug": "housing"}),
    "template_id": Row("planning.PlanTemplate", {"ended_at": None, "program__slug": "housing"}),
    "grant_id": Row("access.Grant", {"staff__name": "Sam Reyes"}),
    "proposal_id": Row("access.RoleProposal"),
    "credential_id": Row("training.Credential", {"staff__name": "Amina Yusuf"}),
    "training:verify credential_id": Row("training.Credential", {"staff__name": "Amina Yusuf", "verified_at": None}),
    "course_id": Row("training.Course", {"staff__name": "Amina Yusuf"}),
    "procedure_id": Row("training.Procedure", {"owner__name": "Ben Carter"}),
    "text_id": Row("notices.TextReceived", {"waits": True}),
    "candidate_id": Row("people.MatchCandidate", {"state": "waiting"}),
    "file_id": Row("interop.DirectoryFile"),
    "sheet_id": Row("interop.Sheet"),
    "export_id": Row("interop.AgencyExport"),
}
# What is no record: a word in the address, or a key of the scene.
WORDS = {
    "assessment kind": lambda scene: "need",
    "design page": lambda scene: "file",
    "delivery:session on": lambda scene: clock.today("America/New_York").isoformat(),
    "portal token": lambda scene: scene.partner_token,
    "portal:visit_link token": lambda scene: scene.visit_token,
    "portal:visit_date token": lambda scene: scene.visit_token,
    "workspace:calendar_feed token": lambda scene: scene.calendar_token,
    "questionnaires:build-add kind": lambda scene: "one",
    "questionnaires language": lambda scene: "ar",
    "workspace:worker_paper slug": lambda scene: "supervision-record",
    "training slug": lambda scene: "crisis",
    "workspace slug": lambda scene: "case-plan",
    "slug": lambda scene: "harbor-house",
    "reference": lambda scene: "2K7M-9QXR",
}
# Who is asked for when a page could be for several: the first whose role has the permission.
COLLEAGUES = {
    "amina": Role.CASE_MANAGER,
    "ben": Role.SUPERVISOR,
    "flo": Role.INTAKE_WORKER,
    "priya": Role.AGENCY_ADMINISTRATOR,
    "oskar": Role.AUDITOR,
}


def _asked_for(address, argument):
    return (f"{address.name} {argument}", f"{address.app} {argument}", argument)


def rows_of(address):
    """Argument → the row asked for; words are not among them."""
    found = {}
    for argument in address.arguments:
        if not any(each in WORDS for each in _asked_for(address, argument)):
            known = [RECORDS[each] for each in _asked_for(address, argument) if each in RECORDS]
            assert known, f"{address}: say in tests/sweeps/records.py which record {argument!r} is asked for"
            found[argument] = known[0]
    return found


def url_of(address, town, scene):
    """The address with real rows' keys in it."""
    values = {argument: _key_of(row, town, scene) for argument, row in rows_of(address).items()}
    for argument in set(address.arguments) - set(values):
        say = next(WORDS[each] for each in _asked_for(address, argument) if each in WORDS)
        values[argument] = say(scene)
    return reverse(address.name, kwargs=values)


def _key_of(row, town, scene):
    """A row's key is the same in every copy of the scene, so it is looked up once."""
    asked = repr(row)
    if asked not in scene.found:
        scene.found[asked] = row.key(town)
    return scene.found[asked]


def allowed(role, needs):
    return any(each.permission == needs for each in ENTITLEMENTS[role])


def rightful(address):
    """The colleague whose work the page is; the client or a partner for theirs, "nobody" for pages open to all."""
    guard = address.guard
    if address.name == "portal:shared_referral":
        return "partner"
    if address.name in {"portal:meet", "portal:meet_say", "portal:meet_stream"}:
        return "guest"
    if guard is None or guard.kind is None:
        return "amina" if address.name == "workspace:token" else "nobody"
    if guard.kind is ActorKind.CLIENT:
        return "odalys"
    if guard.kind is ActorKind.COMPANION:
        return "aunt"
    if guard.needs is None:
        return "amina"
    return next(name for name, role in COLLEAGUES.items() if allowed(role, guard.needs))
