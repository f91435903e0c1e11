import { expect, it } from "vitest";
import type { Reply, WalletOffer } from "../../src/protocol";
import { outcomeOf, requestOf } from "../../src/wallet/request";
import { example } from "../support/frames";

const OFFER = example<Reply>("reply.wallet").envelope.wallet[0] as WalletOffer;
const CHAIN = (OFFER.params as Record<string, unknown>[])[0] ?? {};
const chain = (change: object): WalletOffer => ({ ...OFFER, params: [{ ...CHAIN, ...change }] });

it("takes the example of the protocol as it is", () => {
  expect(requestOf(OFFER)?.call).toEqual({ method: OFFER.method, params: OFFER.params });
});

it.each([
  ["another method", { ...OFFER, method: "eth_sign" }],
  ["no parameters", { ...OFFER, params: [] }],
  ["a chain id that is no hexadecimal number", chain({ chainId: "56" })],
  ["chain 0", chain({ chainId: "0x0" })],
  ["an RPC without https", chain({ rpcUrls: ["http://bsc.example"] })],
  ["a script for an explorer", chain({ blockExplorerUrls: ["javascript:alert(1)"] })],
  ["no RPC", chain({ rpcUrls: [] })],
  ["a name that is a novel", chain({ chainName: "a".repeat(200) })],
  ["decimals that are none", chain({ nativeCurrency: { name: "BNB", symbol: "BNB", decimals: 1.5 } })],
])("refuses %s", (_name, offer) => expect(requestOf(offer)).toBeNull());

it("passes nothing on that was not shown", () => {
  expect(requestOf(chain({ iconUrls: ["https://evil.example/x.png"] }))?.call.params).toEqual(OFFER.params);
});

it.each([
  [{ code: 4001 }, "rejected"],
  [{ code: "ACTION_REJECTED" }, "rejected"],
  [{ code: -32603, data: { originalError: { code: 4001 } } }, "rejected"],
  [{ code: -32002 }, "pending"],
  [{ code: 4200 }, "unsupported"],
  [{ code: -32601 }, "unsupported"],
  [new Error("x"), "failed"],
  [undefined, "failed"],
  ["text", "failed"],
])("reads %o as %s", (error, outcome) => expect(outcomeOf(error)).toBe(outcome));
