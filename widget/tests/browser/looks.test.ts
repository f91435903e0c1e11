/** Pictures of the main states, and that nothing overflows, is cut or too small to hit, in every language. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { BrowserContext } from "playwright-core";
import { Chat, DESK, opened, PHONE, picture } from "../support/browser";
import { fake, PSEUDO, type Fake } from "../support/fake";
import { example, replyTo } from "../support/frames";
import type { Reply } from "../../src/protocol";

const LONG = `Choose **BEP20** on Binance.

1. Copy your address in MetaMask: \`0x55d398326f99059fF775485246999027B3197955\`
2. [Read this first](https://www.binance.com/en/support/faq/4416069050011), then send a small amount.
3. Wait until it is confirmed.

> Never give your recovery phrase or a private key to anyone.

**Send a small amount first.**`;

let server: Fake;
beforeAll(async () => {
  server = await fake();
  server.answer = ({ id, text = "", payload = "" }) => {
    const wallet = example<Reply>("reply.wallet");
    if (/wallet/.test(text)) return { ...wallet, id: `bot:${id}`, to: id, envelope: { ...wallet.envelope, locale: server.locale } };
    const { links } = wallet.envelope;
    return replyTo(id, LONG, [{ title: "BEP2 or BEP20?", payload: "ask:token_standard" }, { title: "Tokens not showing", payload: "ask:missing_tokens" }], { links, locale: server.locale, kind: payload ? "safety" : "answer" });
  };
});
afterAll(() => server.close());

async function states(context: BrowserContext, name: string, query: string): Promise<string[]> {
  const page = await context.newPage();
  const wrong: string[] = [];
  const look = async (state: string) => {
    await picture(page, `${name}-${state}`);
    wrong.push(...(await page.evaluate(misfits)).map((what) => `${state}: ${what}`));
  };
  const chat = await new Chat(page).open(`${server.address}/?${query}`);
  await look("welcome");
  await chat.ask("How do I get USDT from Binance into MetaMask?");
  await look("answer");
  await chat.ask("wallet");
  await look("wallet");
  await page.locator("waypost-chat [data-menu=more]").click();
  await look("menu");
  await page.locator("waypost-chat .menu button").last().click();
  await look("delete");
  await page.keyboard.press("Escape");
  await chat.replies.last().locator(".thumb").last().click();
  await page.locator("waypost-chat .reasons").waitFor();
  await page.locator("waypost-chat .pages summary").last().click();
  await look("thumbs");
  await chat.say("legal winner thank year wave sausage worth useful legal winner thank yellow");
  await page.locator("waypost-chat .held").waitFor();
  await look("held");
  await page.close();
  return wrong;
}

/** What is wider than it may be, runs out of the panel, or is too small to be hit (WCAG 2.5.8: 24 px). */
function misfits(): string[] {
  const root = document.querySelector("waypost-chat")?.shadowRoot?.querySelector("waypost-chat-panel")?.shadowRoot;
  const panel = root?.querySelector(".panel");
  if (!root || !panel) return ["no panel"];
  const frame = panel.getBoundingClientRect();
  const found: string[] = [];
  for (const one of root.querySelectorAll<HTMLElement>(".panel *:not(.away, .away *, svg, svg *)")) {
    const box = one.getBoundingClientRect();
    if (box.width === 0 || !one.checkVisibility()) continue;
    if (box.left < frame.left - 1 || box.right > frame.right + 1) found.push(`${one.className || one.tagName} runs out of the panel`);
    if (one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflowX !== "visible" && one.clientWidth > 0) found.push(`${one.className || one.tagName} is cut`);
    if (one.matches("button, a[href]:not(.text a), summary") && Math.min(box.width, box.height) < 24) found.push(`${one.className || one.tagName} is too small`);
  }
  return [...new Set(found)];
}

describe.each(["en", "nl", "ru", "ms", PSEUDO])("in %s", (locale) => {
  it.each([
    ["desk", DESK, "light"],
    ["phone", PHONE, "dark"],
  ] as const)("fits on a %s", async (device, viewport, colorScheme) => {
    server.locale = locale;
    const { context, close } = await opened({ viewport, colorScheme, reducedMotion: "reduce" });
    const wrong = await states(context, `${locale}-${device}-${colorScheme}`, `locale=${locale}`);
    await close();
    expect(wrong).toEqual([]);
  });
});
