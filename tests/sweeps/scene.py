"""What lies half done on the desks when the sweeps come round: Odalys' file, with one of everything open and done."""

import io
import json
from dataclasses import dataclass, field
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from keyworker.access.roles import Role
from keyworker.access.workplace import workplace
from keyworker.accounts.models import User
from keyworker.assessment import actions as assessing
from keyworker.assessment.domains import Domain
from keyworker.base import actor as actors
from keyworker.base import clock
from keyworker.base.context import reading
from keyworker.base.ids import new_id
from keyworker.base.privacy import Category
from keyworker.consent import authority
from keyworker.consent.acknowledging import Acknowledged, acknowledge_rights
from keyworker.consent.actions import Terms, record_consent
from keyworker.consent.asking import Question, ask_consent
from keyworker.consent.companions.actions import Grant, let_in_beside
from keyworker.consent.models import Authority, How, Purpose
from keyworker.consent.photographing import keep_photo
from keyworker.consent.rights import THE_RIGHTS, in_language
from keyworker.consent.rights import digest as words_shown
from keyworker.delivery import actions as delivery
from keyworker.directory.models import Service
from keyworker.intake.actions import Asked, accept_referral, receive_referral
from keyworker.people import actions as people
from keyworker.people.models import Channel, Kinship, OtherNameKind, Person, PortalAccount, SaidKind
from keyworker.planning import actions as planning
from keyworker.planning.models import ServicePlan
from keyworker.planning.rules import Signing
from keyworker.planning.snapshots import digest, snapshot
from keyworker.questionnaires.actions import begin_next_version
from keyworker.questionnaires.building.keeping import begin_form
from keyworker.questionnaires.engine.answers import Place
from keyworker.questionnaires.engine.names import name_of
from keyworker.questionnaires.importing import import_questionnaire
from keyworker.questionnaires.models import Questionnaire
from keyworker.referrals.actions import (
    Sending,
    send_referral,
)
from keyworker.reviews import actions as reviews
from keyworker.town.cast import PASSWORD
from keyworker.workspace.actions import employ, open_feed
from tests.assessment.conftest import LESS, MODERATE, answered
from tests.questionnaires.forms import form, item
from tests.sweeps.working import fresh, meet_by_video, write_down

ODALYS = "Odalys Vantongeren"
THELONIUS = "Thelonius Abernathy-Kwok"
CASIMIR = "Casimir Obuya"
INVITED = "Wren Castellano"
ASKING = "Xiomara Featherstonehaugh"
PHONE = "+1 202 555 0177"
HIDDEN_HOME = "77 Zephyrlock Row"  # kept secret: nobody at all is shown it
WORDS = "A door of my own, painted aubergine."
PORTAL_EMAIL = "odalys@mail.example"
# Nothing of Odalys' file may be read by anybody else: these words stand nowhere but in it.
HERS = (ODALYS, "Vantongeren", PHONE, "202 555 0177", "aubergine", "clavichord", "marmalade")


@dataclass(frozen=True)
class Scene:
    """Where the scene stands, the keys that are shown only once, and the keys of its rows that were looked up."""

    database: str
    partner_token: str
    partner_token_of_another: str
    calendar_token: str
    visit_token: str
    found: dict = field(default_factory=dict)


def set_scene(town, database):
    """Put everything on the desks, by the actions workers use."""
    case = town.client_case(full_name=ODALYS, preferred_name="Odalys", language="es", own_script_name="")
    with reading(town.amina):
        today = workplace(town.amina).today
    _say_how_to_reach_her(town, case)
    _say_who_decides(town, today)
    _build_a_form(town)
    _let_the_front_desk_in(town)
    _keep_sam_out(town)
    write_down(town, case, today)
    _assess(town, case)
    _plan_twice(town, case, today)
    words = reviews.ExitWords("When the clavichord has a room.", "Her marmalade club.")
    reviews.plan_exit(actor=town.amina, case=fresh(town, case), words=words)
    service, another = _services_of_two(town)
    token = refer_out(town, case, service)
    other_case = town.client_case(full_name=CASIMIR)
    token_of_another = refer_out(town, other_case, another)
    _write_to_each_other(town, case)
    _have_signed(town, other_case)
    _close_another(town, today)
    _ask_for_help(town)
    _invite_a_colleague(town)
    _say_what_they_think(town, case, today)
    _photograph(town, today)
    calendar = open_feed(actor=town.amina, agency=town.agency())
    return Scene(database, token, token_of_another, calendar, meet_by_video(town, case))


