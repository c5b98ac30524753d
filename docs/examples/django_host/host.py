"""The activities over this host's store, renderer and key."""

from django.conf import settings

from cyclades_accounts import Provisioning
from cyclades_accounts.pdf import ReportlabRenderer
from cyclades_accounts.sealing import AesGcmSealer, KeyRing
from django_host.store import DjangoStore


def provisioning() -> Provisioning:
    """Return the activities; make one for each process, not for each request."""
    ring = KeyRing("1", {"1": bytes.fromhex(settings.CYCLADES_SEALING_KEY)})
    return Provisioning(store=DjangoStore(), renderer=ReportlabRenderer(), sealer=AesGcmSealer(ring))
