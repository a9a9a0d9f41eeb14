"""Registers `assessment` with Django, and its page among the tabs of a file."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from keyworker.access.permissions import Permission


class AssessmentConfig(AppConfig):
    name = "keyworker.assessment"
    label = "assessment"

    def ready(self) -> None:
        from keyworker.assessment.domains import Domain
        from keyworker.people.pages import TabGroup, add_tab
        from keyworker.questionnaires.building.domains import offer_domains

        offer_domains(Domain.choices)
        add_tab(
            "assessments",
            _("Assessments"),
            "assessment:list",
            Permission.ASSESSMENT_VIEW,
            TabGroup.PATH,
            step="assessment",
        )
