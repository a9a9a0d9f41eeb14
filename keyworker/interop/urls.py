"""Addresses of the machines' door."""

from django.urls import path

from keyworker.interop import views

app_name = "interop"
urlpatterns = [
    path("texts/", views.texts, name="texts"),
    path("texts/<uuid:text_id>/looked-at/", views.look_at_text, name="text_looked_at"),
    path("texts/call/", views.gateway_calls, name="gateway_calls"),
    path("directory/import/", views.send_directory_file, name="directory_import"),
    path("directory/import/<uuid:file_id>/", views.look_over_directory_file, name="directory_file"),
    path("directory/import/<uuid:file_id>/bring-in/", views.import_directory_file, name="import_directory_file"),
    path("directory/import/<uuid:file_id>/put-aside/", views.put_directory_file_aside, name="put_directory_file_aside"),
]