def _say_how_to_reach_her(town, case):
    person = town.find(Person, full_name=ODALYS)
    people.relate(actor=town.amina, person=person, name="Wilhelmina Ashgrove", told=people.Told(Kinship.SIBLING))
    _say_who_she_is(town, person)
    for way in (
        people.Way(Channel.PHONE, PHONE, shared=True),
        people.Way(Channel.VISIT, HIDDEN_HOME, post_ok=True),
        people.Way(Channel.POST, HIDDEN_HOME, post_ok=True),
    ):
        people.add_contact_point(actor=town.amina, person=person, way=way)
    people.set_safety(
        actor=town.amina, person=person, address_protected=True, risk_if_contacted="Never after the clavichord lesson."
    )
    user = User.objects.create_user(PORTAL_EMAIL, PASSWORD)  # Rosa has a page of her own in the town
    people.open_portal(actor=town.amina, person=person, user=user)


def _write_to_each_other(town, case):
    """She sent a picture of her clavichord, and waits for an answer."""
    account = town.find(PortalAccount, person__full_name=ODALYS, beside=False)
    her = actors.client(agency_id=town.amina.agency_id, account_id=account.pk, person_id=case.person_id)
    said = delivery.Said(new_id(), "Do you bring marmalade?", "My clavichord")
    begun = delivery.begin_thread(actor=town.amina, case=fresh(town, case), said=said)
    file = delivery.Sent("clavichord.txt", b"A clavichord, drawn in letters.")
    answer = delivery.Said(new_id(), "I have marmalade.", file=file)
    delivery.write_message(actor=her, thread=begun.thread, said=answer)
    drawing = delivery.Sent("marmalade.txt", b"Marmalade, drawn in letters.")
    delivery.send_paper(actor=her, case=fresh(town, case), paper=delivery.OwnPaper(new_id(), "A clavichord", drawing))
    until = town.today + timedelta(days=90)
    question = Question(Purpose.COORDINATION, "Clavichord club", frozenset({Category.GENERAL}), until)
    ask_consent(actor=town.amina, person=town.find(Person, pk=case.person_id), program=town.housing, question=question)


def _say_who_she_is(town, person):
    people.add_other_name(actor=town.amina, person=person, name="Odalys of the Clavichord", kind=OtherNameKind.CALLED)
    people.add_identifier(actor=town.amina, person=person, scheme="Clavichord club", value="MARMALADE-12")
    said = "Marmalade is no gender."
    people.say_of_themselves(actor=town.amina, person=person, kind=SaidKind.GENDER, own_words=said)


def _say_who_decides(town, today):
    """Her aunt helps her decide; she wrote down who tunes the clavichord should she be ill."""
    her, aunt = town.find(Person, full_name=ODALYS), "Clementine Vantongeren"
    mandate = authority.Mandate(Authority.SUPPORTER, aunt, today, matters=("sharing", "plan"))
    maker = authority.record_authority(actor=town.amina, person=her, program=town.housing, mandate=mandate)
    tie = people.relate(actor=town.amina, person=her, name=aunt, told=people.Told(Kinship.ELDER_KIN))
    grant = Grant(frozenset({"visits", "plan"}), today + timedelta(days=90), "Oda", "video", "She asked.", True)
    let_in_beside(actor=town.amina, person=her, maker=maker, tie=tie.pk, grant=grant)
    wishes = authority.Wishes("health", "Play the clavichord to me.", today, "In the marmalade cupboard")
    authority.record_directive(actor=town.amina, person=her, program=town.housing, wishes=wishes)
    signed = Acknowledged(ODALYS, "typed", "es", words_shown(in_language(THE_RIGHTS, "es")))
    acknowledge_rights(actor=town.amina, person=her, program=town.housing, acknowledged=signed)


