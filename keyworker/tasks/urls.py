"""Addresses of tasks."""

from django.urls import path

from keyworker.tasks import views

app_name = "tasks"
urlpatterns = [
    path("people/<uuid:person_id>/tasks/", views.list_tasks, name="list"),
    path("people/<uuid:person_id>/tasks/new/", views.set_one, name="set"),
    path("tasks/<uuid:task_id>/complete/", views.complete, name="complete"),
    path("tasks/<uuid:task_id>/move/", views.move, name="move"),
    path("tasks/<uuid:task_id>/cancel/", views.cancel, name="cancel"),
]
