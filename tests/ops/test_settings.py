"""The environment in, settings out; a value that cannot be used is refused by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from waypost.content.files import ROOT
from waypost.errors import SettingsError
from waypost.ops.settings import Settings, terminal_language
from waypost.ops.variables import reachable


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


def test_without_an_environment_the_limits_are_those_of_the_contract() -> None:
    settings = of()
    assert (settings.rate_per_sender, settings.rate_per_address, settings.turns_at_once, settings.retention_days) == (20, 300, 200, 90)
    assert (settings.rest_token, settings.actions_token, settings.origins, settings.proxies) == (None, None, frozenset(), ())


@pytest.mark.parametrize("name", ["WAYPOST_RATE_PER_SENDER", "WAYPOST_RATE_PER_ADDRESS", "WAYPOST_TURNS_AT_ONCE", "WAYPOST_RETENTION_DAYS"])
@pytest.mark.parametrize("value", ["-1", "many", "1.5", "²", "1000001", "٣", " 1"])
def test_what_is_no_count_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=rf"^{name}=.* is not a count"):
        of(**{name: value})


@pytest.mark.parametrize("name", ["WAYPOST_RATE_PER_SENDER", "WAYPOST_RATE_PER_ADDRESS", "WAYPOST_TURNS_AT_ONCE", "WAYPOST_RETENTION_DAYS"])
def test_nought_is_a_count(name: str) -> None:
    assert 0 in vars(of(**{name: "0"})).values()


@pytest.mark.parametrize("value", ["", "  ", "\n"])
def test_an_empty_token_is_none_and_not_one_that_everybody_has(value: str) -> None:
    assert of(WAYPOST_REST_TOKEN=value, WAYPOST_ACTIONS_TOKEN=value) == of()


def test_origins_are_read_as_browsers_send_them() -> None:
    settings = of(WAYPOST_ORIGINS="https://Shop.example, http://localhost:8080")
    assert settings.origins == {"https://shop.example", "http://localhost:8080"}
    assert {"http://127.0.0.1:5005", "http://localhost:5005", "https://shop.example"} <= settings.all_origins


@pytest.mark.parametrize(
    "value", ["*", "null", "shop.example", "https://shop.example/", "https://*.shop.example", "https://a@b", "ftp://a", "file://"]
)
def test_what_is_no_origin_is_refused(value: str) -> None:
    with pytest.raises(SettingsError, match="^WAYPOST_ORIGINS: .* is not an origin"):
        of(WAYPOST_ORIGINS=value)


@pytest.mark.parametrize("value", ["proxy.internal", "10.0.0.1/8", "10.0.0.0/33", "*"])
def test_what_is_no_network_is_refused(value: str) -> None:
    with pytest.raises(SettingsError, match="^WAYPOST_TRUSTED_PROXIES: "):
        of(WAYPOST_TRUSTED_PROXIES=value)


def test_every_live_network_of_the_facts_is_looked_at_unless_it_is_said_otherwise() -> None:
    networks = of().chain
    assert {"ethereum", "bsc", "polygon"} <= set(networks)
    assert not {"bsc_testnet", "fantom", "tron"} & set(networks)
    assert all(url.startswith("https://") for urls in networks.values() for url in urls)


@pytest.mark.parametrize(
    ("environment", "chain"),
    [
        ({"WAYPOST_CHAIN": "off"}, {}),
        ({"WAYPOST_CHAIN": "OFF", "WAYPOST_RPC_56": "https://one"}, {}),
        ({"WAYPOST_CHAIN": "56", "WAYPOST_RPC_56": "https://one/key, http://127.0.0.1:1"}, {"bsc": ("https://one/key", "http://127.0.0.1:1")}),
        (
            {"WAYPOST_CHAIN": "1,56", "WAYPOST_RPC_56": "https://one", "WAYPOST_RPC_1": "https://two"},
            {"ethereum": ("https://two",), "bsc": ("https://one",)},
        ),
    ],
)
def test_endpoints_are_those_that_are_named(environment: dict[str, str], chain: dict[str, tuple[str, ...]]) -> None:
    assert of(**environment).chain == chain


def test_a_testnet_is_looked_at_when_its_endpoint_is_named() -> None:
    assert of(WAYPOST_RPC_97="https://one").chain["bsc_testnet"] == ("https://one",)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WAYPOST_RPC_56", "bsc.example/hunter2"),
        ("WAYPOST_RPC_56", "wss://hunter2"),
        ("WAYPOST_RPC_5", "https://hunter2"),
        ("WAYPOST_RPC_", "https://x"),
    ],
)
def test_what_is_no_endpoint_is_refused_by_name_and_without_its_key(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"^{name}") as refused:
        of(**{name: value})
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize("value", ["maybe", "5", "56,on", "1;56"])
def test_what_is_no_choice_of_networks_is_refused(value: str) -> None:
    with pytest.raises(SettingsError, match="^WAYPOST_CHAIN="):
        of(WAYPOST_CHAIN=value)


def test_proxies_are_addresses_and_networks() -> None:
    assert [str(network) for network in of(WAYPOST_TRUSTED_PROXIES="10.0.0.0/8, 192.0.2.1 ::1").proxies] == ["10.0.0.0/8", "192.0.2.1/32", "::1/128"]


def test_servers_are_none_unless_set() -> None:
    assert (of().redis_url, of().broker_url, of().broker_delay_s) == (None, None, 0)
    settings = of(WAYPOST_REDIS_URL="rediss://u:p@h:1/2", WAYPOST_BROKER_URL="amqp://u:p@h:2/v", WAYPOST_BROKER_DELAY_S="300")
    assert (settings.redis_url, settings.broker_url, settings.broker_delay_s) == ("rediss://u:p@h:1/2", "amqp://u:p@h:2/v", 300)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WAYPOST_REDIS_URL", "http://user:secret-word@host"),
        ("WAYPOST_REDIS_URL", "secret-word"),
        ("WAYPOST_BROKER_URL", "kafka://user:secret-word@host"),
        ("WAYPOST_BROKER_URL", "amqp://user:secret-word@/"),
    ],
)
def test_an_address_of_a_server_that_cannot_be_used_is_refused_and_its_password_not_repeated(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name) as error:
        of(**{name: value})
    assert "secret-word" not in str(error.value)


def test_the_action_server_may_be_elsewhere() -> None:
    assert of(WAYPOST_ACTIONS_URL="http://actions.internal:5055/").actions_url == "http://actions.internal:5055"


@pytest.mark.parametrize("value", ["actions:5055", "http://actions:5055/webhook", "ftp://actions"])
def test_an_address_of_the_action_server_that_cannot_be_used_is_refused(value: str) -> None:
    with pytest.raises(SettingsError, match="WAYPOST_ACTIONS_URL"):
        of(WAYPOST_ACTIONS_URL=value)
