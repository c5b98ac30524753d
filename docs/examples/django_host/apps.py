"""The Django application."""

from django.apps import AppConfig


class CycladesConfig(AppConfig):
    """Tables are called ``cyclades_…``."""

    name = "django_host"
    label = "cyclades"
    default_auto_field = "django.db.models.BigAutoField"
