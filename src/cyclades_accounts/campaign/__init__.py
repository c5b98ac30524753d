"""Generation in many schools, with any ``concurrent.futures.Executor``: threads, processes, a cluster.

A job is a school, the options of the campaign and the name of a function. This function opens the host's
:class:`~cyclades_accounts.provisioning.Provisioning` in the process that runs the job. Nothing else is sent to that
process: no key, no password, no connection. The result is a few numbers and keys.
"""

from cyclades_accounts.campaign._campaign import Campaign as Campaign
from cyclades_accounts.campaign._campaign import SchoolJob as SchoolJob
from cyclades_accounts.campaign._errors import FactoryFailedError as FactoryFailedError
from cyclades_accounts.campaign._factory import Factory as Factory
from cyclades_accounts.campaign._factory import OpenedProvisioning as OpenedProvisioning
from cyclades_accounts.campaign._results import SchoolDone as SchoolDone
from cyclades_accounts.campaign._results import SchoolFailed as SchoolFailed
from cyclades_accounts.campaign._results import SchoolLost as SchoolLost
from cyclades_accounts.campaign._results import SchoolResult as SchoolResult
from cyclades_accounts.campaign._results import Tally as Tally
