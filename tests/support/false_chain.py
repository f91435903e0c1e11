"""A JSON-RPC endpoint that answers as it is told to: rightly, or in every way that an endpoint can go wrong. It runs in a thread of its own."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from typing import Any, Awaitable, Callable, Iterator, Mapping

from aiohttp import web

Answering = Callable[[web.Request, dict[str, Any]], Awaitable[web.StreamResponse]]
HANGS_S = 30.0
OTHER_HASH = "0x" + "0" * 64


class FalseChain:
    """results: by method, what a right answer says. fault: one of FAULTS, or None to answer rightly. asked: methods in order."""

    def __init__(self, chain_id: int = 56, fault: str | None = None, results: Mapping[str, Any] | None = None) -> None:
        self.results: dict[str, Any] = {"eth_chainId": hex(chain_id), "eth_blockNumber": "0x10", **(results or {})}
        self.fault = fault
        self.asked: list[str] = []
        self.url = ""

    async def answer(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        self.asked.append(body["method"])
        if self.fault:
            return await FAULTS[self.fault](request, body)
        return _result(body, self.results.get(body["method"]))


def _result(body: dict[str, Any], result: Any) -> web.Response:
    return web.json_response({"jsonrpc": "2.0", "id": body["id"], "result": result})


async def _hang(request: web.Request, body: dict[str, Any]) -> web.StreamResponse:
    await asyncio.sleep(HANGS_S)
    return _result(body, None)


async def _drop(request: web.Request, body: dict[str, Any]) -> web.StreamResponse:
    assert request.transport is not None
    request.transport.close()
    return web.Response()


async def _trickle(request: web.Request, body: dict[str, Any]) -> web.StreamResponse:
    response = web.StreamResponse()
    await response.prepare(request)
    for _ in range(int(HANGS_S * 5)):
        await response.write(b" ")
        await asyncio.sleep(0.2)
    return response


async def _huge(request: web.Request, body: dict[str, Any]) -> web.StreamResponse:
    response = web.StreamResponse()
    await response.prepare(request)
    with contextlib.suppress(ConnectionError):
        for _ in range(160):
            await response.write(b'{"result": "' + b"0" * 65_536)
    return response


def _said(make: Callable[[dict[str, Any]], Any]) -> Answering:
    async def answer(request: web.Request, body: dict[str, Any]) -> web.StreamResponse:
        made = make(body)
        return made if isinstance(made, web.Response) else _result(body, made)

    return answer


def _right_chain(body: dict[str, Any], otherwise: Any) -> Any:
    """The right chain id, and something wrong for everything else."""
    return "0x38" if body["method"] == "eth_chainId" else otherwise


def _raw(body: dict[str, Any], **fields: Any) -> web.Response:
    return web.json_response({"jsonrpc": "2.0", "id": body["id"], **fields})


FAULTS: Mapping[str, Answering] = {
    "hangs": _hang,
    "drops the connection": _drop,
    "trickles": _trickle,
    "sends 10 MB": _huge,
    "says too many requests": _said(lambda body: web.Response(status=429, text="slow down")),
    "sends a page": _said(lambda body: web.Response(text="<html>blocked</html>", content_type="text/html")),
    "fails": _said(lambda body: web.Response(status=500)),
    "leads elsewhere": _said(lambda body: web.Response(status=302, headers={"Location": "/other"})),
    "sends a list": _said(lambda body: web.Response(text="[1, 2]")),
    "sends deep JSON": _said(lambda body: web.Response(text="[" * 100_000)),
    "answers another question": _said(lambda body: web.json_response({"jsonrpc": "2.0", "id": -1, "result": "0x38"})),
    "says an error": _said(lambda body: _raw(body, error={"code": -32005, "message": "limit exceeded"})),
    "is of another chain": _said(lambda body: "0x1"),
    "says nothing": _said(lambda body: _raw(body)),
    "speaks of another transaction": _said(lambda body: _right_chain(body, {"hash": OTHER_HASH, "transactionHash": OTHER_HASH})),
    "says nonsense": _said(lambda body: _right_chain(body, {"hash": body["params"][0] if body["params"] else 7, "from": 5, "value": "many"})),
}
"""By what the endpoint does. Each must be survived."""


@contextlib.contextmanager
def serving(*chains: FalseChain) -> Iterator[None]:
    """Serves the chains on free loopback ports, and writes their addresses into them, for the time of the block."""
    loop, started = asyncio.new_event_loop(), threading.Event()

    async def start() -> list[web.AppRunner]:
        runners = [await _started(chain) for chain in chains]
        started.set()
        return runners

    def run() -> None:
        asyncio.set_event_loop(loop)
        runners = loop.run_until_complete(start())
        loop.run_forever()
        loop.run_until_complete(asyncio.gather(*(runner.cleanup() for runner in runners)))

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    assert started.wait(10)
    try:
        yield
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)


async def _started(chain: FalseChain) -> web.AppRunner:
    app = web.Application()
    app.router.add_post("/", chain.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    chain.url = f"http://127.0.0.1:{site._server.sockets[0].getsockname()[1]}/"  # type: ignore[union-attr]
    return runner
