"""The bot or the action server with its parts measured: `python -m bench.traced bot|actions <file>`; the file is written when it ends."""

from __future__ import annotations

import atexit
import sys
from pathlib import Path

from bench.spans import Spans
from waypost.ops.logs import quiet_environment

SKIPPED = 40
TURN, ACTION = "turn: order, limits", "action: itself"
CALL = "action call: HTTP"
UNDERSTANDING = (
    "waypost.nlu.secret_fence.SecretFence",
    "waypost.nlu.language.component.LanguageIdentifier",
    "waypost.nlu.tokens.BlankSpacyTokenizer",
    "waypost.nlu.names.component.NameFinder",
    "waypost.nlu.needs.component.NeedClassifier",
    "waypost.nlu.needs.fallback_component.CarefulFallback",
    "waypost.nlu.context_component.DialogueContext",
    "waypost.nlu.shield_component.LinkShield",
    "waypost.nlu.secret_fence.SecretAlarm",
    "waypost.nlu.language.component.ReplyLanguage",
)


def trace_bot(spans: Spans) -> None:
    import importlib

    from rasa.core.actions.action import RemoteAction
    from rasa.core.processor import MessageProcessor
    from rasa.utils.endpoints import EndpointConfig

    from waypost.channels import rest
    from waypost.channels.door import Door
    from waypost.channels.inbox import Incoming
    from waypost.channels.once import Turns
    from waypost.store.handovers import Handovers
    from waypost.store.journal import Journal
    from waypost.store.tracker import StrictTrackerStore

    spans.wrap(Turns, "_once", TURN)
    spans.wrap(Door, "admit_json", "door: gate and limits")
    spans.wrap(Incoming, "parse", "door: inbox and redaction")
    spans.wrap(rest, "as_json", "reply: JSON")
    spans.wrap(Journal, "open", "journal: note")
    spans.wrap(Journal, "close", "journal: keep the answer")
    spans.wrap(Handovers, "human_has", "store: is a human there")
    spans.wrap(StrictTrackerStore, "retrieve", "store: load the conversation")
    spans.wrap(StrictTrackerStore, "save", "store: save the conversation")
    spans.wrap(MessageProcessor, "handle_message", "dialogue: the rest")
    spans.wrap(MessageProcessor, "parse_message", "understanding: graph")
    spans.wrap(MessageProcessor, "run_action_extract_slots", "dialogue: slots")
    spans.wrap(MessageProcessor, "_predict_next_with_tracker", "dialogue: policies")
    spans.wrap(RemoteAction, "run", "action call: the rest")
    spans.wrap(RemoteAction, "_action_call_format", "action call: make it")
    spans.wrap(RemoteAction, "_validate_action_result", "action call: check it")
    for endpoint in (EndpointConfig, *EndpointConfig.__subclasses__()):
        if "request" in vars(endpoint):
            spans.wrap(endpoint, "request", CALL)
    for dotted in UNDERSTANDING:
        module, _, name = dotted.rpartition(".")
        spans.wrap(getattr(importlib.import_module(module), name), "process", f"understanding: {name}")


def trace_actions(spans: Spans) -> None:
    from rasa_sdk.executor import ActionExecutor

    from waypost.content.catalog import Catalog

    spans.wrap(ActionExecutor, "run", ACTION)
    spans.wrap(Catalog, "render", "action: render the answer")
    spans.wrap(Catalog, "composed", "action: render the answer")


def main(kind: str, file: str) -> None:
    quiet_environment()
    if kind == "bot":
        from waypost.ops import bot as module

        spans = Spans(TURN, SKIPPED)
        trace_bot(spans)
    else:
        from waypost.ops import actions_server as module

        spans = Spans(ACTION, SKIPPED)
        trace_actions(spans)
    atexit.register(spans.dump, Path(file))
    module.main()


if __name__ == "__main__":
    main(*sys.argv[1:])
