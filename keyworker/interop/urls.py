"""Addresses of the machines' door."""

from django.urls import path

from keyworker.interop import filing_views, views
from keyworker.interop.copying.views import copy
from keyworker.interop.leaving import views as leaving
from keyworker.interop.sheets import views as sheets

app_name = "interop"
urlpatterns = [
    path("people/<uuid:person_id>/copy/", copy, name="copy"),
    path("texts/", views.texts, name="texts"),
    path("texts/<uuid:text_id>/looked-at/", views.look_at_text, name="text_looked_at"),
    path("texts/<uuid:text_id>/whose/", filing_views.whose_text, name="whose_text"),
    path("texts/<uuid:text_id>/file/", filing_views.file_text, name="file_text"),
    path("texts/call/", views.gateway_calls, name="gateway_calls"),
    path("directory/import/", views.send_directory_file, name="directory_import"),
    path("directory/import/<uuid:file_id>/", views.look_over_directory_file, name="directory_file"),
    path("directory/import/<uuid:file_id>/columns/", views.match_directory_file, name="match_directory_file"),
    path("directory/import/<uuid:file_id>/bring-in/", views.import_directory_file, name="import_directory_file"),
    path("directory/import/<uuid:file_id>/put-aside/", views.put_directory_file_aside, name="put_directory_file_aside"),
    path("exports/", leaving.exports, name="exports"),
    path("exports/<uuid:export_id>/take/", leaving.take_export, name="take_export"),
    path("exports/<uuid:export_id>/delete/", leaving.delete_export, name="delete_export"),
    path("lists/", sheets.sheets, name="sheets"),
    path("lists/<uuid:sheet_id>/", sheets.sheet, name="sheet"),
    path("lists/<uuid:sheet_id>/columns/", sheets.match_sheet, name="match_sheet"),
    path("lists/<uuid:sheet_id>/decide/", sheets.decide_rows, name="decide_rows"),
    path("lists/<uuid:sheet_id>/bring-in/", sheets.start_sheet, name="start_sheet"),
    path("lists/<uuid:sheet_id>/take-back/", sheets.undo_sheet, name="undo_sheet"),
    path("lists/<uuid:sheet_id>/go-on/", sheets.go_on, name="sheet_goes_on"),
    path("lists/<uuid:sheet_id>/put-aside/", sheets.put_sheet_aside, name="put_sheet_aside"),
]
