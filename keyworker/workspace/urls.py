"""Addresses of the staff door."""

from django.urls import path

from keyworker.workspace.views import administration, calendar, day, feed, granting, lists, people, programs, session

app_name = "workspace"
urlpatterns = [
    path("", day.home, name="home"),
    path("my-day/", day.my_day, name="my_day"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/phone/", feed.phone, name="calendar_phone"),
    path("calendar/phone/end/", feed.end, name="calendar_phone_end"),
    path("calendar/<str:token>.ics", feed.feed, name="calendar_feed"),
    path("caseload/", lists.caseload, name="caseload"),
    path("cases/", lists.cases, name="cases"),
    path("people/<uuid:person_id>/", people.file, name="file"),
    path("people/<uuid:person_id>/timeline/", people.timeline, name="timeline"),
    path("people/<uuid:person_id>/emergency/", people.break_glass, name="break_glass"),
    path("search/", people.search, name="search"),
    path("staff/", administration.staff, name="staff"),
    path("staff/new/", administration.add_colleague, name="add_colleague"),
    path("staff/<uuid:staff_id>/role/", administration.give_role, name="give_role"),
    path("staff/<uuid:staff_id>/invite/", administration.invite, name="invite"),
    path("staff/<uuid:staff_id>/end/", administration.end_place, name="end_place"),
    path("staff/<uuid:staff_id>/second-step/", administration.second_step, name="second_step"),
    path("roles/<uuid:grant_id>/take-back/", administration.take_role, name="take_role"),
    path("roles/waiting/", granting.waiting, name="waiting_roles"),
    path("roles/waiting/<uuid:proposal_id>/confirm/", granting.confirm, name="confirm_role"),
    path("roles/waiting/<uuid:proposal_id>/turn-down/", granting.turn_down, name="turn_down_role"),
    path("programs/", programs.programs, name="programs"),
    path("programs/new/", programs.new_program, name="new_program"),
    path("programs/<uuid:program_id>/", programs.program, name="program"),
    path("programs/<uuid:program_id>/close/", programs.close, name="close_program"),
    path("programs/<uuid:program_id>/reopen/", programs.reopen, name="reopen_program"),
    path("trail/", administration.trail, name="trail"),
    path("what-staff-can-do/", administration.what_staff_can_do, name="everything"),
    path("session/token/", session.token, name="token"),
    path("session/keep/", session.keep, name="keep"),
    path("session/theme/", session.choose_theme, name="theme"),
    path("health/", session.health, name="health"),
]
