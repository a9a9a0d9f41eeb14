"""Registers `referrals` with Django, and its page among the tabs of a file."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from keyworker.access.permissions import Permission


class ReferralsConfig(AppConfig):
    name = "keyworker.referrals"
    label = "referrals"

    def ready(self) -> None:
        from keyworker.people.kin.around import add_to_ecomap
        from keyworker.people.pages import TabGroup, add_tab
        from keyworker.referrals.queries import helping_outside

        add_to_ecomap(helping_outside)
        add_tab(
            "referrals", _("Referrals"), "referrals:list", Permission.REFERRAL_OUT_VIEW, TabGroup.PATH, step="referrals"
        )
