"""The one place from which mail leaves. Nothing else may send any; sweeps look for it."""

from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail

from keyworker.access.workplace import workplace
from keyworker.base.actor import Actor
from keyworker.base.context import reading
from keyworker.people.rules import Clearance, Doing


def go_out() -> bool:
    """Whether a mail server is named at all."""
    return bool(settings.LETTERS_GO_OUT)


def post(clearance: Clearance, subject: str, text: str, *, actor: Actor) -> bool:
    """To somebody we help: whether the mail server took it. Raises `Refused` unless e-mail to them was cleared."""
    return _post(actor, subject, text, clearance.used_for(Doing.EMAIL).strip())


def post_to_colleague(actor: Actor, to: str, subject: str, text: str) -> bool:
    """To somebody who works here, at the address they sign in with: whether the mail server took it."""
    return _post(actor, subject, text, to)


def stays_inside(actor: Actor) -> bool:
    """Whether nothing may leave the actor's agency, for its people are made up."""
    with reading(actor):
        return workplace(actor).agency.is_practice


def _post(actor: Actor, subject: str, text: str, to: str) -> bool:
    """Nothing of it is kept, here or in a log."""
    if stays_inside(actor):
        return False
    try:
        return bool(send_mail(subject, text, None, [to]))
    except (SMTPException, OSError, ValueError):
        return False
