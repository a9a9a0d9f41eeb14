"""Moves the safety words from the person into a row of their own; nobody reads more of them than before.

Who wrote them was not kept. Where a sealed program serves the person they may be its own: they go into it. The other
programs keep what they need and what tells nothing, that the address is secret.
"""

from typing import Any

from django.db import migrations
from django.db.models import Q


def into_rows(apps: Any, schema_editor: Any) -> None:
    Person, Rule, Member = (apps.get_model("people", name) for name in ("Person", "SafetyRule", "CareTeamMember"))
    alias = schema_editor.connection.alias
    said = Q(address_protected=True) | ~Q(risk_if_contacted="") | Q(code_word__isnull=False)
    for person in Person.objects.using(alias).filter(said).iterator(chunk_size=500):
        team = Member.objects.using(alias).filter(person=person)
        sealed = team.filter(program__sealed=True).order_by("since").first()
        program_id = sealed.program_id if sealed else None
        common = {"agency_id": person.agency_id, "person": person, "address_protected": person.address_protected}
        Rule(
            **common,
            program_id=program_id,
            sealed_in_id=program_id,
            risk_if_contacted=person.risk_if_contacted,
            code_word=person.code_word,
        ).save(using=alias, force_insert=True)
        if sealed and person.address_protected and team.filter(program__sealed=False).exists():
            Rule(**common).save(using=alias, force_insert=True)


class Migration(migrations.Migration):
    dependencies = [("people", "0004_safety_rules")]
    operations = [migrations.RunPython(into_rows, migrations.RunPython.noop)]
