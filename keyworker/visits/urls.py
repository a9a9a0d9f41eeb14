"""Addresses of visits."""

from django.urls import path

from keyworker.visits import views
from keyworker.visits.calling.views import call, incoming
from keyworker.visits.interpreting import views as interpreting
from keyworker.visits.practice.views import visit
from keyworker.visits.rooms import rehearsing
from keyworker.visits.rooms import views as rooms
from keyworker.visits.suiting.views import suitability

app_name = "visits"
urlpatterns = [
    path("people/<uuid:person_id>/visits/new/", views.schedule, name="schedule"),
    path("people/<uuid:person_id>/at-a-distance/", suitability, name="suitability"),
    path("people/<uuid:person_id>/call/", call, name="call"),
    path("practice-visit/", rehearsing.worker, name="rehearsal"),
    path("practice-visit/their-side/", rehearsing.guest, name="rehearsal_guest"),
    path("calls/in/", incoming, name="incoming"),
    path("visits/<uuid:visit_id>/", visit, name="visit"),
    path("people/<uuid:person_id>/interpreters/", interpreting.refusals, name="refusals"),
    path("interpreters/", interpreting.interpreters, name="interpreters"),
    path("interpreters/<uuid:interpreter_id>/", interpreting.interpreter, name="interpreter"),
    path("visits/<uuid:visit_id>/interpreter/", interpreting.bookings, name="bookings"),
    path("interpreters/bookings/<uuid:booking_id>/", interpreting.move, name="move_booking"),
    path("interpreters/refused/<uuid:refusal_id>/lift/", interpreting.lift, name="lift_refusal"),
    path("visits/<uuid:visit_id>/people/", rooms.people, name="people"),
    path("visits/<uuid:visit_id>/people/<uuid:participant_id>/", rooms.link, name="link"),
    path("visits/<uuid:visit_id>/room/", rooms.room, name="room"),
    path("visits/<uuid:visit_id>/room/door/", rooms.door, name="door"),
    path("visits/<uuid:visit_id>/room/say/", rooms.say, name="say"),
    path("visits/<uuid:visit_id>/room/stream/", rooms.stream, name="stream"),
    path("visits/<uuid:visit_id>/held/", views.held, name="held"),
    path("visits/<uuid:visit_id>/missed/", views.missed, name="missed"),
    path("visits/<uuid:visit_id>/cancel/", views.cancel, name="cancel"),
]
