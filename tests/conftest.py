"""How patient property tests are, chosen by the environment variable ``HYPOTHESIS_PROFILE``.

``dev`` (the default) is random, ``ci`` (the default where ``CI`` is set) is repeatable, ``nightly`` is long.
"""

import os

import pytest
from hypothesis import settings

pytest_plugins = ["pytester"]  # runs the contracts as a host's pytest does

# No deadline in any profile: hashing is slow by design, and its time says nothing about correctness.
settings.register_profile("dev", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.register_profile("nightly", deadline=None, max_examples=2_000, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "dev"))


def pytest_addoption(parser: pytest.Parser) -> None:
    """Have the soak of the fault tests last longer, where asked."""
    parser.addoption("--soak", default=30, type=float, metavar="SECONDS", help="how long each soak lasts")
