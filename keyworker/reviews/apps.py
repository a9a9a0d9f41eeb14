"""Registers `reviews` with Django."""

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "keyworker.reviews"
    label = "reviews"
