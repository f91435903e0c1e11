"""A seed in, its public key out (RFC 8032, section 5.1.5): what tells a Solana secret key, seed and public key in a row, from a signature.

Only for recognition: the arithmetic takes milliseconds and not a constant time.
"""

from __future__ import annotations

import hashlib

SEED = 32
_P = 2**255 - 19
_D = -121665 * pow(121666, _P - 2, _P) % _P
_Y = 4 * pow(5, _P - 2, _P) % _P
_X = 15112221349535400772501151409588531511454012693041857206046113283949847762202
_Point = tuple[int, int, int, int]


def is_key_pair(raw: bytes) -> bool:
    return len(raw) == 2 * SEED and public_key(raw[:SEED]) == raw[SEED:]


def public_key(seed: bytes) -> bytes:
    digest = bytearray(hashlib.sha512(seed).digest()[:SEED])
    digest[0] &= 248
    digest[31] = digest[31] & 127 | 64
    x, y, z, _ = _times(int.from_bytes(digest, "little"), (_X, _Y, 1, _X * _Y % _P))
    inverse = pow(z, _P - 2, _P)
    return (y * inverse % _P | (x * inverse % _P & 1) << 255).to_bytes(SEED, "little")


def _times(factor: int, point: _Point) -> _Point:
    total: _Point = (0, 1, 1, 0)
    while factor:
        if factor & 1:
            total = _sum(total, point)
        point = _sum(point, point)
        factor >>= 1
    return total


def _sum(one: _Point, other: _Point) -> _Point:
    """Extended coordinates, formula of section 5.1.4."""
    a = (one[1] - one[0]) * (other[1] - other[0]) % _P
    b = (one[1] + one[0]) * (other[1] + other[0]) % _P
    c = 2 * one[3] * other[3] * _D % _P
    d = 2 * one[2] * other[2] % _P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P
