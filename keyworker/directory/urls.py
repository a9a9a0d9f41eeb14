"""Addresses of the directory."""

from django.urls import path

from keyworker.directory import views

app_name = "directory"
urlpatterns = [
    path("directory/", views.services, name="services"),
    path("directory/<uuid:service_id>/", views.service, name="service"),
]
