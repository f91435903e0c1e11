/** A wallet offer of the bot in; a checked request, the values to show, and what the wallet made of it out. */
import type { WalletOffer } from "../protocol";
import type { Wallet } from "./discovery";

export type Outcome = "done" | "rejected" | "pending" | "unsupported" | "failed";
/** What a value is, as the labels name it (`wallet_chain`, ...), and the value itself. */
export type Value = readonly [label: string, value: string];

export interface Request {
  call: { method: string; params: unknown };
  values: Value[];
}

const HEX = /^0x[1-9a-f][0-9a-f]{0,15}$/i;
const ADDRESS = /^0x[0-9a-f]{40}$/i;
const SYMBOL = /^[\p{L}\p{N}.$+-]{1,11}$/u;
const MOST_DECIMALS = 36;
const REJECTED = 4001;
const PENDING = -32002;
const UNSUPPORTED = new Set([-32601, -32602, 4200]);

/** Only the two methods, and of their parameters only what was shown; null for anything else. */
export function requestOf(offer: WalletOffer): Request | null {
  try {
    if (offer.method === "wallet_addEthereumChain") return addChain(offer.params);
    if (offer.method === "wallet_watchAsset") return watchAsset(offer.params);
  } catch {
    return null;
  }
  return null;
}

export async function ask(wallet: Wallet, request: Request): Promise<Outcome> {
  try {
    const answer = await wallet.provider.request(request.call);
    return answer === false ? "rejected" : "done";
  } catch (error) {
    return outcomeOf(error);
  }
}

export function outcomeOf(error: unknown): Outcome {
  const { code, data } = (error ?? {}) as { code?: unknown; data?: { originalError?: { code?: unknown } } };
  const codes = [code, data?.originalError?.code];
  if (codes.includes(REJECTED) || code === "ACTION_REJECTED") return "rejected";
  if (codes.includes(PENDING)) return "pending";
  return codes.some((one) => typeof one === "number" && UNSUPPORTED.has(one)) ? "unsupported" : "failed";
}

function addChain(params: unknown): Request {
  const chain = record((params as unknown[])[0]);
  const currency = record(chain.nativeCurrency);
  const clean = {
    chainId: matching(chain.chainId, HEX),
    chainName: text(chain.chainName),
    nativeCurrency: { name: text(currency.name), symbol: matching(currency.symbol, SYMBOL), decimals: decimals(currency.decimals) },
    rpcUrls: addresses(chain.rpcUrls),
    blockExplorerUrls: addresses(chain.blockExplorerUrls),
  };
  const values: Value[] = [
    ["wallet_network", clean.chainName],
    ["wallet_rpc", clean.rpcUrls[0] ?? ""],
    ["wallet_chain", String(Number.parseInt(clean.chainId, 16))],
    ["wallet_symbol", clean.nativeCurrency.symbol],
    ["wallet_explorer", clean.blockExplorerUrls[0] ?? ""],
  ];
  return { call: { method: "wallet_addEthereumChain", params: [clean] }, values };
}

function watchAsset(params: unknown): Request {
  const { type, options } = record(params);
  if (type !== "ERC20") throw new TypeError("not a token");
  const { address, symbol, decimals: places } = record(options);
  const clean = { address: matching(address, ADDRESS), symbol: matching(symbol, SYMBOL), decimals: decimals(places) };
  const values: Value[] = [
    ["wallet_token", clean.symbol],
    ["wallet_contract", clean.address],
    ["wallet_decimals", String(clean.decimals)],
  ];
  return { call: { method: "wallet_watchAsset", params: { type, options: clean } }, values };
}

function record(value: unknown): Record<string, unknown> {
  if (typeof value !== "object" || value === null) throw new TypeError("not a record");
  return value as Record<string, unknown>;
}

function text(value: unknown): string {
  if (typeof value !== "string" || !value.trim() || value.length > 60) throw new TypeError("not a name");
  return value;
}

function matching(value: unknown, pattern: RegExp): string {
  if (typeof value !== "string" || !pattern.test(value)) throw new TypeError("not a value");
  return value;
}

function decimals(value: unknown): number {
  if (!Number.isInteger(value) || (value as number) < 0 || (value as number) > MOST_DECIMALS) throw new TypeError("no decimals");
  return value as number;
}

function addresses(value: unknown): string[] {
  if (!Array.isArray(value) || value.length === 0 || !value.every((one) => typeof one === "string" && new URL(one).protocol === "https:")) throw new TypeError("no address");
  return value as string[];
}