def _let_the_front_desk_in(town):
    """Flo answers her calls: she sees the file, and no plans, notes or assessments in it."""
    people.add_to_care_team(
        actor=town.ben,
        person=town.find(Person, full_name=ODALYS),
        program=town.housing,
        staff=town.staff(town.flo),
        because="Answers her calls.",
    )


def _keep_sam_out(town):
    her = town.find(Person, full_name=ODALYS)
    people.deny(actor=town.ben, person=her, staff=town.staff(town.sam), because="He tunes her clavichord.")


def _build_a_form(town):
    begin_form(town.priya, town.agency(), title="Bus help", description="", notice="© Harbor House")


def _assess(town, case):
    forms = town.all(Questionnaire, status="published")
    for each in forms[:2]:
        assessing.start_assessment(actor=town.amina, case=fresh(town, case), questionnaire=each)
    begin_next_version(actor=town.priya, questionnaire=forms[0])
    phq_9 = next(each for each in forms if each.url.endswith("/phq-9"))
    for weights in (MODERATE, LESS):
        begun = assessing.start_assessment(actor=town.amina, case=fresh(town, case), questionnaire=phq_9)
        sheet = assessing.Sheet(answered(phq_9, weights), begun.version)
        assessing.complete_assessment(actor=town.amina, assessment=begun, sheet=sheet)
    _answer_with_a_file(town, case)
    asking = assessing.Asking(forms[0], clock.today("America/New_York") + timedelta(days=2), words="For Tuesday.")
    assessing.ask_client(actor=town.amina, case=fresh(town, case), asking=asking)
    for kind, text in (("strength", "She tunes the clavichord herself."), ("need", "No room for the clavichord.")):
        words = assessing.FindingWords(Domain.HOUSING, text)
        assessing.note_by_hand(actor=town.amina, case=fresh(town, case), kind=kind, words=words)


def _answer_with_a_file(town, case):
    asks = form(item("letter", "attachment"), url="urn:scene:letter", version="1", title="A letter")
    report = import_questionnaire(town.priya, json.dumps(asks).encode(), publish=True)
    letter = town.find(Questionnaire, pk=report.questionnaire_id)
    begun = assessing.start_assessment(actor=town.amina, case=fresh(town, case), questionnaire=letter)
    files = {name_of(Place("letter")): [SimpleUploadedFile("letter.txt", b"About the clavichord.")]}
    sheet = assessing.Sheet({}, begun.version, files=files)
    assessing.complete_assessment(actor=town.amina, assessment=begun, sheet=sheet)


def _plan_twice(town, case, today):
    """Version 1 agreed and reviewed, version 2 being written."""
    plan = planning.start_plan(actor=town.amina, case=fresh(town, case))
    goal = planning.add_goal(
        actor=town.amina, plan=plan, words=planning.GoalWords("housing", WORDS, target_on=today + timedelta(days=60))
    )
    for who in ("worker", "client"):
        planning.add_step(actor=town.amina, goal=goal, words=planning.StepWords("Ask the landlord", who, due_on=today))
    for signer in ("client", "worker"):
        sign(town, plan, signer)
    plan = town.find(ServicePlan, pk=plan.pk)
    planning.read_goal(actor=town.amina, goal=goal, said=planning.Said(3, today, words="The clavichord is in tune."))
    about = {goal.pk: reviews.AboutGoal("The clavichord teacher.", "The stairs.")}
    review = reviews.Review(
        today, "I rang them myself.", today + timedelta(days=90), readings={goal.pk: 4}, goals=about, risk_words="Less."
    )
    reviews.record_review(actor=town.amina, case=fresh(town, case), review=review)
    planning.new_version(actor=town.amina, plan=plan)


