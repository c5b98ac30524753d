"""The campaign of ``campaign_host`` on a Dask cluster: ``python campaign_on_dask.py SCHOOL…``."""

import sys

from campaign_host import run_campaign
from distributed import Client

if __name__ == "__main__":
    with Client() as client:  # the scheduler named by DASK_SCHEDULER_ADDRESS
        workers = sum(client.nthreads().values())
        print(run_campaign(client.get_executor(), sys.argv[1:], workers))
