"""Forms written for an older or a newer FHIR, read as R4 says the same; each time with a warning, never silently."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from keyworker.questionnaires.engine.findings import Findings
from keyworker.questionnaires.engine.values import choice_of

# R5's `answerConstraint`: what may be answered beside the list.
_OPEN = frozenset({"optionsOrString", "optionsOrType"})
_INITIAL = "initial"


def opened(content: Mapping[str, Any], findings: Findings) -> Mapping[str, Any]:
    """The one form of a Bundle, with the lists of answers that came with it; anything else as it is."""
    if content.get("resourceType") != "Bundle":
        return content
    entries = content.get("entry")
    found = (
        [entry.get("resource") for entry in entries if isinstance(entry, Mapping)] if isinstance(entries, list) else []
    )
    resources = [resource for resource in found if isinstance(resource, Mapping)]
    forms = [resource for resource in resources if resource.get("resourceType") == "Questionnaire"]
    if len(forms) != 1:
        findings.fault(
            "not-one-form", "", _("The file is a collection with %d forms; bring one at a time.") % len(forms)
        )
        return content
    contained = forms[0].get("contained")
    lists = [resource for resource in resources if resource.get("resourceType") in {"ValueSet", "CodeSystem"}]
    findings.note("from-a-collection", "", _("It came in a collection, and was taken out of it."))
    return {**forms[0], "contained": [*(contained if isinstance(contained, list) else []), *lists]}


def as_r4(item: Mapping[str, Any], link_id: str, findings: Findings) -> Mapping[str, Any]:
    """One item in the words of FHIR R4."""
    found = dict(item)
    if "option" in found and "answerOption" not in found:
        findings.warn("stu3-option", link_id, _("It uses the older word “option”; read as “answerOption”."))
        found["answerOption"] = found.pop("option")
    if "options" in found and "answerValueSet" not in found:
        findings.warn("stu3-options", link_id, _("It uses the older word “options”; read as “answerValueSet”."))
        found["answerValueSet"] = _reference(found.pop("options"))
    if _INITIAL not in found and (choice := choice_of(found, _INITIAL)) is not None:
        says = _("It uses the older word “%s”; read as “initial”.") % f"{_INITIAL}{choice[0]}"
        findings.warn("stu3-initial", link_id, says[:200])
        found[_INITIAL] = [{f"value{choice[0]}": choice[1]}]
    _from_r5(found, link_id, findings)
    return found


def _reference(raw: Any) -> Any:
    return raw.get("reference") if isinstance(raw, Mapping) else raw


def _from_r5(found: dict[str, Any], link_id: str, findings: Findings) -> None:
    if found.get("type") == "coding":
        says = _("Its type “%s” is of a newer FHIR; read as a choice.")
        findings.warn("r5-type", link_id, says % "coding")
        found["type"] = "choice"
    limit = found.pop("answerConstraint", None)
    if limit is None:
        return
    if limit not in _OPEN:
        findings.note(
            "r5-constraint", link_id, _("“%s” is of a newer FHIR, and changes nothing here.") % "answerConstraint"
        )
        return
    says = _("It takes other answers than those listed, as a newer FHIR says it; read as an open choice.")
    findings.warn("r5-constraint", link_id, says)
    found["type"] = "open-choice"
