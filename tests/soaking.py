"""What takes too long for each change runs in `make soak`."""

import os

import pytest

A_LONG_ONE = pytest.mark.skipif("NITHET_SOAK" not in os.environ, reason="a long one: make soak")
