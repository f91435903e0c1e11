"""The action server serves the bot and nobody else."""

from __future__ import annotations

import pytest
from sanic import Sanic

from waypost.ops.actions_server import create_guarded_app
from waypost.ops.bot import endpoints
from waypost.ops.settings import Settings
from waypost.store.database import Database


class Request:
    """What the guard looks at."""

    def __init__(self, path: str = "/webhook", ip: str = "127.0.0.1", **headers: str) -> None:
        self.path, self.ip = path, ip
        self.headers = self
        self._headers = headers

    def getall(self, name: str, default: list[str]) -> list[str]:
        return [self._headers[name]] if name in self._headers else default


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Sanic, "_app_registry", {})


def status(request: Request, **environment: str) -> int | None:
    """Status of a refusal; None when the request goes on."""
    import asyncio

    guard = create_guarded_app(Settings.from_environment(environment)).request_middleware[0]
    answer = asyncio.run(guard(request))
    return answer.status if answer else None


@pytest.mark.usefixtures("fresh")
@pytest.mark.parametrize(
    ("request_", "environment", "expected"),
    [
        (Request(), {}, None),
        (Request(ip="203.0.113.9"), {}, 403),
        (Request(ip="203.0.113.9", path="/health"), {}, None),
        (Request(ip="203.0.113.9", path="/actions"), {}, 403),
        (Request(origin="http://evil.example"), {}, 403),
        (Request(), {"WAYPOST_ACTIONS_TOKEN": "abc"}, 401),
        (Request(ip="203.0.113.9", authorization="Bearer abc"), {"WAYPOST_ACTIONS_TOKEN": "abc"}, None),
    ],
    ids=["loopback", "remote", "remote health", "remote list", "a page", "no token", "token"],
)
def test_only_the_bot_comes_in(request_: Request, environment: dict[str, str], expected: int | None) -> None:
    assert status(request_, **environment) == expected


def test_the_bot_sends_the_token_that_the_action_server_asks_for(tmp_path: object) -> None:
    settings = Settings.from_environment({"WAYPOST_VAR": str(tmp_path), "WAYPOST_ACTIONS_TOKEN": "abc"})
    assert endpoints(settings, Database(settings.database_url)).action.headers == {"Authorization": "Bearer abc"}
