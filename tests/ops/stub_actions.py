"""The stub of the action server."""

from tests.ops.stub_child import main

main("actions")
