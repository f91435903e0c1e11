"""A transaction hash or an address in, what every network knows of it out, within five seconds whatever the endpoints do."""

from __future__ import annotations

import asyncio
import logging
import time
from decimal import Decimal
from typing import Awaitable, Callable, Collection, Mapping, Sequence, TypeVar

import aiohttp

from waypost.chain.client import ChainClient, listed_token, native
from waypost.chain.decoding import Moved, Receipt, Sent
from waypost.chain.endpoint import Endpoint
from waypost.chain.findings import Account, Amount, Finding, Token, Transfer
from waypost.chain.guards import Kept, Share
from waypost.content.facts import facts
from waypost.errors import ChainError

log = logging.getLogger(__name__)
LIMIT_S = 5.0
MOST_TRANSFERS, MOST_TOKENS = 20, 5
AT_ONCE = 32
"""Look-ups under way, of all conversations."""
T = TypeVar("T")


class Chain:
    """Every network that is asked. Make it inside the event loop that uses it."""

    def __init__(self, endpoints: Mapping[str, Sequence[str]], share: Share | None = None) -> None:
        """endpoints: addresses by the network's key in the facts."""
        self._session = aiohttp.ClientSession(
            headers={"Accept": "application/json"}, cookie_jar=aiohttp.DummyCookieJar(), timeout=aiohttp.ClientTimeout(total=LIMIT_S)
        )
        self._share, self._places = share or Share(), asyncio.Semaphore(AT_ONCE)
        kept = Kept()
        self._clients = [
            ChainClient(chain, [Endpoint(url, chain_id(chain), self._session) for url in urls], kept) for chain, urls in endpoints.items()
        ]

    async def close(self) -> None:
        await self._session.close()

    def admits(self, conversation: str) -> bool:
        """Whether a conversation may look something up now; counts it."""
        return not self._places.locked() and self._share.take(conversation)

    async def transaction(self, tx_hash: str, own: Collection[str] = ()) -> tuple[Finding, ...]:
        """What the networks say of a transaction; the first that knows it ends the search, since a hash belongs to one network.

        own: the person's addresses. A network that did not answer in time is `unreachable`.
        """
        started = time.monotonic()
        async with self._places:
            work = {client.chain: asyncio.ensure_future(_on(client, tx_hash, own)) for client in self._clients}
            findings = await _gathered(work, enough=lambda finding: finding.found)
        complete = tuple(findings.get(chain) or Finding(chain, "unreachable", tx_hash) for chain in work)
        found = next((finding for finding in complete if finding.found), None)
        log.info(
            "chain.transaction tx=%s network=%s status=%s unreachable=%d ms=%d",
            shortened(tx_hash),
            found.network if found else "none",
            found.status if found else "unknown",
            sum(finding.status == "unreachable" for finding in complete),
            int((time.monotonic() - started) * 1000),
        )
        return (found,) if found else complete

    async def account(self, address: str, assets: Collection[str]) -> tuple[Account, ...]:
        """What the networks say of an address. assets: those whose tokens are looked for besides each network's own coin."""
        started = time.monotonic()
        async with self._places:
            work = {client.chain: asyncio.ensure_future(_account(client, address, assets)) for client in self._clients}
            accounts = await _gathered(work, enough=lambda account: False)
        log.info("chain.account address=%s answered=%d ms=%d", shortened(address), len(accounts), int((time.monotonic() - started) * 1000))
        return tuple(accounts.get(chain) or Account(chain, address, reachable=False) for chain in work)


def chain_id(chain: str) -> int:
    return facts().networks[chain].chain_id or 0


def shortened(value: str) -> str:
    """A hash or an address for a log."""
    return f"{value[:6]}..{value[-4:]}"


async def _gathered(work: Mapping[str, asyncio.Future[T]], enough: Callable[[T], bool]) -> dict[str, T]:
    """Results by network, of those that came in time and without an error; the rest is given up. enough: a result that ends the wait."""
    loop = asyncio.get_running_loop()
    limit, results, waiting = loop.time() + LIMIT_S, {}, set(work.values())
    try:
        while waiting and loop.time() < limit:
            done, waiting = await asyncio.wait(waiting, timeout=limit - loop.time(), return_when=asyncio.FIRST_COMPLETED)
            results.update({chain: task.result() for chain, task in work.items() if task in done and not task.exception()})
            if any(enough(result) for result in results.values()):
                break
    finally:
        for task in work.values():
            task.cancel()
        await asyncio.gather(*work.values(), return_exceptions=True)
    return results


