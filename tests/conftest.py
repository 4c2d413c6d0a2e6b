"""What every test shares."""

import os
import signal

import hypothesis
import pytest

# A deadline and the "too slow" health check measure the machine, so they fail at random on a busy one.
hypothesis.settings.register_profile("untimed", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("untimed")


@pytest.fixture(autouse=True, scope="session")
def _private() -> None:
    """Make what a test puts into a data directory by itself private to its owner, as the store's own files are."""
    os.umask(0o077)


@pytest.fixture(autouse=True, scope="session")
def _interruptible() -> None:
    """A shell that starts the tests in the background ignores these signals, and every child would inherit that."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGQUIT, signal.SIG_DFL)
