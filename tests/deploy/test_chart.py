"""The chart renders with Helm itself, Kubernetes' schemas take what it renders, and what it promises stands in it."""

from __future__ import annotations

import subprocess
from typing import Any, Iterator

import pytest

from tests.support.bot import ROOT
from tests.support.deploying import CHART, KUBERNETES, faults, helm, rendered

pytestmark = pytest.mark.services
LEAST = ("image.repository=registry.example/waypost", "secret.existing=waypost")
MOST = (
    *LEAST,
    "bot.autoscaling.enabled=true",
    "bot.varClaim=erased",
    "bot.modelClaim=model",
    "tickets.enabled=true",
    "ingress.enabled=true",
    "ingress.host=bot.example",
    "ingress.tlsSecret=tls",
    "settings.WAYPOST_ORIGINS=https://shop.example",
    "networkPolicy.from[0].namespaceSelector.matchLabels.name=ingress",
    "networkPolicy.stores[0].ipBlock.cidr=10.0.0.0/8",
    "imagePullSecrets[0].name=pull",
)


def kinds(things: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [each for each in things if each["kind"] == kind]


def pods(things: list[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    yield from ((each["metadata"]["name"], each["spec"]["template"]["spec"]) for each in kinds(things, "Deployment"))


def test_helm_has_nothing_against_it() -> None:
    options = [word for setting in MOST for word in ("--set", setting)]
    done = subprocess.run([str(helm()), "lint", "--strict", str(CHART), *options], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("version", KUBERNETES)
@pytest.mark.parametrize("values", [LEAST, MOST], ids=["least", "most"])
def test_kubernetes_takes_every_object(values: tuple[str, ...], version: str) -> None:
    things = rendered(*values)
    assert [fault for each in things for fault in faults(each, version)] == []
    assert len(things) >= 8


def test_every_pod_is_nobody_and_writes_nowhere_but_in_its_folder() -> None:
    for name, pod in pods(rendered(*MOST)):
        (container,) = pod["containers"]
        assert pod["securityContext"]["runAsNonRoot"] is True, name
        assert pod["automountServiceAccountToken"] is False, name
        held = container["securityContext"]
        assert (held["readOnlyRootFilesystem"], held["allowPrivilegeEscalation"], held["capabilities"]) == (True, False, {"drop": ["ALL"]}), name
        assert [mount["mountPath"] for mount in container["volumeMounts"] if not mount.get("readOnly")] == ["/var/lib/waypost"], name
        assert set(container["resources"]) == {"requests", "limits"}, name


def test_the_bot_is_started_watched_and_ended_with_patience() -> None:
    pod = dict(pods(rendered(*LEAST)))["demo-waypost-bot"]
    (bot,) = pod["containers"]
    paths = {name: bot[f"{name}Probe"]["httpGet"]["path"] for name in ("startup", "liveness", "readiness")}
    assert paths == {"startup": "/live", "liveness": "/live", "readiness": "/health"}
    assert bot["startupProbe"]["periodSeconds"] * bot["startupProbe"]["failureThreshold"] >= 120
    assert pod["terminationGracePeriodSeconds"] > 20 + 8


def test_disruptions_take_one_bot_at_a_time_and_updates_none() -> None:
    things = rendered(*LEAST)
    assert {each["spec"]["maxUnavailable"] for each in kinds(things, "PodDisruptionBudget")} == {1}
    assert {each["spec"]["strategy"]["rollingUpdate"]["maxUnavailable"] for each in kinds(things, "Deployment")} == {0}


def test_the_scaler_reads_a_figure_that_the_bot_has() -> None:
    (scaler,) = kinds(rendered(*MOST), "HorizontalPodAutoscaler")
    figure = scaler["spec"]["metrics"][0]["pods"]["metric"]["name"]
    assert f'"{figure}"' in (ROOT / "waypost" / "ops" / "metrics.py").read_text(encoding="utf-8")
    assert "replicas" not in kinds(rendered(*MOST), "Deployment")[0]["spec"] or scaler["spec"]["scaleTargetRef"]["name"] == "demo-waypost-bot"


def test_secrets_come_from_a_secret_only() -> None:
    for name, pod in pods(rendered(*MOST)):
        plain = [each["name"] for each in pod["containers"][0]["env"] if "value" in each]
        assert [each for each in plain if each.endswith(("TOKEN", "SECRET", "DATABASE_URL", "REDIS_URL", "BROKER_URL"))] == [], name


def test_the_action_server_is_reached_by_the_bots_alone() -> None:
    (policy,) = (each for each in kinds(rendered(*MOST), "NetworkPolicy") if each["metadata"]["name"].endswith("-actions"))
    (way,) = policy["spec"]["ingress"]
    assert [peer["podSelector"]["matchLabels"]["app.kubernetes.io/component"] for peer in way["from"]] == ["bot"]


@pytest.mark.parametrize(
    "wrong",
    ["settings.WAYPOST_REST_TOKEN=abc", "secret.existing=", "image.repository=", "bot.replicas=0", "bott.replicas=2", "image.digest=sha256:abc"],
)
def test_values_that_make_no_sense_are_refused(wrong: str) -> None:
    with pytest.raises(subprocess.CalledProcessError):
        rendered(*LEAST, wrong)
