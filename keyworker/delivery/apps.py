"""Registers `delivery` with Django."""

from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "keyworker.delivery"
    label = "delivery"
