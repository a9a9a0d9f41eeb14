"""Addresses of what was done."""

from django.urls import path

from keyworker.delivery.views import contacts, cosigning, documents, giving, means, reports, spending, working, writing

app_name = "delivery"
urlpatterns = [
    path("people/<uuid:person_id>/contacts/", contacts.contacts, name="contacts"),
    path("people/<uuid:person_id>/contacts/new/", contacts.contact, name="contact"),
    path("people/<uuid:person_id>/services/", giving.services, name="services"),
    path("people/<uuid:person_id>/services/new/", giving.service, name="service"),
    path("services/<uuid:given_id>/strike/", giving.strike, name="strike"),
    path("services/funding/", giving.funding, name="funding"),
    path("services/funding/units/", giving.units, name="units"),
    path("services/funding/<uuid:funding_id>/end/", giving.end, name="end_funding"),
    path("people/<uuid:person_id>/means/benefits/new/", means.new_benefit, name="new_benefit"),
    path("benefits/<uuid:benefit_id>/", means.benefit, name="benefit"),
    path("people/<uuid:person_id>/means/budgets/new/", spending.new_budget, name="new_budget"),
    path("budgets/<uuid:budget_id>/", spending.budget, name="budget"),
    path("people/<uuid:person_id>/means/equipment/new/", spending.new_equipment, name="new_equipment"),
    path("equipment/<uuid:equipment_id>/", spending.equipment, name="equipment"),
    path("people/<uuid:person_id>/work/", working.work_for, name="work_for"),
    path("work/", working.my_work, name="my_work"),
    path("people/<uuid:person_id>/notes/new/", writing.note, name="note"),
    path("people/<uuid:person_id>/notes/autosave/", writing.autosave, name="autosave"),
    path("people/<uuid:person_id>/reports/", reports.reports, name="reports"),
    path("people/<uuid:person_id>/reports/new/", reports.notice, name="notice"),
    path("reports/<uuid:report_id>/", reports.report, name="report"),
    path("people/<uuid:person_id>/documents/", documents.documents, name="documents"),
    path("people/<uuid:person_id>/documents/new/", documents.add, name="add_document"),
    path("documents/<uuid:document_id>/", documents.document, name="document"),
    path("documents/<uuid:document_id>/file/", documents.file, name="document_file"),
    path("documents/<uuid:document_id>/take-out/", documents.take_out, name="withdraw_document"),
    path("notes/<uuid:note_id>/", contacts.read, name="read"),
    path("notes/waiting/<uuid:co_signature_id>/co-sign/", cosigning.co_sign, name="co_sign"),
    path("notes/waiting/<uuid:co_signature_id>/send-back/", cosigning.send_back, name="send_back"),
    path("notes/<uuid:note_id>/write/", writing.write, name="write"),
    path("notes/<uuid:note_id>/discard/", writing.discard, name="discard"),
    path("notes/<uuid:note_id>/amend/", contacts.amend, name="amend"),
]
