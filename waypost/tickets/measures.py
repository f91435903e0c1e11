"""What the bridge counts, for /metrics."""

from __future__ import annotations

from waypost.figures import Counter, Figure, Histogram
from waypost.tickets.states import State

SECONDS = (0.5, 1.0, 2.5, 5.0, 10.0, 20.0, 40.0, 60.0, 120.0, 300.0, 900.0)


class Measures:
    """Counters of one process."""

    def __init__(self) -> None:
        self.ends = Counter("waypost_ticket_jobs_total", "Ends of jobs: waiting_agent is a draft, waiting_customer a reply.", ("state",))
        self.hooks = Counter("waypost_ticket_hooks_total", "Webhooks, by what became of them.", ("result",))
        self.failures = Counter("waypost_ticket_failures_total", "Steps that have to be tried again, by who was away.", ("who",))
        self.seconds = Histogram("waypost_ticket_seconds", "From the first hint of a message to its reply or draft.", bounds=SECONDS)

    def ended(self, state: State, seconds: float | None) -> None:
        """seconds: for what was posted."""
        self.ends.add(state.value)
        if seconds is not None:
            self.seconds.observe(seconds)

    def figures(self) -> tuple[Figure, ...]:
        return self.ends, self.hooks, self.failures, self.seconds
