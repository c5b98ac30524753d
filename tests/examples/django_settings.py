"""The example's settings; a test says where its database is."""

from copy import deepcopy

from django_host import settings

INSTALLED_APPS = settings.INSTALLED_APPS
USE_TZ = settings.USE_TZ
DATABASES = deepcopy(settings.DATABASES)
CYCLADES_SEALING_KEY = "00" * 32
