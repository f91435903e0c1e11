"""The sentences that an advice is made of, as keys with values; the words stand in locales/<lang>/advice.yml."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Mapping

from waypost.errors import ContentError


def _takes(*names: str) -> frozenset[str]:
    return frozenset(names)


LINES: Mapping[str, frozenset[str]] = {
    # the verdict in one sentence
    "advice.say.withdraw": _takes("asset", "exchange", "network"),
    "advice.say.withdraw_if_listed": _takes("asset", "exchange", "network"),
    "advice.say.deposit": _takes("asset", "exchange", "network"),
    "advice.say.deposit_if_listed": _takes("asset", "exchange", "network"),
    "advice.say.transfer": _takes("asset", "source", "target"),
    "advice.say.send": _takes("asset", "network"),
    "advice.say.bridge": _takes("asset", "source", "target"),
    "advice.say.swap": _takes("asset", "receives", "source", "target"),
    "advice.say.swap_choose": _takes("asset", "source", "target"),
    "advice.say.swap_then_deposit": _takes("asset", "receives", "exchange", "network"),
    "advice.say.withdraw_then_swap": _takes("asset", "receives", "exchange", "network"),
    "advice.say.withdraw_then_bridge": _takes("asset", "exchange", "via", "network"),
    "advice.say.bridge_then_deposit": _takes("asset", "exchange", "via", "network"),
    "advice.say.via_exchange": _takes("asset", "exchange", "source", "target"),
    "advice.say.same_wallet": _takes("network"),
    "advice.say.same_account": _takes("exchange"),
    "advice.say.address_type": _takes("network"),
    "advice.say.only_elsewhere": _takes("asset", "networks"),
    "advice.say.testnet": _takes("network"),
    "advice.say.test_coin": _takes("asset"),
    "advice.say.exchange_then_exchange": _takes("asset", "exchange", "through"),
    "advice.say.retired_network": _takes("network"),
    "advice.say.deprecated_network": _takes("network"),
    "advice.say.leave_deprecated": _takes("network"),
    "advice.say.beacon_coins": _takes("network"),
    "advice.say.retired_asset": _takes("asset"),
    "advice.say.retired_venue": _takes("venue"),
    "advice.say.ask_asset": _takes(),
    "advice.say.ask_source": _takes(),
    "advice.say.ask_target": _takes(),
    "advice.say.ask_source_network": _takes("asset"),
    "advice.say.ask_target_network": _takes("asset"),
    "advice.say.unknown_asset": _takes("asset"),
    "advice.say.unknown_place": _takes("place"),
    "advice.say.not_a_place": _takes("venue"),
    "advice.say.not_known_there": _takes("asset", "network"),
    "advice.say.no_known_way": _takes("asset", "source", "target"),
    "advice.say.not_on_list": _takes("exchange", "network"),
    # what to do, in order
    "advice.step.copy_address": _takes(),
    "advice.step.copy_address_there": _takes("network"),
    "advice.step.withdraw": _takes("exchange", "asset"),
    "advice.step.pick_network": _takes("network"),
    "advice.step.pick_network_label": _takes("network", "label"),
    "advice.step.test_amount": _takes(),
    "advice.step.open_network": _takes("network"),
    "advice.step.import_token": _takes("asset", "network", "contract"),
    "advice.step.import_token_from_tx": _takes("asset", "network"),
    "advice.step.deposit": _takes("exchange", "asset", "network"),
    "advice.step.send_to_exchange": _takes("asset", "network"),
    "advice.step.wait_for_credit": _takes("exchange"),
    "advice.step.deposit_page_first": _takes("exchange", "asset"),
    "advice.step.withdraw_over_the_same": _takes("exchange", "asset"),
    "advice.step.send": _takes("asset", "network"),
    "advice.step.bridge_open": _takes("asset", "network"),
    "advice.step.bridge_choose": _takes("receives", "network"),
    "advice.step.bridge_choose_any": _takes("network"),
    "advice.step.bridge_quote": _takes(),
    "advice.step.native_bridge": _takes("route", "asset", "source", "target"),
    "advice.step.native_claim": _takes("route"),
    "advice.step.swap_here": _takes("asset", "receives", "network"),
    # what to compare before sending
    "advice.check.same_network": _takes("network"),
    "advice.check.screen_decides": _takes("exchange"),
    "advice.check.both_screens": _takes("source", "target"),
    "advice.check.common_networks": _takes("networks"),
    "advice.check.address": _takes(),
    "advice.check.address_there": _takes("network"),
    "advice.check.address_begins": _takes("network", "begins"),
    "advice.check.gas_here": _takes("coin", "network"),
    "advice.check.gas_here_unnamed": _takes("network"),
    "advice.check.gas_there": _takes("coin", "network"),
    "advice.check.gas_there_is_it": _takes("coin", "network"),
    "advice.check.gas_there_unnamed": _takes("network"),
    "advice.check.no_memo": _takes(),
    "advice.check.memo_if_shown": _takes(),
    "advice.check.arrives_as": _takes("asset", "receives", "network"),
    "advice.check.is_there_as": _takes("asset", "receives", "network"),
    "advice.check.is_it_there": _takes("asset", "network"),
    "advice.check.not_that_network": _takes("said", "network"),
    "advice.check.bridge_lists_it": _takes("route", "asset"),
    # what can go wrong
    "advice.risk.wrong_network_deposit": _takes("exchange"),
    "advice.risk.wrong_network_withdrawal": _takes(),
    "advice.risk.not_a_0x_address": _takes("network"),
    "advice.risk.pegged": _takes("asset", "network"),
    "advice.risk.pegged_elsewhere": _takes("asset", "exchange"),
    "advice.risk.another_token": _takes("asset", "original"),
    "advice.risk.former_contract": _takes("asset", "network", "contract"),
    "advice.risk.unsure_asset": _takes("asset", "network"),
    "advice.risk.unsure_list": _takes("exchange"),
    "advice.risk.separate_accounts": _takes("source", "target"),
    "advice.risk.official_bridges_only": _takes(),
    "advice.risk.send_is_not_bridge": _takes(),
    "advice.risk.days": _takes("route", "days"),
    "advice.risk.irreversible": _takes(),
    "advice.risk.worthless": _takes("asset"),
    # another way
    "advice.or.over_network": _takes("asset", "network"),
    "advice.or.source_network": _takes("asset", "network"),
    "advice.or.if_listed": _takes("exchange", "asset", "network"),
    "advice.or.via_exchange": _takes("exchange", "source", "target"),
    "advice.or.via_wallet": _takes("network"),
    "advice.or.bridge": _takes("route", "source", "target"),
    "advice.or.native_bridge": _takes("route", "source", "target"),
    "advice.or.look_on_page": _takes("route", "asset"),
    "advice.or.swap_first": _takes("asset", "receives", "network"),
    "advice.or.became": _takes("asset", "receives"),
    "advice.or.successor": _takes("network"),
    "advice.or.beacon_recovery": _takes(),
    "advice.or.wrong_network": _takes(),
    "advice.or.human": _takes(),
}
"""Every key and the values it takes. Values are names, symbols, labels, contracts and days of the facts, never sentences or prices."""


@dataclass(frozen=True)
class Line:
    """One sentence to be said."""

    key: str
    values: Mapping[str, str] = field(default_factory=dict)


def line(key: str, **values: str) -> Line:
    """Raises ContentError when a key is not one of LINES or its values are others."""
    if values.keys() != LINES.get(key):
        raise ContentError(f"waypost/moves/lines.py: {key} takes {sorted(LINES.get(key, ()))}, given {sorted(values)}")
    return Line(key, values)
