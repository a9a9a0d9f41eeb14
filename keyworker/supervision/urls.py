"""Addresses of supervision."""

from django.urls import path

from keyworker.supervision.views import away, declaring, duty, handing, looking_back, overview

app_name = "supervision"
urlpatterns = [
    path("supervision/", overview.overview, name="overview"),
    path("supervision/assessments/", overview.assessments, name="assessments"),
    path("supervision/looking-back/", looking_back.looking_back, name="looking_back"),
    path("supervision/duty/", duty.duty, name="duty"),
    path("supervision/duty/<uuid:turn_id>/end/", duty.end_turn, name="end_turn"),
    path("supervision/cases/<uuid:case_id>/hand-over/", handing.reassign, name="reassign"),
    path("supervision/cases/<uuid:case_id>/hands/", handing.handover, name="handover"),
    path("supervision/cases/<uuid:case_id>/hands/read/", handing.handover_read, name="handover_read"),
    path("supervision/hand-over/", handing.carriers, name="carriers"),
    path("supervision/hand-over/<uuid:staff_id>/", handing.hand_over_all, name="hand_over_all"),
    path("supervision/away/", away.away, name="away"),
    path("supervision/away/<uuid:absence_id>/end/", away.end_away, name="end_away"),
    path("declarations/", declaring.declarations, name="declarations"),
    path("declarations/<uuid:declaration_id>/", declaring.declaration, name="declaration"),
]
