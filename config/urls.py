"""Every address of the product; each app names its own pages."""

from importlib.util import find_spec

from django.urls import include, path

from keyworker.workspace.views.session import choose_language

APPS = (
    "access",
    "workspace",
    "people",
    "consent",
    "cases",
    "tasks",
    "intake",
    "assessment",
    "planning",
    "delivery",
    "visits",
    "referrals",
    "reviews",
    "training",
    "supervision",
    "insight",
    "directory",
    "questionnaires",
    "documents",
    "portal",
    "interop",
    "design",
)
urlpatterns = [
    path("session/language/", choose_language, name="set_language"),  # the name Django's own templates look for
    *[path("", include(f"keyworker.{app}.urls")) for app in APPS if find_spec(f"keyworker.{app}.urls")],
    path("accounts/", include("allauth.urls")),  # after ours: `access` answers some of its addresses itself
]

handler404 = "keyworker.access.pages.not_found"
handler403 = "keyworker.access.pages.forbidden"
handler500 = "keyworker.access.pages.server_error"
