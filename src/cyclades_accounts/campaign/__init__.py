"""Many schools over any ``concurrent.futures.Executor``: threads, processes, a cluster.

A job is a school, the options of the campaign and the name of a function that opens the host's
:class:`~cyclades_accounts.provisioning.Provisioning` where the job runs. Nothing else crosses a process border: no key,
no password, no connection; back comes a handful of numbers.
"""

from cyclades_accounts.campaign._campaign import Campaign, SchoolJob
from cyclades_accounts.campaign._errors import FactoryFailedError
from cyclades_accounts.campaign._factory import Factory, OpenedProvisioning
from cyclades_accounts.campaign._results import SchoolDone, SchoolFailed, SchoolLost, SchoolResult, Tally

__all__ = [
    "Campaign",
    "Factory",
    "FactoryFailedError",
    "OpenedProvisioning",
    "SchoolDone",
    "SchoolFailed",
    "SchoolJob",
    "SchoolLost",
    "SchoolResult",
    "Tally",
]
