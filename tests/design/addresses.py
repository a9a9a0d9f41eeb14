"""Only the addresses of the design floor: its tests need no other."""

from django.urls import include, path

urlpatterns = [path("", include("keyworker.design.urls"))]
