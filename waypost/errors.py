"""The one error tree; every message says what to do.

BotError
 +-- ContentError    a file of locales/, facts/, data/ or languages.yml is wrong
 +-- ChannelError    a message from outside is refused (status, reason)
 |    +-- TooMany    refused for now: the same message may come again after retry_after_s
 +-- SettingsError   an environment variable has a value that cannot be used
 +-- ChainError      an endpoint of a chain did not answer, or not as it must
 +-- StoreAway       the database cannot be used now; nothing was half done
 |    +-- LocksAway  the locks that instances share cannot be taken now
 +-- OutsideAway     a server of others did not answer in time
 +-- StaleConversation  a conversation was changed under a turn; the turn was not stored
 +-- BotAway         the bot cannot answer the ticket bridge now (retry_after_s)
 +-- HelpdeskError   a helpdesk did not do what it was asked
      +-- HelpdeskAway     it cannot now; the outcome may be unknown (retry_after_s)
      +-- HelpdeskRefused  it will not, and the same again will not help (status)
      +-- TicketGone       there is no such ticket
"""


class BotError(Exception):
    """Root of all errors of our own."""


class ContentError(BotError):
    """A content file is wrong; the message begins with its path."""


class SettingsError(BotError):
    """An environment variable has a value that cannot be used."""


class ChannelError(BotError):
    """A message from outside is refused.

    status: HTTP status to answer with. reason: short code for programs, hint: what the sender should change.
    """

    def __init__(self, status: int, reason: str, hint: str) -> None:
        super().__init__(f"{reason}: {hint}")
        self.status = status
        self.reason = reason
        self.hint = hint


class ChainError(BotError):
    """An endpoint did not answer in time, or said something that cannot be. Whoever asked goes on without it."""


class StoreAway(BotError):
    """The database cannot be used now. Whatever was to be stored is to be tried again as a whole."""


class LocksAway(StoreAway):
    """The locks that instances share cannot be taken now: no turn may run, and none was lost."""


class OutsideAway(BotError):
    """A server of others did not answer in time."""


class StaleConversation(BotError):
    """Somebody else changed the conversation while a turn ran on it. The turn was not stored."""


class TooMany(ChannelError):
    """Too much at once from one sender, one address or everybody.

    retry_after_s: whole seconds, at least 1, after which the same request may be let in.
    """

    def __init__(self, reason: str, hint: str, retry_after_s: int) -> None:
        super().__init__(429, reason, hint)
        self.retry_after_s = retry_after_s


class BotAway(BotError):
    """The bot cannot answer the ticket bridge now. retry_after_s: what it asked for, 0 when it asked for nothing."""

    def __init__(self, reason: str, retry_after_s: float = 0.0) -> None:
        super().__init__(f"the bot cannot be asked ({reason}): see that it runs and that both have the same WAYPOST_TICKETS_TOKEN")
        self.reason = reason
        self.retry_after_s = retry_after_s


class HelpdeskError(BotError):
    """A helpdesk did not do what it was asked."""


class HelpdeskAway(HelpdeskError):
    """The helpdesk cannot be used now. Something that was being written may have been written or not.

    retry_after_s: what it asked for, 0 when it asked for nothing.
    """

    def __init__(self, reason: str, retry_after_s: float = 0.0) -> None:
        super().__init__(f"the helpdesk cannot be used ({reason}): see that it runs, at WAYPOST_HELPDESK_URL")
        self.reason = reason
        self.retry_after_s = retry_after_s


class HelpdeskRefused(HelpdeskError):
    """The helpdesk will not do it, and asking again will not help. status: of its HTTP answer. hint: what a human should change."""

    def __init__(self, status: int, hint: str) -> None:
        super().__init__(f"the helpdesk refused with {status}: {hint}")
        self.status = status


class TicketGone(HelpdeskError):
    """There is no such ticket, or the bot's account may not see it."""
