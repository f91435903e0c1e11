"""The graph of a loaded model, run node after node in an order that is found once: Rasa has Dask plan the same few nodes anew for every message."""

from __future__ import annotations

from graphlib import TopologicalSorter
from typing import Any, Mapping, Optional, Sequence

from rasa.core.agent import Agent
from rasa.engine.exceptions import GraphRunError
from rasa.engine.graph import GraphNode, GraphSchema
from rasa.engine.runner.dask import DaskGraphRunner


class StraightRunner:
    """Stands in for a DaskGraphRunner. Not for training."""

    def __init__(self, schema: GraphSchema, nodes: Mapping[str, GraphNode]) -> None:
        self._schema = schema
        self._nodes = nodes
        self._plans: dict[tuple[str, ...], tuple[tuple[str, tuple[str, ...]], ...]] = {}

    def run(self, inputs: Optional[Mapping[str, Any]] = None, targets: Optional[Sequence[str]] = None) -> dict[str, Any]:
        """Output of each target. Raises GraphRunError, and what a node raises."""
        wanted = tuple(targets or self._schema.target_names)
        if wanted not in self._plans:
            self._plans[wanted] = self._plan(wanted)
        found: dict[str, Any] = {name: (name, value) for name, value in (inputs or {}).items()}
        try:
            for name, needs in self._plans[wanted]:
                found[name] = self._nodes[name](*(found.get(need, need) for need in needs))
        except RuntimeError as error:
            raise GraphRunError("Error running runner.") from error
        return dict(found[name] for name in wanted)

    def _plan(self, wanted: tuple[str, ...]) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The nodes that are needed, each behind those that it needs."""
        schema = self._schema.minimal_graph_schema(list(wanted))
        needs = {name: tuple(node.needs.values()) for name, node in schema.nodes.items()}
        order = TopologicalSorter({name: [need for need in of if need in needs] for name, of in needs.items()}).static_order()
        return tuple((name, needs[name]) for name in order)


def run_straight(agent: Agent) -> None:
    """From now on, for this agent."""
    runner = agent.processor.graph_runner if agent.processor else None
    if agent.processor and isinstance(runner, DaskGraphRunner):
        agent.processor.graph_runner = StraightRunner(runner._graph_schema, runner._instantiated_nodes)
