"""What every test gets: a store of its own, away from the user's, and examples in a fixed order."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import hypothesis
import pytest

hypothesis.settings.register_profile("comity", derandomize=True, deadline=None, database=None)
hypothesis.settings.load_profile("comity")

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # The suite runs in the background; what it starts would not heed Ctrl-C either.
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session", autouse=True)
def _store_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the tests out of the user's data folder, and their output free of the user's wishes."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("COMITY_STORE", str(tmp_path_factory.mktemp("store")))
        environment.setenv("NO_COLOR", "1")
        environment.delenv("FORCE_COLOR", raising=False)
        environment.delenv("COLUMNS", raising=False)
        yield
