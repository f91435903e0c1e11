"""Findings and what the person said in, the one cause out: where the tokens are, as a person who knows chains would tell.

Pure. A cause is the end of a key of the copy (`transaction.<cause>`). The order is that of docs/decisions/0050.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Sequence

from waypost.chain.findings import Account, Finding, Transfer

ALIKE_AT = (6, -4)
"""The characters of an address that people compare, 0x included, and that a look-alike therefore shares."""
TO_AN_EXCHANGE = ("deposit", "deposit_missing")
CANNOT_SEND = "gas"


@dataclass(frozen=True)
class Said:
    """What the person said beside the transaction.

    own: addresses of theirs. linked: networks of explorers they linked to. named: networks they named. mine: what they answered to "is this
    address yours?". from_exchange: an exchange was named as the sender.
    """

    need: str = "transaction"
    own: tuple[str, ...] = ()
    linked: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    mine: bool | None = None
    from_exchange: bool = False

    @property
    def expected(self) -> tuple[str, ...]:
        """Networks on which they think it is."""
        return self.linked or self.named


@dataclass(frozen=True)
class Diagnosis:
    """One cause with what it is about. other: the network where the person looked. networks: those that were asked."""

    cause: str
    finding: Finding | None = None
    transfer: Transfer | None = None
    other: str | None = None
    networks: tuple[str, ...] = ()
    own: str | None = None


def diagnosed(findings: Sequence[Finding], said: Said) -> Diagnosis | None:
    """The cause; None when too little of the chain could be seen to say one."""
    found = next((finding for finding in findings if finding.found), None)
    if found is None:
        return _nowhere(findings, said)
    if found.status in ("pending", "failed"):
        return Diagnosis(found.status, found)
    moved = tuple(transfer for transfer in found.transfers if transfer.raw > 0)
    if not moved:
        return _nothing_moved(found, said)
    if said.mine is not None:
        return _as_answered(found, _main(moved), said)
    return _for(found, moved, said) if said.own else _for_somebody(found, moved, said)


def _nowhere(findings: Sequence[Finding], said: Said) -> Diagnosis | None:
    asked = tuple(finding.network for finding in findings if finding.status == "unknown")
    if not asked or any(finding.status == "unreachable" for finding in findings if finding.network in said.expected):
        return None
    return Diagnosis("inside" if said.from_exchange else "nowhere", networks=asked)


def _nothing_moved(found: Finding, said: Said) -> Diagnosis:
    if found.transfers:
        return Diagnosis("poisoning", found)
    return Diagnosis("spam" if found.claimed and said.own else "nothing_moved", found)


def _as_answered(found: Finding, transfer: Transfer, said: Said) -> Diagnosis:
    """The person was asked whether the receiver is theirs."""
    return _arrived(found, transfer, said) if said.mine else Diagnosis("other_receiver", found, transfer)


def _for(found: Finding, moved: Sequence[Transfer], said: Said) -> Diagnosis:
    """The person's own addresses are known."""
    own = frozenset(said.own)
    received = [transfer for transfer in moved if transfer.receiver in own]
    if received:
        return _arrived(found, _main(received), said)
    if found.claimed:
        return Diagnosis("spam", found)
    alike = next((transfer for transfer in moved for each in said.own if look_alike(transfer.receiver, each)), None)
    if alike:
        return Diagnosis("look_alike", found, alike, own=next(each for each in said.own if look_alike(alike.receiver, each)))
    sent = [transfer for transfer in moved if transfer.sender in own]
    return Diagnosis("credited", found, _main(sent)) if sent else Diagnosis("other_receiver", found, _main(moved))


def _for_somebody(found: Finding, moved: Sequence[Transfer], said: Said) -> Diagnosis:
    """Nobody has said whose address it is."""
    transfer = _main(moved)
    if said.need in TO_AN_EXCHANGE:
        return Diagnosis("credited", found, transfer)
    if _elsewhere(found, said):
        return Diagnosis("elsewhere", found, transfer, other=said.expected[0])
    several = len({each.receiver for each in moved if each.token == transfer.token}) > 1
    return Diagnosis("receivers" if several else "receiver", found, transfer)


def _arrived(found: Finding, transfer: Transfer, said: Said) -> Diagnosis:
    """At the person's own address: only where to look is open."""
    token = transfer.token
    if token.contract and not token.asset:
        return Diagnosis("arrived_unlisted", found, transfer)
    if said.need == CANNOT_SEND and token.contract and found.coin_left == 0:
        return Diagnosis("no_gas", found, transfer)
    if _elsewhere(found, said):
        return Diagnosis("elsewhere", found, transfer, other=said.expected[0])
    return Diagnosis("arrived_token" if token.contract else "arrived_coin", found, transfer)


def _elsewhere(found: Finding, said: Said) -> bool:
    return bool(said.expected) and found.network not in said.expected


def _main(transfers: Sequence[Transfer]) -> Transfer:
    """The transfer that the person means: of a listed token, else of the coin, else the first."""
    return min(transfers, key=lambda transfer: (transfer.token.asset is None, transfer.token.contract is None))


def look_alike(address: str, other: str) -> bool:
    """Whether two different addresses begin and end alike: the shape of address poisoning."""
    begin, end = ALIKE_AT
    one, two = address.lower(), other.lower()
    return one != two and one[:begin] == two[:begin] and one[end:] == two[end:]


def of_address(accounts: Sequence[Account]) -> Diagnosis | None:
    """What an address that came without a transaction is; None when no network could be asked."""
    asked = tuple(account.network for account in accounts if account.reachable)
    if not asked:
        return None
    if any(account.token for account in accounts):
        return Diagnosis("contract", networks=asked)
    return Diagnosis("balances" if any(account.holds for account in accounts) else "empty", networks=asked)


def with_answer(said: Said, step: str | None) -> Said:
    """What was said, with the answer that a pressed button gives to "is this address yours?"."""
    answers = {"transaction.mine": True, "transaction.import_anyway": True, "transaction.other": False}
    return replace(said, mine=answers[step]) if step in answers else said
