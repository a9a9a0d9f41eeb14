"""Addresses of figures."""

from django.urls import path

from keyworker.insight import views

app_name = "insight"
urlpatterns = [path("figures/", views.figures, name="figures")]
