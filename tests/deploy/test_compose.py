"""The compose file is one, its services can find each other, and it names what is there."""

from __future__ import annotations

import re

import pytest

from tests.support.bot import ROOT
from tests.support.deploying import composed
from tests.support.proxies import TEMPLATE
from waypost.ops.settings import Settings

pytestmark = pytest.mark.services
SECRETS = ("POSTGRES_PASSWORD", "REDIS_PASSWORD", "RABBITMQ_PASSWORD", "WAYPOST_REST_TOKEN", "WAYPOST_ACTIONS_TOKEN")
VALUES = {name: f"{number}f" * 16 for number, name in enumerate(SECRETS)}
DOCKERFILE = (ROOT / "deploy" / "Dockerfile").read_text(encoding="utf-8")


def test_every_secret_must_be_set() -> None:
    composed(VALUES)
    for name in SECRETS:
        with pytest.raises(KeyError):
            composed({key: value for key, value in VALUES.items() if key != name})


def test_the_bot_gets_settings_that_it_can_use() -> None:
    environment = composed(VALUES)["services"]["bot"]["environment"]
    settings = Settings.from_environment({name: str(value or "") for name, value in environment.items()})
    assert settings.database_url.startswith("postgresql://waypost:")
    assert (settings.actions_url, bool(settings.redis_url), bool(settings.broker_url)) == ("http://actions:5055", True, True)


def test_services_ask_only_services_that_are_there() -> None:
    whole = composed(VALUES)
    asked = {
        host
        for service in whole["services"].values()
        for value in (service.get("environment") or {}).values()
        for host in re.findall(r"(?:@|http://|server )([a-z]+)(?=[:/])", str(value))
    }
    assert asked == {"actions", "postgres", "redis", "rabbitmq", "bot"}
    assert asked <= set(whole["services"])


def test_ours_write_nowhere_but_in_their_folder_and_have_no_rights() -> None:
    for name in ("bot", "actions", "tickets"):
        service = composed(VALUES)["services"][name]
        assert (service["read_only"], service["cap_drop"], service["user"]) == (True, ["ALL"], "10001:10001"), name


def test_only_nginx_is_reached_from_outside() -> None:
    assert [name for name, service in composed(VALUES)["services"].items() if "ports" in service] == ["nginx"]


def test_nginx_gets_every_value_of_its_template() -> None:
    given = set(composed(VALUES)["services"]["nginx"]["environment"])
    assert set(re.findall(r"\$\{([A-Z_]+)\}", TEMPLATE.read_text(encoding="utf-8"))) == given


def test_the_image_holds_everything_that_the_model_is_learnt_from() -> None:
    """Else the model would have another name there, and the bot would not find it."""
    from waypost.ops.training import LEARNT_FROM

    copied = {word.rstrip("/") for line in re.findall(r"^COPY (?!--from)(.*)$", DOCKERFILE, re.MULTILINE) for word in line.split()[:-1]}
    allowed = {line[1:] for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines() if line.startswith("!")}
    for pattern in LEARNT_FROM:
        top = pattern.split("/")[0]
        assert top in copied, pattern
        assert top in allowed or "*.yml" in allowed and top.endswith(".yml"), pattern


def test_what_the_image_copies_is_there() -> None:
    copied = [word for line in re.findall(r"^COPY (?!--from)(.*)$", DOCKERFILE, re.MULTILINE) for word in line.split()[:-1]]
    assert [word for word in copied if not (ROOT / word).exists()] == []
