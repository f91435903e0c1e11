/** The wallets of this browser, as they announce themselves (EIP-6963). */

export interface Provider {
  request(call: { method: string; params: unknown }): Promise<unknown>;
}
export interface Wallet {
  uuid: string;
  name: string;
  provider: Provider;
}

const LONGEST_NAME = 40;

/** Listens from now on; `changed` is called for each new wallet. */
export function discovered(changed: () => void): { wallets: readonly Wallet[]; stop: () => void } {
  const wallets: Wallet[] = [];
  const heard = (event: Event): void => {
    const wallet = parsed((event as CustomEvent<unknown>).detail);
    if (!wallet || wallets.some((known) => known.uuid === wallet.uuid)) return;
    wallets.push(wallet);
    changed();
  };
  addEventListener("eip6963:announceProvider", heard);
  dispatchEvent(new Event("eip6963:requestProvider"));
  return { wallets, stop: () => removeEventListener("eip6963:announceProvider", heard) };
}

/** Anything on the page may announce itself: only a name and something that can be asked are taken. */
function parsed(detail: unknown): Wallet | undefined {
  const { info, provider } = (detail ?? {}) as { info?: { uuid?: unknown; name?: unknown }; provider?: Partial<Provider> };
  if (typeof info?.uuid !== "string" || typeof info.name !== "string" || typeof provider?.request !== "function") return undefined;
  return { uuid: info.uuid, name: info.name.trim().slice(0, LONGEST_NAME) || "?", provider: provider as Provider };
}
