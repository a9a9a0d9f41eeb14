"""Areas of life that needs, strengths and goals are about, in the words people use for them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Domain(models.TextChoices):
    """Areas a person and their worker look at together (after the Arizona Self-Sufficiency Matrix's eighteen)."""

    HOUSING = "housing", _("A place to live")
    SAFETY = "safety", _("Being safe")
    MONEY = "money", _("Money")
    WORK = "work", _("Work")
    LEARNING = "learning", _("Learning")
    HEALTH = "health", _("Health")
    MENTAL_HEALTH = "mental-health", _("Feeling well in mind")
    SUBSTANCE_USE = "substance-use", _("Alcohol and drugs")
    FAMILY = "family", _("Family and children")
    FRIENDS = "friends", _("Friends and community")
    DAILY_LIFE = "daily-life", _("Everyday life")
    LEGAL = "legal", _("Law and papers")
    CULTURE = "culture", _("Culture, faith and belonging")
    OTHER = "other", _("Something else")
