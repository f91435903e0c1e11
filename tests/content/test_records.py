"""A bad record of facts/ is refused when it is loaded, with its file, its key and its field."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import shutil
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from waypost.content import schemas
from waypost.content.facts import FOLDER, facts, load
from waypost.content.files import read_mapping
from waypost.content.records import SHAPES
from waypost.errors import ContentError

REMOVE = object()
TOKEN = {"kind": "token", "decimals": 18, "certainty": "likely"}
MAINNET = {"evm": True, "bridge_support": False, "status": "live", "kind": "mainnet"}
BAD: dict[str, tuple[str, str, Any, str]] = {
    "no source": ("networks", "bsc.source", REMOVE, r"facts/networks\.yml: bsc: missing source"),
    "a field that is not one": ("networks", "bsc.colour", "yellow", r"facts/networks\.yml: bsc: unknown field colour"),
    "a text for a number": ("networks", "bsc.chain_id", "56", r"bsc: chain_id: must be a whole number or nothing, not '56'"),
    "a number for a yes": ("networks", "bsc.evm", 1, r"bsc: evm: must be true or false, not 1"),
    "a text for a date": ("networks", "bsc.checked", "yesterday", r"bsc: checked: must be a date"),
    "a status that is not one": ("networks", "bsc.status", "dead", r"bsc: status: must be live \| deprecated \| retired, not 'dead'"),
    "an empty name": ("networks", "bsc.name", " ", r"bsc: name: must be a text"),
    "aliases as a list": ("networks", "bsc.aliases", ["bsc"], r"bsc: aliases: must be a mapping"),
    "an alias that is no text": ("networks", "bsc.aliases", {"any": [1]}, r"bsc: aliases: any: 1: must be a text, not 1"),
    "a record that is none": ("networks", "bsc", "BSC", r"facts/networks\.yml: bsc: must be a record"),
    "a native asset that is not there": ("networks", "bsc.native", "XYZ", r"facts/networks\.yml: bsc: native 'XYZ' is not in assets\.yml"),
    "an explorer that is not there": ("networks", "bsc.explorer", "nowhere", r"bsc: explorer 'nowhere' is not in links\.yml"),
    "a source that is not there": ("networks", "bsc.source", "nowhere", r"bsc: the source 'nowhere' is not in links\.yml"),
    "retired without a day": ("networks", "beacon.retired", REMOVE, r"beacon: is retired: say when"),
    "live with a day": ("networks", "bsc.retired", dt.date(2026, 1, 1), r"bsc: has a date of retirement and is live"),
    "a chain id off EVM": ("networks", "tron.chain_id", 1, r"tron: has a chain_id and is not evm"),
    "a chain id without an RPC": ("networks", "bsc.rpc", REMOVE, r"bsc: chain_id and rpc go together"),
    "a contract without checksum": (
        "assets",
        "USDT.kind_on.bsc.contract",
        "0x55d398326f99059ff775485246999027b3197955",
        r"facts/assets\.yml: USDT: kind_on: bsc: contract: 0x55d.* fails its checksum, EIP-55 writes 0x55d398326f99059fF775485246999027B3197955",
    ),
    "a contract that is short": ("assets", "USDT.kind_on.bsc.contract", "0x55d3", r"USDT: kind_on: bsc: contract: '0x55d3' does not match"),
    "a contract of a coin": ("assets", "BNB.kind_on.bsc.contract", "0x55d398326f99059fF775485246999027B3197955", r"BNB: .*have none"),
    "a token as the network's coin": (
        "assets",
        "BNB.kind_on.bsc.kind",
        "token",
        r"BNB: kind_on: bsc: kind token, but the network's native asset is BNB",
    ),
    "a coin that is not the network's": ("assets", "USDT.kind_on.bsc.kind", "native", r"USDT: kind_on: bsc: kind native, but .* is BNB"),
    "an asset on no network": (
        "assets",
        "CAKE.kind_on",
        {"mars": {"kind": "token", "decimals": 1, "certainty": "likely"}},
        r"mars: is not in networks",
    ),
    "decimals that cannot be": ("assets", "CAKE.kind_on.bsc.decimals", 99, r"CAKE: kind_on: bsc: decimals: 99 cannot be"),
    "an original that is not there": ("assets", "WBNB.stands_for", "XYZ", r"WBNB: stands_for 'XYZ' is not in assets\.yml"),
    "an exchange's network that is not there": ("venues", "binance_us.networks", ["mars"], r"binance_us: networks: 'mars' is not in networks\.yml"),
    "a month that is none": ("venues", "multichain.retired", "July 2023", r"multichain: retired: 'July 2023' does not match"),
    "a route to nowhere": ("routes", "arbitrum_bridge.legs", [{"source": "ethereum", "target": "mars"}], r"arbitrum_bridge: legs: 'mars' is not"),
    "a route that joins nothing": ("routes", "bnb_chain_bridge.hub", REMOVE, r"bnb_chain_bridge: says nowhere what it joins"),
    "a wait that nobody knows": (
        "routes",
        "opbnb_bridge.legs",
        [{"source": "opbnb", "target": "bsc", "wait": "long"}],
        r"'long' is no notice with days",
    ),
    "a link without https": ("links", "mm_bridge.url", "http://support.metamask.io", r"mm_bridge: url: .* does not match"),
    "days in words": ("notices", "opbnb_bridge.days", "seven", r"opbnb_bridge: days: must be a whole number or a number or nothing"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(FOLDER, tmp_path / "facts")
    return tmp_path / "facts"


def change(folder: Path, stem: str, path: str, value: Any) -> None:
    """Sets (or removes) what stands at a dotted path of a file."""
    records: dict[str, Any] = read_mapping(folder / f"{stem}.yml")
    *parents, last = path.split(".")
    place = records
    for name in parents:
        place = place[name]
    if value is REMOVE:
        del place[last]
    else:
        place[last] = value
    (folder / f"{stem}.yml").write_text(yaml.safe_dump(records, allow_unicode=True, sort_keys=False), encoding="utf-8")


@pytest.mark.parametrize(("stem", "path", "value", "message"), BAD.values(), ids=BAD)
def test_a_bad_record_is_refused_with_its_place(stem: str, path: str, value: Any, message: str, folder: Path) -> None:
    change(folder, stem, path, value)
    with pytest.raises(ContentError, match=message):
        load(folder)


def test_an_unchanged_copy_is_fine(folder: Path) -> None:
    assert load(folder) == facts()


def test_a_network_and_an_asset_are_added_in_facts_alone(folder: Path) -> None:
    proof = {"source": "a test", "checked": dt.date(2026, 11, 20), "certainty": "likely"}
    change(folder, "networks", "mars", {"name": "Mars", "short": "Mars", "aliases": {"any": ["mars chain"]}, **MAINNET, **proof})
    change(folder, "assets", "MARS", {"name": "Marscoin", "aliases": {}, "kind_on": {"mars": TOKEN}, "status": "live", **proof})
    found = load(folder)
    assert (found.networks["mars"].address_type, found.assets["MARS"].kind_on["mars"].decimals) == ("evm", 18)


@pytest.mark.parametrize("stem", SHAPES)
def test_records_are_frozen_all_through(stem: str) -> None:
    record = next(iter(getattr(facts(), stem).values()))
    with pytest.raises((dataclasses.FrozenInstanceError, AttributeError)):
        record.source = "elsewhere"
    if stem != "links":  # the typed link is a narrower one
        assert not [value for value in vars(record).values() if isinstance(value, (list, dict, set))]


def test_chain_ids_have_their_hexadecimal_form() -> None:
    assert {name: facts().networks[name].chain_id_hex for name in ("ethereum", "bsc", "avalanche", "linea", "tron")} == {
        "ethereum": "0x1",
        "bsc": "0x38",
        "avalanche": "0xa86a",
        "linea": "0xe708",
        "tron": None,
    }


# -- schemas -------------------------------------------------------------------------------------------------------------------


def test_the_schemas_are_those_of_the_shapes() -> None:
    written = {path.name: path.read_text(encoding="utf-8") for path in schemas.FOLDER.glob("*.json")}
    assert written == schemas.schemas(), "run: python -m waypost.content.schemas"


def test_the_schemas_are_written_anew(tmp_path: Path) -> None:
    schemas.write(tmp_path / "new")
    assert {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / "new").iterdir()} == schemas.schemas()


@pytest.mark.parametrize("stem", SHAPES)
def test_every_file_names_its_schema_and_fits_it(stem: str) -> None:
    text = (FOLDER / f"{stem}.yml").read_text(encoding="utf-8")
    assert text.startswith(f"# yaml-language-server: $schema=schemas/{stem}.json\n")
    _validated(stem, read_mapping(FOLDER / f"{stem}.yml"))


@pytest.mark.parametrize(
    "case", [case for case in BAD if case in ("no source", "a field that is not one", "a text for a number", "a status that is not one")]
)
def test_a_schema_refuses_what_the_parser_refuses(case: str, folder: Path) -> None:
    stem, path, value, _ = BAD[case]
    change(folder, stem, path, value)
    with pytest.raises(jsonschema.ValidationError):
        _validated(stem, read_mapping(folder / f"{stem}.yml"))


def _validated(stem: str, records: dict[str, Any]) -> None:
    """Dates are texts in JSON."""
    plain = json.loads(json.dumps(records, default=lambda value: value.isoformat()))
    jsonschema.validate(plain, json.loads(schemas.schemas()[f"{stem}.json"]))
