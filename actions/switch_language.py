"""Another language: the switch that was asked for, or the menu of the languages that are spoken."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.say import Events, say
from actions.turn import Turn
from waypost.content.answers import speak
from waypost.content.catalog import Button
from waypost.content.languages import languages, live_languages


class ActionSwitchLanguage(Action):
    """Confirms a switch in the new language, or asks which language is wanted."""

    def name(self) -> str:
        return "action_switch_language"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        turn = Turn.of(tracker)
        if turn.wish:
            return confirm_language(dispatcher, turn)
        key = "switch_language.unsupported" if turn.foreign or turn.need == "foreign_language" else "switch_language.menu"
        return say(dispatcher, turn, key, buttons=language_menu())


def confirm_language(dispatcher: CollectingDispatcher, turn: Turn) -> Events:
    """Says, in the turn's locale, that it goes on in it."""
    return say(dispatcher, turn, "switch_language", values={"language": languages()[turn.locale].name})


def language_menu() -> list[Button]:
    """A button for every live language by its own name."""
    return [Button(languages()[code].name, speak(code)) for code in live_languages()]
