"""The widget's own tests (widget/tests), run here so that one verb runs everything: `make test-services` brings Chromium and the built bundle."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.support.bot import ROOT
from waypost.ops import bundle

WIDGET = ROOT / "widget"
LIMIT_S = 1_800
BROWSER = sorted(path.stem.removesuffix(".test") for path in (WIDGET / "tests" / "browser").glob("*.test.ts"))
pytestmark = pytest.mark.services


@pytest.fixture(scope="module", autouse=True)
def built() -> None:
    """The bundle of today's sources, and the packages of its tests."""
    bundle.ensure_bundle()
    if not (WIDGET / "node_modules" / "vitest").is_dir():
        bundle.npm(bundle.npm_command(), ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], "the packages of its tests")


def npx(*arguments: str) -> None:
    """A tool of the widget's packages, with this environment's Python for the bots that tests start."""
    command = bundle.npm_command()
    environment = {**os.environ, "WAYPOST_TEST_PYTHON": sys.executable}
    done = subprocess.run(
        [*command, "exec", "--no", "--", *arguments], cwd=WIDGET, env=environment, capture_output=True, text=True, timeout=LIMIT_S, check=False
    )
    assert done.returncode == 0, f"{done.stdout[-8_000:]}\n{done.stderr[-4_000:]}"
    print(done.stdout[-3_000:])


def test_there_are_tests_of_the_browser() -> None:
    assert {"features", "access", "xss", "wallets", "looks", "real"} <= set(BROWSER)


def test_the_types_hold() -> None:
    npx("tsc")


def test_the_style_holds() -> None:
    npx("eslint", ".")


def test_the_pure_parts_hold() -> None:
    npx("vitest", "run", "--project", "unit")


@pytest.mark.parametrize("name", BROWSER)
def test_the_widget_holds_in_a_browser(name: str) -> None:
    npx("vitest", "run", "--project", "browser", f"tests/browser/{name}.test.ts")
