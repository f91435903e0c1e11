"""What a network knows of a transaction or of an address, as the rest of this room speaks of it. Addresses are EIP-55, amounts whole units."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Status = Literal["unreachable", "unknown", "pending", "failed", "succeeded"]
FOUND: tuple[Status, ...] = ("succeeded", "failed", "pending")


@dataclass(frozen=True)
class Token:
    """A coin or token on one network.

    contract: None for the network's own coin. symbol: harmless text, or None when it has none that may be shown. decimals: None when its
    contract does not say. asset: the asset of the facts that it is; None for a token that is on no list of ours.
    """

    network: str
    contract: str | None
    symbol: str | None
    decimals: int | None
    asset: str | None


@dataclass(frozen=True)
class Amount:
    """raw: in the token's smallest unit."""

    token: Token
    raw: int

    @property
    def value(self) -> Decimal | None:
        """In whole coins; None when the decimals are not known."""
        return None if self.token.decimals is None else Decimal(self.raw).scaleb(-self.token.decimals)


@dataclass(frozen=True)
class Transfer(Amount):
    """One movement inside a transaction."""

    sender: str
    receiver: str


@dataclass(frozen=True)
class Finding:
    """What one network says of a transaction. Everything after `hash` is of a transaction that is known there.

    fee: spent, in the network's own coin. coin_left: what the person's own address holds of it, in wei. claimed: tokens whose contract
    claims a balance of the person's address although this transaction has no transfer to it.
    """

    network: str
    status: Status
    hash: str
    sender: str | None = None
    target: str | None = None
    transfers: tuple[Transfer, ...] = ()
    confirmations: int | None = None
    fee: Decimal | None = None
    coin_left: int | None = None
    claimed: tuple[Token, ...] = ()

    @property
    def found(self) -> bool:
        return self.status in FOUND

    def received(self, own: frozenset[str]) -> tuple[Transfer, ...]:
        """Transfers of something to one of the person's own addresses."""
        return tuple(transfer for transfer in self.transfers if transfer.receiver in own and transfer.raw > 0)


@dataclass(frozen=True)
class Account:
    """What one network says of an address. is_contract: there is code at it. token: what it is, when it is a token's contract."""

    network: str
    address: str
    reachable: bool
    is_contract: bool = False
    token: Token | None = None
    holds: tuple[Amount, ...] = ()
