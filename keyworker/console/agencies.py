"""Which agency a command is about, and making a new one with its first administrator."""

import secrets

from keyworker.access import actions as access
from keyworker.access.doors import resolve
from keyworker.access.models import DoorKind
from keyworker.access.roles import Role
from keyworker.accounts.models import User
from keyworker.agencies.models import Agency, Program
from keyworker.base import actor as actors
from keyworker.base.actor import Actor
from keyworker.questionnaires.importing import import_library


class UnknownAgency(Exception):
    """No agency of that short name is on this installation."""


def job_in(slug: str, name: str) -> Actor:
    """A named job in the agency whose public short name this is. Raises `UnknownAgency`."""
    opened = resolve(DoorKind.PUBLIC_FORM, slug)
    if opened is None:
        raise UnknownAgency(f"There is no agency «{slug}» here. `keyworker agency add` makes one.")
    return actors.job(name, agency_id=opened.agency_id)


def add_agency(agency: Agency, *, program: str, administrator: str, email: str) -> str:
    """Make an agency, a first program and an administrator; answers the administrator's first password.

    The agency's own row is written by the owner of the tables: nobody inside an agency can make another.
    """
    agency.save(using="owner", force_insert=True)
    agency._state.db = "default"
    job = actors.job("installation", agency_id=agency.id)
    password = secrets.token_urlsafe(15)
    user = User.objects.create_user(email, password)
    access.open_public_form(actor=job, agency=agency)
    first = Program(agency_id=agency.id, name=program, slug="first")
    access.open_program(actor=job, agency=agency, program=first)
    member = access.add_staff(
        actor=job, agency=agency, user=user, name=administrator, job_title=str(Role.AGENCY_ADMINISTRATOR)
    )
    access.grant_role(actor=job, member=member, role=Role.AGENCY_ADMINISTRATOR, program=None, because="first of all")
    import_library(actors.job("questionnaire-import", agency_id=agency.id))
    return password