async def _on(client: ChainClient, tx_hash: str, own: Collection[str]) -> Finding:
    sent, receipt, newest = await client.transaction(tx_hash)
    if sent is None:
        return Finding(client.chain, "unknown", tx_hash)
    if receipt is None:
        return Finding(client.chain, "pending", tx_hash, sent.sender, sent.target, tuple(_coin_sent(client, sent)))
    fee = Amount(native(client.chain), receipt.fee_wei).value
    confirmations = max(newest - receipt.block + 1, 1)
    if not receipt.succeeded:
        return Finding(client.chain, "failed", tx_hash, sent.sender, sent.target, (), confirmations, fee)
    return await _succeeded(client, tx_hash, sent, receipt, confirmations, fee, own)


async def _succeeded(
    client: ChainClient, tx_hash: str, sent: Sent, receipt: Receipt, confirmations: int, fee: Decimal | None, own: Collection[str]
) -> Finding:
    wanted = sorted(receipt.moved, key=lambda moved: not {moved.sender, moved.receiver} & set(own))[:MOST_TRANSFERS]
    contracts = list(dict.fromkeys(moved.contract for moved in wanted))
    tokens, coin_left, claimed = await asyncio.gather(
        asyncio.gather(*(_token(client, contract, number) for number, contract in enumerate(contracts))),
        _optional(client.coin(next(iter(own)))) if own else _nothing(),
        _claimed(client, sent, receipt, own),
    )
    transfers = [*_coin_sent(client, sent), *_decoded(wanted, dict(zip(contracts, tokens, strict=True)))]
    return Finding(client.chain, "succeeded", tx_hash, sent.sender, sent.target, tuple(transfers), confirmations, fee, coin_left, claimed)


def _coin_sent(client: ChainClient, sent: Sent) -> list[Transfer]:
    return [Transfer(native(client.chain), sent.wei, sent.sender, sent.target)] if sent.wei and sent.target else []


def _decoded(moved: Sequence[Moved], tokens: Mapping[str, Token]) -> list[Transfer]:
    return [Transfer(tokens[each.contract], each.raw, each.sender, each.receiver) for each in moved]


async def _token(client: ChainClient, contract: str, number: int) -> Token:
    """What a token is; one that cannot be asked about is a token without a name."""
    unnamed = Token(client.chain, contract, None, None, None)
    if number >= MOST_TOKENS and not listed_token(client.chain, contract):
        return unnamed
    return await _optional(client.token(contract)) or unnamed


async def _claimed(client: ChainClient, sent: Sent, receipt: Receipt, own: Collection[str]) -> tuple[Token, ...]:
    """The contract that was called, when it claims a balance of the person's address without having moved anything there."""
    if not own or sent.target is None or any(moved.receiver in own for moved in receipt.moved) or sent.target in own:
        return ()
    claims = await asyncio.gather(*(_optional(client.balance(sent.target, each)) for each in own))
    return (await _token(client, sent.target, 0),) if any(claims) else ()


async def _account(client: ChainClient, address: str, assets: Collection[str]) -> Account:
    coin, is_contract = await asyncio.gather(client.coin(address), client.is_contract(address))
    if is_contract:
        return Account(client.chain, address, True, True, await client.token(address))
    forms = [(asset, facts().assets[asset].kind_on.get(client.chain)) for asset in assets if asset in facts().assets]
    tokens = [token for asset, form in forms if form and form.contract and (token := listed_token(client.chain, form.contract))]
    balances = await asyncio.gather(*(_optional(client.balance(token.contract or "", address)) for token in tokens[:MOST_TOKENS]))
    held = [Amount(native(client.chain), coin), *(Amount(token, raw or 0) for token, raw in zip(tokens, balances, strict=False))]
    return Account(client.chain, address, True, holds=tuple(amount for amount in held if amount.raw))


async def _optional(work: Awaitable[T]) -> T | None:
    """What is nice to know: without an answer the rest still stands."""
    try:
        return await work
    except ChainError:
        return None


async def _nothing() -> None:
    return None
