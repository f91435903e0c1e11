"""The stub of the bot."""

from tests.ops.stub_child import main

main("bot")