def _have_signed(town, case):
    """The client has signed and hands the device back."""
    plan = planning.start_plan(actor=town.amina, case=fresh(town, case))
    planning.add_goal(actor=town.amina, plan=plan, words=planning.GoalWords("housing", "To sleep late."))
    sign(town, plan, "client", CASIMIR)


def sign(town, plan, signer, name=ODALYS):
    with reading(town.amina):
        seen = digest(snapshot(plan, list(plan.goals.all()), list(plan.steps.all())))
    planning.sign_plan(actor=town.amina, plan=plan, signing=Signing(signer, name, "typed", seen))


def _services_of_two(town):
    found = {}
    for service in town.all(Service, status="active"):
        found.setdefault(service.organization_id, service)
    return list(found.values())[:2]


def _photograph(town, today):
    """She agreed to a photo, a very small one."""
    her, name = town.find(Person, full_name=ODALYS), town.agency().name
    until = today + timedelta(days=90)
    terms = Terms(Purpose.PHOTO, name, frozenset({Category.IDENTITY}), today, until, How.WRITTEN, "consent-2026-01")
    record_consent(actor=town.amina, person=her, program=town.housing, terms=terms)
    drawn = io.BytesIO()
    Image.new("RGB", (4, 3), "teal").save(drawn, format="PNG")
    keep_photo(
        actor=town.amina, person=her, program=town.housing, content=drawn.getvalue(), alt="She plays the clavichord."
    )


def refer_out(town, case, service):
    """A referral with the consent it rests on. The token of its link."""
    with reading(town.amina):
        organization, today = service.organization, workplace(town.amina).today
    categories = frozenset({Category.GENERAL, Category.IDENTITY, Category.CONTACT})
    terms = Terms(
        purpose=Purpose.REFERRAL,
        recipient=organization.name,
        recipient_id=organization.pk,
        categories=categories,
        given_on=today,
        expires_on=today + timedelta(days=90),
        how=How.WRITTEN,
        text_version="consent-2026-01",
    )
    person = town.find(Person, pk=case.person_id)
    record_consent(actor=town.amina, person=person, program=town.housing, terms=terms)
    sending = Sending(service, "She needs a lease.", categories)
    return send_referral(actor=town.amina, case=fresh(town, case), sending=sending).token


def _close_another(town, today):
    case = town.client_case(full_name=THELONIUS)
    closing = reviews.Closing(
        reason="goals-met", closed_on=today, achievements="I have my own key.", follow_up_agreed=True
    )
    reviews.close_case(actor=town.amina, case=case, closing=closing, knowing=True)


def _say_what_they_think(town, case, today):
    """She complains about nobody by name, somebody leaves feedback, and Ben keeps an idea of it."""
    her, voice = town.find(Person, full_name=ODALYS), reviews.Voice("The marmalade jars went missing.")
    reviews.leave_complaint(actor=town.amina, program=town.housing, voice=voice, person=her)
    felt = reviews.leave_feedback(actor=town.amina, program=town.housing, felt=reviews.Felt(4, "The tea."))
    owner = town.staff(town.ben)
    reviews.note_idea(actor=town.ben, program=town.housing, what="More tea.", owner=owner, due_on=today, feedback=felt)


def _invite_a_colleague(town):
    """She has not chosen a password yet."""
    employ(
        actor=town.priya,
        agency=town.agency(),
        email="wren@mail.example",
        name=INVITED,
        job_title="Front desk",
        role=Role.INTAKE_WORKER,
        program=town.housing,
    )


def _ask_for_help(town):
    """Two ask for a place: one was accepted and waits for intake, one nobody has looked at."""
    for name, accepted in ((ASKING, True), ("Peregrine Oyelaran", False)):
        asked = Asked(source_kind="professional", full_name=name, needs="A room before the winter.", contact=PHONE)
        referral = receive_referral(actor=town.flo, program=town.housing, asked=asked)
        if accepted:
            accept_referral(actor=town.flo, referral=referral)
