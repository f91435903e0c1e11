"""`python -m evals.stock_rankings MODEL TEXTS RANKINGS`: a model and a JSON list of texts in, a JSON list of their intent rankings out.

A process of its own, because it imports TensorFlow.
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

from waypost.ops.logs import configure, quiet_environment


async def rankings(model: str, texts: list[str]) -> list[list[tuple[str, float]]]:
    from rasa.core.agent import Agent

    agent = Agent.load(model)
    found = []
    for text in texts:
        parsed = await agent.parse_message(text)
        found.append([(str(item["name"]), float(item["confidence"])) for item in parsed["intent_ranking"]])
    return found


def main(model: str, source: str, target: str) -> None:
    texts = json.loads(Path(source).read_text(encoding="utf-8"))
    Path(target).write_text(json.dumps(asyncio.run(rankings(model, texts))), encoding="utf-8")


if __name__ == "__main__":
    quiet_environment()
    configure()
    main(*sys.argv[1:])
