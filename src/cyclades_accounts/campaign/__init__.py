"""Generation in many schools, with any ``concurrent.futures.Executor``: threads, processes, a cluster.

A job is a school, the options of the campaign and the name of a function. This function opens the host's
:class:`~cyclades_accounts.provisioning.Provisioning` in the process that runs the job. Nothing else is sent to that
process: no key, no password, no connection. The result is a few numbers and keys.
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
