"""The page on which a person's copy is made, and the parcel it leaves in."""

import io
import json
import zipfile
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from keyworker.access.pages import StaffRequest, page
from keyworker.access.permissions import Permission
from keyworker.access.sight import require, rows
from keyworker.access.workplace import workplace
from keyworker.base.context import reading
from keyworker.cases.models import Case
from keyworker.delivery.models import CaseDocument, CaseNote, NoteStatus
from keyworker.design.papers import paper, spoken
from keyworker.intake.models import IncomingReferral, SourceKind
from keyworker.interop.actions import give_copy
from keyworker.interop.copying.forms import CopyForm
from keyworker.interop.copying.gathering import Copy
from keyworker.people.models import Ground, Person
from keyworker.people.pages import file_frame

NEEDS = Permission.DISCLOSE
MOST_SHOWN = 200


@page(needs=NEEDS)
def copy(request: StaffRequest, person_id: UUID) -> HttpResponse:
    with reading(request.actor):
        person = require(Person, person_id, actor=request.actor, needs=NEEDS)
        form = _form(request, person)
        if not form.is_valid():
            frame = file_frame(request.actor, person, current="consent")
            return render(request, "interop/copy.html", {**frame, "form": form, "has_case": bool(form.cases)})
        agency = workplace(request.actor).agency.name
    language = form.cleaned_data["language"]
    with translation.override(language):
        made = give_copy(actor=request.actor, case=form.case, asked=form.asked)
        return _parcel(request, made, language, {"agency": agency, "because": form.asked.because, "case": form.case})


def _form(request: StaffRequest, person: Person) -> CopyForm:
    actor = request.actor
    cases = rows(Case, actor=actor, needs=NEEDS).filter(person=person).select_related("program", "person")
    notes = rows(CaseNote, actor=actor, needs=Permission.NOTE_VIEW).filter(person=person, status=NoteStatus.SIGNED)
    papers = rows(CaseDocument, actor=actor, needs=Permission.NOTE_VIEW).filter(person=person, withdrawn_at=None)
    referrals = rows(IncomingReferral, actor=actor, needs=Permission.REFERRAL_VIEW).filter(person=person)
    return CopyForm(
        request.POST or None,
        cases=list(cases.order_by("status", "-opened_at")[:MOST_SHOWN]),
        notes=list(notes.filter(amends=None).order_by("-signed_at", "-id")[:MOST_SHOWN]),
        papers=list(papers.filter(superseded_by=None).order_by("-created_at", "-id")[:MOST_SHOWN]),
        referrals=list(referrals.exclude(source_kind=SourceKind.SELF).order_by("-received_at", "-id")[:MOST_SHOWN]),
        language=spoken(person.language),
    )


def _parcel(request: StaffRequest, made: Copy, language: str, more: dict[str, object]) -> HttpResponse:
    """A ZIP file whose name tells nothing of anybody: the paper, the data, the documents."""
    chosen = {Ground(str(more["because"]))} if more["because"] else set()
    grounds = [ground.label for ground in sorted(made.grounds | chosen)]
    context = {**more, "title": _("What we keep about you"), "made": made, "grounds": grounds}
    printed = paper(request, "interop/copy_paper.html", context, name="copy", language=language)
    ending = "pdf" if printed["Content-Type"] == "application/pdf" else "html"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"copy.{ending}", printed.content)
        archive.writestr("data.json", json.dumps(made.data, ensure_ascii=False, indent=1, default=str))
        for name, content in made.files.items():
            archive.writestr(name, content)
    answer = HttpResponse(packed.getvalue(), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="copy-{timezone.localdate().isoformat()}.zip"'
    answer["Cache-Control"] = "no-store"
    return answer
