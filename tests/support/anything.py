"""Settings of the property tests: the same examples in every run, and no example database in the working tree."""

from __future__ import annotations

from hypothesis import settings

ANYTHING = settings(deadline=None, database=None, derandomize=True)
