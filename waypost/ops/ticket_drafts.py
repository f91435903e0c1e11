"""`python -m waypost.ops.ticket_drafts`: for each queue, need and language the share of drafts that agents sent unedited, as a table."""

from __future__ import annotations

import asyncio
import sys
import time

from rich.console import Console
from rich.table import Table

from waypost.errors import BotError
from waypost.ops.logs import configure
from waypost.ops.settings import Settings, TicketSettings
from waypost.store.database import Database
from waypost.tickets.outbox import Outbox, fated
from waypost.tickets.tables import TABLES


def main() -> None:
    configure()
    try:
        settings = Settings.from_environment()
        outbox = Outbox(Database(settings.database_url, *TABLES), TicketSettings.from_environment(settings).helpdesk, time.time)
        shares = fated(asyncio.run(outbox.drafts()))
    except BotError as error:
        sys.exit(f"waypost | {error}")
    table = Table("queue", "need", "locale", "unedited", "drafts", "share")
    for (queue, need, locale), (unedited, total) in sorted(shares.items()):
        table.add_row(queue, need, locale, str(unedited), str(total), f"{100 * unedited / total:.0f} %")
    Console().print(table)


if __name__ == "__main__":
    main()
