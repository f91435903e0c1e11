"""An EVM address in, the same address with EIP-55's checksum (in its capitals) out. Keccak-256 by itself: hashlib has only SHA3."""

from __future__ import annotations

import re

ADDRESS = re.compile(r"0x[0-9A-Fa-f]{40}")
_RATE, _MASK = 136, (1 << 64) - 1
_TURNS = (0, 1, 62, 28, 27, 36, 44, 6, 55, 20, 3, 10, 43, 25, 39, 41, 45, 15, 21, 8, 18, 2, 61, 56, 14)
"""Rho's rotation of lane x + 5 * y."""


def is_checksummed(address: str) -> bool:
    """Whether a text is an EVM address whose capitals are EIP-55's."""
    return bool(ADDRESS.fullmatch(address)) and checksummed(address) == address


def checksummed(address: str) -> str:
    """The address in EIP-55's capitals. address: 0x and 40 hexadecimal digits in any case."""
    digits = address[2:].lower()
    digest = keccak256(digits.encode("ascii")).hex()
    return "0x" + "".join(digit.upper() if int(nibble, 16) >= 8 else digit for digit, nibble in zip(digits, digest, strict=False))


def keccak256(data: bytes) -> bytes:
    """Keccak-256 with the padding that Ethereum uses (not that of SHA3)."""
    return sponge(data, b"\x01")


def sponge(data: bytes, suffix: bytes) -> bytes:
    """Keccak[512] of data and one byte of suffix: 01 gives Ethereum's hash, 06 SHA3-256. Source: the Keccak reference, rate 1088."""
    padded = bytearray(data + suffix + bytes(-(len(data) + 1) % _RATE))
    padded[-1] |= 0x80
    state = [0] * 25
    for start in range(0, len(padded), _RATE):
        for lane in range(_RATE // 8):
            state[lane] ^= int.from_bytes(padded[start + 8 * lane : start + 8 * lane + 8], "little")
        state = _permuted(state)
    return b"".join(lane.to_bytes(8, "little") for lane in state[:4])


def _permuted(state: list[int]) -> list[int]:
    register = 1
    for _ in range(24):
        columns = [state[x] ^ state[x + 5] ^ state[x + 10] ^ state[x + 15] ^ state[x + 20] for x in range(5)]
        mixed = [state[at] ^ columns[(at - 1) % 5] ^ _turned(columns[(at + 1) % 5], 1) for at in range(25)]
        moved = [0] * 25
        for at in range(25):
            x, y = at % 5, at // 5
            moved[y + 5 * ((2 * x + 3 * y) % 5)] = _turned(mixed[at], _TURNS[at])
        state = [moved[at] ^ (~moved[at - at % 5 + (at + 1) % 5] & moved[at - at % 5 + (at + 2) % 5]) for at in range(25)]
        for bit in range(7):
            state[0] ^= (register & 1) << ((1 << bit) - 1)
            register = (register << 1) ^ (0x171 if register >> 7 else 0)
    return state


def _turned(lane: int, by: int) -> int:
    return ((lane << by) | (lane >> (64 - by))) & _MASK
