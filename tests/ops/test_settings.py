"""The environment in, settings out; a value that cannot be used is refused by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from waypost.content.files import ROOT
from waypost.errors import SettingsError
from waypost.ops.settings import Settings, reachable, terminal_language


def of(**environment: str) -> Settings:
    return Settings.from_environment(environment)


def test_without_an_environment_it_listens_on_this_machine_only() -> None:
    settings = of()
    assert (settings.host, settings.port, settings.actions_port, settings.var) == ("127.0.0.1", 5005, 5055, ROOT / "var")


def test_every_variable_is_read(tmp_path: Path) -> None:
    settings = of(HOST="10.0.0.1", PORT="1", ACTIONS_PORT="65535", WAYPOST_VAR=str(tmp_path))
    assert (settings.host, settings.port, settings.actions_port, settings.var) == ("10.0.0.1", 1, 65535, tmp_path)


def test_the_real_environment_is_read_when_none_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "6001")
    assert Settings.from_environment().port == 6001


@pytest.mark.parametrize("name", ["PORT", "ACTIONS_PORT"])
@pytest.mark.parametrize("value", ["0", "65536", "-1", "many", "5005.0", "5 005", "1e3", "²", " 5005", "0x10"])
def test_what_is_no_port_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=rf"^{name}=.* is not a port: set it to a number from 1 to 65535$"):
        of(**{name: value})


@pytest.mark.parametrize("name", ["HOST", "PORT", "ACTIONS_PORT", "WAYPOST_VAR", "WAYPOST_DATABASE_URL"])
def test_an_empty_variable_counts_as_not_set(name: str) -> None:
    assert of(**{name: ""}) == of()


@pytest.mark.parametrize(
    ("host", "address"),
    [("0.0.0.0", "127.0.0.1"), ("::", "127.0.0.1"), ("", "127.0.0.1"), ("127.0.0.1", "127.0.0.1"), ("bot.internal", "bot.internal")],
)
def test_an_address_can_be_opened_on_this_machine(host: str, address: str) -> None:
    assert reachable(host) == address


def test_the_addresses_name_the_ports() -> None:
    settings = of(HOST="0.0.0.0", PORT="6001", ACTIONS_PORT="6002")
    assert (settings.address, settings.actions_url) == ("http://127.0.0.1:6001", "http://127.0.0.1:6002")


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, None),
        ({"LANG": "nl_NL.UTF-8"}, "nl_NL.UTF-8"),
        ({"LANG": "nl", "LC_MESSAGES": "ru"}, "ru"),
        ({"LANG": "nl", "LC_MESSAGES": "ru", "LC_ALL": "ms"}, "ms"),
        ({"LANG": "nl", "LC_ALL": ""}, "nl"),
    ],
)
def test_the_language_of_the_terminal_is_read_as_posix_says(environment: dict[str, str], language: str | None) -> None:
    assert terminal_language(environment) == language


def test_the_database_is_a_file_in_the_state_folder_unless_another_one_is_named(tmp_path: Path) -> None:
    assert of(WAYPOST_VAR=str(tmp_path)).database_url == f"sqlite:///{tmp_path}/tracker.db"
    for url in ("sqlite:////a/b.db", "postgresql://me:secret@host:5432/name", "postgresql+psycopg2://host/name"):
        assert of(WAYPOST_DATABASE_URL=url).database_url == url
    assert of(WAYPOST_DATABASE_URL="postgres://host/name").database_url == "postgresql://host/name"


@pytest.mark.parametrize(
    "url", ["tracker.db", "sqlite://", "sqlite:///", "sqlite:///:memory:", "mysql://me:hunter2@host/name", "postgresql://", "://x"]
)
def test_what_is_no_database_of_ours_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(SettingsError, match="^WAYPOST_DATABASE_URL ") as refused:
        of(WAYPOST_DATABASE_URL=url)
    assert "hunter2" not in str(refused.value)
