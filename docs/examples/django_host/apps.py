"""The Django application."""

from django.apps import AppConfig


class ExamsConfig(AppConfig):
    """The tables of the host are called ``exams_…``, those of the library ``cyclades_…``."""

    name = "django_host"
    label = "exams"
    default_auto_field = "django.db.models.BigAutoField"
