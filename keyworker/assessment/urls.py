"""Addresses of assessments."""

from django.urls import path, register_converter

from keyworker.assessment.views import (
    answering,
    finding,
    handed_over,
    levels,
    marking,
    practice,
    printing,
    reading,
    starting,
)


class Kind:
    """What was found: "strength" or "need"."""

    regex = "strength|need"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Kind, "finding")

app_name = "assessment"
urlpatterns = [
    path("people/<uuid:person_id>/assessments/", reading.list_assessments, name="list"),
    path("people/<uuid:person_id>/assessments/new/", starting.start, name="start"),
    path("people/<uuid:person_id>/assessments/ask/", starting.ask, name="ask"),
    path("people/<uuid:person_id>/<finding:kind>/new/", finding.by_hand, name="note_by_hand"),
    path("findings/<finding:kind>/<uuid:finding_id>/", finding.change, name="finding"),
    path("findings/<finding:kind>/<uuid:finding_id>/end/", finding.end, name="finding_end"),
    path("assessments/<uuid:assessment_id>/note/", finding.note, name="note"),
    path("assessments/practice/", practice.practice, name="practice"),
    path("assessments/practice/hours/", practice.hours, name="hours"),
    path("assessments/practice/rules/new/", practice.rule, name="rule"),
    path("assessments/practice/rules/<uuid:rule_id>/end/", practice.take_rule_off, name="take_rule_off"),
    path("assessments/practice/marks/new/<uuid:questionnaire_id>/", marking.mark, name="mark"),
    path("assessments/practice/marks/<uuid:mark_id>/end/", marking.take_mark_off, name="take_mark_off"),
    path("assessments/<uuid:assessment_id>/", reading.read, name="read"),
    path("assessments/<uuid:assessment_id>/compare/<uuid:other_id>/", reading.compare_two, name="compare"),
    path("assessments/<uuid:assessment_id>/level/", levels.level, name="level"),
    path("assessments/<uuid:assessment_id>/fill/", answering.fill, name="fill"),
    path("assessments/<uuid:assessment_id>/how/", starting.how, name="how"),
    path("assessments/<uuid:assessment_id>/hand-over/", starting.hand_over, name="hand_over"),
    path("assessments/<uuid:assessment_id>/own/", handed_over.answer, name="own"),
    path("assessments/<uuid:assessment_id>/own/draft/", handed_over.keep_draft, name="own_draft"),
    path("assessments/<uuid:assessment_id>/own/preview/", handed_over.preview, name="own_preview"),
    path("assessments/<uuid:assessment_id>/files/<uuid:document_id>/", reading.open_file_of, name="file"),
    path("assessments/<uuid:assessment_id>/paper.pdf", printing.filled, name="paper"),
    path("assessments/papers/<uuid:questionnaire_id>/blank.pdf", printing.blank, name="blank_paper"),
    path("assessments/<uuid:assessment_id>/safety-plan/", answering.open_safety_plan, name="safety_plan"),
    path("assessments/<uuid:assessment_id>/take-back/", starting.take_back, name="take_back"),
    path("assessments/<uuid:assessment_id>/read/", starting.mark_read, name="mark_read"),
    path("assessments/<uuid:assessment_id>/draft/", answering.keep_draft, name="draft"),
    path("assessments/<uuid:assessment_id>/preview/", answering.preview, name="preview"),
]
