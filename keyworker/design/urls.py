"""Addresses of the gallery."""

from django.urls import path

from keyworker.design.gallery import gallery, sample

app_name = "design"
urlpatterns = [
    path("design/", gallery, name="gallery"),
    path("design/<slug:page>/", sample, name="sample"),
]
