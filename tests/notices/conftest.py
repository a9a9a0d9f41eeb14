"""A mail server that takes letters, and Rosa, who agreed to be reminded."""

from datetime import timedelta

import pytest

from keyworker.base.privacy import Category
from keyworker.consent.actions import Terms, record_consent
from keyworker.consent.models import How, Purpose
from keyworker.notices.models import Notice
from keyworker.people.actions import Way, add_contact_point
from keyworker.people.models import Channel
from tests.notices.mailbox import mailbox

ROSA = "rosa@mail.example"


@pytest.fixture
def post(settings):
    with mailbox() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.LETTERS_GO_OUT = "127.0.0.1", server.port, True
        yield server


@pytest.fixture
def rosa(town):
    """She speaks Spanish, agreed to be reminded, and consented that the agency is in touch with her."""
    case = town.client_case(full_name="Rosa Delgado", language="es")
    add_contact_point(actor=town.amina, person=case.person, way=Way(Channel.EMAIL, ROSA, reminders_ok=True))
    agreed(town, case)
    return case


def agreed(town, case):
    terms = Terms(
        purpose=Purpose.SERVICE, recipient=town.agency().name, categories=frozenset({Category.CONTACT}),
        given_on=town.today, expires_on=town.today + timedelta(90), how=How.WRITTEN, text_version="1",
    )  # fmt: skip
    return record_consent(actor=town.amina, person=case.person, program=case.program, terms=terms)


def reminder(town, visit):
    return town.find(Notice, about=visit.pk)


def came(post):
    """What came for Rosa: the town's others are reminded, too."""
    return [each for each in post.taken if ROSA in each]
