"""Where licenses count, for whoever meets people at a distance."""

from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Exists, OuterRef, Q, TextField, Value, When
from django.db.models.functions import Cast, Concat

from keyworker.access.sight import facts
from keyworker.training.models import Credential, CredentialKind, RequiredCredential
from keyworker.visits.practice.licenses import licenses_from

LICENSE = CredentialKind.LICENSE.value


@licenses_from
def where_they_count(today: date) -> Any:
    """Current licenses that somebody else has seen, of everybody; NULL where the program asks for none."""
    asked = facts(RequiredCredential, because="a program asks for a license, or it does not").filter(
        program=OuterRef("program"), kind=LICENSE, ended_at=None
    )
    held = facts(Credential, because="where licenses count, and nothing else of them, is read before a visit")
    current = held.filter(Q(expires_on=None) | Q(expires_on__gte=today), kind=LICENSE, ended_at=None)
    lines = Concat(Cast("staff_id", TextField()), Value(" "), "jurisdiction", output_field=TextField())
    seen = current.exclude(verified_at=None).order_by("staff_id", "id").values_list(lines)
    return Case(When(Exists(asked), then=ArraySubquery(seen)), default=None)
