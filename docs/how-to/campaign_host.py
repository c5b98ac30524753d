"""A host of many schools: a factory that workers import, and a campaign that runs on any executor."""

import functools
import os
from collections.abc import Iterable
from concurrent.futures import Executor
from datetime import date
from typing import Final

from cyclades_accounts import ExamSession, Provisioning
from cyclades_accounts.campaign import Campaign, SchoolDone
from cyclades_accounts.pdf import ReportlabRenderer
from cyclades_accounts.sealing import AesGcmSealer, KeyRing
from cyclades_accounts.sql import SqlStore

SESSION: Final = ExamSession.of("DNB", 2025, date(2099, 12, 31))  # the example outlives its session


@functools.cache
def open_provisioning() -> Provisioning:
    """Open the database once a process. Each worker finds URL and key in its own environment."""
    return Provisioning(
        store=SqlStore.open(os.environ["ACCOUNTS_URL"]),
        renderer=ReportlabRenderer(),
        sealer=AesGcmSealer(KeyRing("2025", {"2025": bytes.fromhex(os.environ["ACCOUNTS_KEY"])})),
        hash_workers=1,  # a process for each processor: more threads would only queue
    )


def run_campaign(executor: Executor, schools: Iterable[str], workers: int) -> list[str]:
    """Generate in all schools, and return those to run again."""
    campaign = Campaign(
        id="dnb-2025-janvier", session=SESSION, factory="campaign_host:open_provisioning", actor="rectorat"
    )
    results = campaign.run(executor, schools, in_flight=2 * workers)
    return [result.uai for result in results if not isinstance(result, SchoolDone)]
