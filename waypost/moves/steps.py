"""A hop in, what to do for it out, in order."""

from __future__ import annotations

from typing import Iterator

from waypost.content.facts import facts
from waypost.content.records import Leg
from waypost.moves.lines import Line, line
from waypost.moves.lore import form, network
from waypost.moves.names import exchange_of, network_of
from waypost.moves.plan import Hop


def _withdraw(hop: Hop) -> Iterator[Line]:
    target = network(hop.target.network or "")
    yield line("advice.step.copy_address") if target.evm else line("advice.step.copy_address_there", network=target.name)
    yield line("advice.step.withdraw", exchange=exchange_of(hop.source), asset=hop.asset)
    if hop.source.venue == "binance" and target.exchange_label:
        yield line("advice.step.pick_network_label", network=target.name, label=target.exchange_label)
    else:
        yield line("advice.step.pick_network", network=target.name)
    yield line("advice.step.test_amount")


def _deposit(hop: Hop) -> Iterator[Line]:
    yield line("advice.step.deposit", exchange=exchange_of(hop.target), asset=hop.receives or hop.asset, network=network_of(hop.source))
    yield line("advice.step.send_to_exchange", asset=hop.asset, network=network_of(hop.source))
    yield line("advice.step.test_amount")
    yield line("advice.step.wait_for_credit", exchange=exchange_of(hop.target))


def _transfer(hop: Hop) -> Iterator[Line]:
    yield line("advice.step.deposit_page_first", exchange=exchange_of(hop.target), asset=hop.asset)
    yield line("advice.step.withdraw_over_the_same", exchange=exchange_of(hop.source), asset=hop.asset)
    yield line("advice.step.test_amount")
    yield line("advice.step.wait_for_credit", exchange=exchange_of(hop.target))


def _send(hop: Hop) -> Iterator[Line]:
    yield line("advice.step.send", asset=hop.asset, network=network_of(hop.source))
    yield line("advice.step.test_amount")


def _cross(hop: Hop) -> Iterator[Line]:
    if hop.route is None:
        yield line("advice.step.swap_here", asset=hop.asset, receives=hop.receives or "", network=network_of(hop.source))
        return
    route = facts().routes[hop.route]
    if route.kind == "native_bridge":
        yield line("advice.step.native_bridge", route=route.name, asset=hop.asset, source=network_of(hop.source), target=network_of(hop.target))
        yield line("advice.step.test_amount")
        if any(leg.claim for leg in legs_of(hop)):
            yield line("advice.step.native_claim", route=route.name)
        return
    yield line("advice.step.bridge_open", asset=hop.asset, network=network_of(hop.source))
    if hop.receives:
        yield line("advice.step.bridge_choose", receives=hop.receives, network=network_of(hop.target))
    else:
        yield line("advice.step.bridge_choose_any", network=network_of(hop.target))
    yield line("advice.step.bridge_quote")
    yield line("advice.step.test_amount")


STEPS = {"withdraw": _withdraw, "deposit": _deposit, "transfer": _transfer, "send": _send, "bridge": _cross, "swap": _cross}


def seen(last: Hop) -> Iterator[Line]:
    """How what has arrived in a wallet is seen there."""
    if last.target.sort != "wallet" or not network(last.target.network or "").evm:
        return
    yield line("advice.step.open_network", network=network_of(last.target))
    found = form(last.receives, last.target.network or "") if last.receives else None
    if last.receives and found and found.contract:
        yield line("advice.step.import_token", asset=last.receives, network=network_of(last.target), contract=found.contract)
    elif last.receives and found and found.kind != "native":
        yield line("advice.step.import_token_from_tx", asset=last.receives, network=network_of(last.target))


def legs_of(hop: Hop) -> list[Leg]:
    """The legs of its native bridge in its direction."""
    legs = facts().routes[hop.route].legs if hop.route else ()
    return [leg for leg in legs if (leg.source, leg.target) == (hop.source.network, hop.target.network)]
