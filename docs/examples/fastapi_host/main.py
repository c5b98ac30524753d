"""The service as an ASGI server starts it: ``uvicorn --factory fastapi_host.main:from_environment``."""

import os
from datetime import date
from typing import Final

from fastapi import FastAPI

from cyclades_accounts import ExamSession, Provisioning
from cyclades_accounts.pdf import ReportlabRenderer
from cyclades_accounts.sealing import AesGcmSealer, KeyRing
from fastapi_host.app import create_app
from fastapi_host.database import open_database, open_store
from fastapi_host.desks import Host

MANAGERS: Final = frozenset({"gestionnaire"})
SESSIONS: Final = {year: ExamSession.of("DNB", year, date(year, 12, 31)) for year in (2025, 2026)}


def from_environment() -> FastAPI:
    """Return the application over ``DATABASE_URL``; ``CYCLADES_SEALING_KEY`` is a key of 64 hexadecimal digits."""
    engine = open_database(os.environ["DATABASE_URL"])
    ring = KeyRing("1", {"1": bytes.fromhex(os.environ["CYCLADES_SEALING_KEY"])})
    provisioning = Provisioning(store=open_store(engine), renderer=ReportlabRenderer(), sealer=AesGcmSealer(ring))
    return create_app(Host(engine, provisioning, SESSIONS, MANAGERS))
