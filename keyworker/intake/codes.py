"""The codes in which referrals are counted: what help, which household, why not, and how it went."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class HelpKind(models.TextChoices):
    """What help is asked for; a program says which of it it gives."""

    HOME = "home", _("A home, or keeping one")
    SAFETY = "safety", _("Being safe from somebody")
    FOOD = "food", _("Food")
    MONEY = "money", _("Money, debts or benefits")
    WORK = "work", _("Work or learning")
    HEALTH = "health", _("Health or disability")
    MIND = "mind", _("Worries, sadness or mental health")
    SUBSTANCES = "substances", _("Alcohol or drugs")
    FAMILY = "family", _("Children and family")
    LAW = "law", _("Papers, law or courts")
    DAILY = "daily", _("Everyday tasks at home")
    COMPANY = "company", _("Being less alone")


class HouseholdKind(models.TextChoices):
    ALONE = "alone", _("One person alone")
    COUPLE = "couple", _("Two partners without children")
    CHILDREN = "children", _("A family with children")
    ADULTS = "adults", _("Several grown-ups")


class DeclinedFor(models.TextChoices):
    """Why we could not help, for counting whom a town leaves without help."""

    AGE = "age", _("Too young or too old")
    AREA = "area", _("Lives outside our places")
    NEED = "need", _("We do not give this help")
    HOUSEHOLD = "household", _("We do not take this household")
    PLACES = "places", _("No free place")
    SAFETY = "safety", _("We cannot keep them, or others, safe here")
    WISH = "wish", _("They do not want this program")
    BETTER = "better", _("Another service helps better")
    OTHER = "other", _("Another reason")


class Whom(models.TextChoices):
    PERSON = "person", _("The person")
    REFERRER = "referrer", _("The referrer")
    SERVICE = "service", _("Another service")


class TalkedBy(models.TextChoices):
    PHONE = "phone", _("By telephone")
    VOICEMAIL = "voicemail", _("By voicemail")
    SMS = "sms", _("By text message")
    EMAIL = "email", _("By e-mail")
    POST = "post", _("By letter")
    MEETING = "meeting", _("Face to face")


class StillWaits(models.TextChoices):
    YES = "yes", _("Yes, they still wait")
    NO = "no", _("No, they no longer want the place")
    NOT_REACHED = "not-reached", _("We did not reach them")


class Safe(models.TextChoices):
    YES = "yes", _("Yes")
    NO = "no", _("No, or they are not sure")
    NOT_ASKED = "not-asked", _("Could not be asked")


class Arrived(models.TextChoices):
    ARRIVED = "arrived", _("They get help there")
    WAITING = "waiting", _("They wait for help there")
    OTHER = "other", _("They found other help")
    NONE = "none", _("They have no help yet")
    NOT_REACHED = "not-reached", _("We did not reach them")
