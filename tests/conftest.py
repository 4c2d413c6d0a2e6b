"""What every test shares."""

import os

import hypothesis
import pytest

# A slow machine is no fault: nothing in a test run may depend on how fast examples are made or run.
hypothesis.settings.register_profile("untimed", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("untimed")


@pytest.fixture(autouse=True, scope="session")
def _private() -> None:
    """Make what a test puts into a data directory by itself private to its owner, as the store's own files are."""
    os.umask(0o077)
