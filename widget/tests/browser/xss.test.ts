/** Nothing that anybody writes runs, or becomes an element or a link that the widget does not make itself. */
import { afterAll, beforeAll, expect, it } from "vitest";
import type { BrowserContext } from "playwright-core";
import type { HistoryItem } from "../../src/protocol";
import { Chat, faults, opened } from "../support/browser";
import { fake, type Fake } from "../support/fake";
import { replyTo } from "../support/frames";
import { BAD_ADDRESSES, PAYLOADS } from "../support/payloads";

let server: Fake, context: BrowserContext, close: () => Promise<void>;
beforeAll(async () => {
  server = await fake();
  ({ context, close } = await opened());
});
afterAll(async () => {
  await close();
  await server.close();
});

/** What stands in the panel although the widget never makes it. */
function strangers(): string[] {
  const root = document.querySelector("waypost-chat")!.shadowRoot!.querySelector("waypost-chat-panel")!.shadowRoot!;
  const found: string[] = [];
  if ((window as { __xss?: number }).__xss) found.push("it ran");
  for (const one of root.querySelectorAll("*")) {
    if (/^(script|iframe|object|embed|img|video|audio|input|select|base|link|meta|style|template|math|noscript|marquee|x-chat|waypost-chat)$/i.test(one.tagName)) found.push(one.tagName);
    if (one.namespaceURI === "http://www.w3.org/2000/svg" && !one.closest("svg.icon")) found.push(`svg ${one.tagName}`);
    for (const { name } of one.attributes) if (/^(on|style$|srcdoc|formaction|xlink)/.test(name)) found.push(`${one.tagName} ${name}`);
    if (one instanceof HTMLAnchorElement) {
      const { protocol, username } = new URL(one.href);
      if (!["https:", "mailto:"].includes(protocol) || username || !/noopener/.test(one.rel)) found.push(one.href);
    }
  }
  return found;
}

function exchange(payload: string, place: number): HistoryItem[] {
  const links = [{ title: payload, url: "https://www.binance.com/x" }, ...BAD_ADDRESSES.map((url) => ({ title: "x", url }))];
  const wallet = [{ method: payload, params: [], title: payload }, { method: "wallet_addEthereumChain", params: [{ chainId: payload, chainName: payload }], title: payload }];
  const reply = { ...replyTo(`m-${place}-xxxx`, payload, [{ title: payload, payload: "ask:x" }], { links, wallet }), author: place % 2 ? ("human" as const) : ("bot" as const), name: payload };
  return [{ event: "message", data: { id: `m-${place}-xxxx`, at: place, text: payload, payload: null, redacted: false, answered: true } }, { event: "reply", data: reply }];
}

it("has at least 60 payloads", () => expect(PAYLOADS.length).toBeGreaterThanOrEqual(60));

it("keeps every payload harmless in history: messages, replies, buttons, links, names, wallet requests", async () => {
  const page = await context.newPage();
  const wrong = faults(page);
  let dialogs = 0;
  page.on("dialog", (dialog) => void ((dialogs += 1), dialog.dismiss()));
  const chat = await new Chat(page).open(server.address);
  await chat.ask("hi");
  server.items.push(...PAYLOADS.slice(0, 99).flatMap(exchange));
  await page.reload();
  await expect.poll(() => chat.replies.count(), { timeout: 30_000 }).toBe(1 + Math.min(PAYLOADS.length, 99));
  await page.evaluate(() => document.querySelector("waypost-chat")!.shadowRoot!.querySelector("waypost-chat-panel")!.shadowRoot!.querySelectorAll("details").forEach((one) => (one.open = true)));
  expect(await page.evaluate(strangers)).toEqual([]);
  expect(await chat.said.nth(1).locator(".text").textContent()).toBe(PAYLOADS[0]);
  expect([dialogs, wrong]).toEqual([0, []]);
  await page.close();
});

it("keeps every payload harmless as it is typed and answered", async () => {
  server.items.length = 0;
  server.answer = ({ id, text = "" }) => replyTo(id, text, [{ title: text, payload: "ask:x" }]);
  const page = await context.newPage();
  const wrong = faults(page);
  const chat = await new Chat(page).open(server.address);
  await page.evaluate(async (payloads) => {
    for (const payload of payloads) await document.querySelector("waypost-chat")!.send(payload);
  }, PAYLOADS);
  await expect.poll(() => chat.replies.count(), { timeout: 60_000 }).toBe(PAYLOADS.filter((text) => text.trim()).length);
  expect(await page.evaluate(strangers)).toEqual([]);
  expect(wrong).toEqual([]);
  await page.close();
});
