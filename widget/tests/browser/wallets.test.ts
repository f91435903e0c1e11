/** Wallet buttons against wallets that announce themselves as EIP-6963 says. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import type { BrowserContext, Locator, Page } from "playwright-core";
import type { Reply, WalletOffer } from "../../src/protocol";
import { Chat, faults, opened } from "../support/browser";
import { fake, type Fake } from "../support/fake";
import { example, replyTo } from "../support/frames";

type Call = { method: string; params: unknown };
let server: Fake, context: BrowserContext, close: () => Promise<void>, page: Page, chat: Chat, wrong: string[];
const CHAIN = example<Reply>("reply.wallet").envelope.wallet[0]!;
const TOKEN: WalletOffer = {
  method: "wallet_watchAsset", title: "Show USDT in MetaMask",
  params: { type: "ERC20", options: { address: "0x55d398326f99059fF775485246999027B3197955", symbol: "USDT", decimals: 18, image: "https://evil.example/x.png" } },
};
beforeAll(async () => {
  server = await fake();
  ({ context, close } = await opened());
});
afterAll(async () => {
  await close();
  await server.close();
});
beforeEach(async () => {
  page = await context.newPage();
  wrong = faults(page);
});
afterEach(async () => {
  await page.close();
  expect(wrong).toEqual([]);
});

/** answers: of each wallet by its name: null, false, or the code of an error. */
async function offered(offer: WalletOffer, answers: Record<string, number | boolean | null> = {}): Promise<Locator> {
  server.answer = ({ id }) => replyTo(id, "Here", [], { wallet: [offer] });
  await page.addInitScript((wallets) => {
    const calls: unknown[] = ((window as unknown as { calls: unknown[] }).calls = []);
    for (const [name, answer] of Object.entries(wallets)) {
      const request = (call: unknown) => (calls.push(call), typeof answer === "number" ? Promise.reject(Object.assign(new Error("no"), { code: answer })) : Promise.resolve(answer));
      const announce = () => dispatchEvent(new CustomEvent("eip6963:announceProvider", { detail: Object.freeze({ info: { uuid: name, name, icon: "data:,", rdns: "x" }, provider: { request } }) }));
      addEventListener("eip6963:requestProvider", announce);
    }
  }, answers);
  chat = await new Chat(page).open(server.address);
  await page.getByRole("button", { name: "More" }).click();
  await page.getByRole("button", { name: "New conversation" }).click();
  return (await chat.ask("wallet")).locator(".wallet");
}
const calls = () => page.evaluate(() => (window as unknown as { calls: Call[] }).calls);

it("shows what would change before anything can be pressed, and asks nothing by itself", async () => {
  const card = await offered(CHAIN, { MetaMask: null });
  expect(await card.locator("dd span").allTextContents()).toEqual(["BNB Smart Chain", "https://bsc-dataseed.bnbchain.org", "56", "BNB", "https://bscscan.com"]);
  expect(await calls()).toEqual([]);
});

it("asks the one wallet that is there", async () => {
  const card = await offered(CHAIN, { MetaMask: null });
  await card.getByRole("button", { name: "Add to wallet" }).click();
  await card.getByText("Done: MetaMask has accepted it.").waitFor();
  expect(await calls()).toEqual([{ method: CHAIN.method, params: CHAIN.params }]);
});

it("sends a token without anything that was not shown", async () => {
  const card = await offered(TOKEN, { MetaMask: true });
  await card.getByRole("button", { name: "Show in wallet" }).click();
  await card.getByText("Done").waitFor();
  const options = { address: "0x55d398326f99059fF775485246999027B3197955", symbol: "USDT", decimals: 18 };
  expect(await calls()).toEqual([{ method: "wallet_watchAsset", params: { type: "ERC20", options } }]);
});

it("lets the person choose when there are several", async () => {
  const card = await offered(CHAIN, { MetaMask: 4001, Rabby: null });
  await card.getByRole("button", { name: "Add to wallet" }).click();
  await card.getByRole("button", { name: "Rabby" }).click();
  await card.getByText("Done: Rabby has accepted it.").waitFor();
});

it.each([
  [4001, "You declined it in MetaMask."],
  [-32002, "still waiting for you to answer"],
  [4200, "can't do this at the press of a button"],
  [-32601, "can't do this at the press of a button"],
  [-32603, "MetaMask reported a problem."],
  [false, "You declined it in MetaMask."],
])("says in words what %s means", async (answer, words) => {
  const card = await offered(CHAIN, { MetaMask: answer });
  await card.getByRole("button", { name: "Add to wallet" }).click();
  await card.getByText(words).waitFor();
});

it("shows the steps by hand when there is no wallet, or it cannot", async () => {
  const none = await offered(CHAIN);
  await none.getByText("There's no wallet in this browser.").waitFor();
  expect(await none.getByRole("button", { name: "Add to wallet" }).count()).toBe(0);
});

it.each([
  { method: "eth_sendTransaction", params: [{ to: "0x55d398326f99059fF775485246999027B3197955", value: "0x1" }], title: "Free money" },
  { method: "wallet_addEthereumChain", params: [{ ...(CHAIN.params as object[])[0], rpcUrls: ["http://evil.example"] }], title: "Insecure" },
  { method: "wallet_addEthereumChain", params: [{ chainId: "56" }], title: "Broken" },
  { method: "wallet_watchAsset", params: { type: "ERC721", options: {} }, title: "Other" },
])("offers nothing for $title", async (offer) => {
  const card = await offered(offer, { MetaMask: null });
  expect(await card.count()).toBe(0);
});
