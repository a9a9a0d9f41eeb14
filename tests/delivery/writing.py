"""Somebody with a page of their own, and what they and their team write, in tests."""

import io
from uuid import uuid4

from PIL import Image

from keyworker.accounts.models import User
from keyworker.base import actor as actors
from keyworker.base.context import reading
from keyworker.delivery import conversations
from keyworker.delivery.actions import Said
from keyworker.people.actions import open_portal

HEATING = "The heating is off again."


def with_a_door(town, name="Xanthippe Quill", **more):
    """Somebody with a page of their own, and who they are there."""
    case = town.client_case(full_name=name, **more)
    user = User.objects.create_user(f"{uuid4().hex}@people.example", "harbor-lights-and-tides")
    account = open_portal(actor=town.amina, person=case.person, user=user)
    return case, actors.client(agency_id=town.amina.agency_id, account_id=account.pk, person_id=case.person_id)


def said(words=HEATING, **more):
    return Said(uuid4(), words, **more)


def fresh(town, record):
    return town.find(type(record), pk=record.pk)


def sent(words=HEATING, **more):
    return {"words": words, "key": uuid4(), **more}


def photo():
    drawn = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "the kitchen of 14 Quay Street"
    Image.new("RGB", (40, 30), "white").save(drawn, "JPEG", exif=exif)
    return drawn.getvalue()


def words_of(town, held):
    with reading(town.amina):
        return [each.body for each in conversations.open_thread(town.amina, held.pk).shown]


def text_of(answer):
    return answer.content.decode()
