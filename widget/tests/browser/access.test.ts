/** axe finds nothing in any state, language or theme; and everything can be done with the keyboard. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AxeResults } from "axe-core";
import type { BrowserContext, Page } from "playwright-core";
import type { Reply } from "../../src/protocol";
import { Chat, DESK, opened, PHONE } from "../support/browser";
import { fake, labels, PSEUDO, type Fake } from "../support/fake";
import { example, replyTo } from "../support/frames";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf-8");
let server: Fake;
beforeAll(async () => {
  server = await fake();
  server.answer = ({ id, text = "" }) => {
    const { envelope } = example<Reply>("reply.wallet");
    return replyTo(id, `Choose **BEP20**, see [this](https://www.binance.com/x) and \`0x38\`.\n\n> Careful.\n\n1. ${text}`, [{ title: "BEP2?", payload: "ask:gas" }], { ...envelope, locale: server.locale });
  };
});
afterAll(() => server.close());

async function faultsOf(page: Page, state: string): Promise<string[]> {
  const { violations } = await page.evaluate(async () => (window as unknown as { axe: { run(node: unknown): Promise<AxeResults> } }).axe.run({ include: ["waypost-chat"] }));
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${state}: ${id}: ${node.target.join(" ")}`));
}

async function everyState(context: BrowserContext, query: string): Promise<string[]> {
  const page = await context.newPage();
  const chat = await new Chat(page).open(`${server.address}/?${query}`);
  await page.evaluate(AXE);
  const found = await faultsOf(page, "welcome");
  await chat.ask("hello");
  found.push(...(await faultsOf(page, "answer")));
  await chat.replies.last().locator(".thumb").last().click();
  await page.locator("waypost-chat .reasons").waitFor();
  await chat.replies.last().locator("summary").click();
  found.push(...(await faultsOf(page, "thumb and pages")));
  for (const menu of ["languages", "more"]) {
    await page.locator(`waypost-chat [data-menu=${menu}]`).click();
    found.push(...(await faultsOf(page, menu)));
  }
  await page.locator("waypost-chat .menu button").last().click();
  found.push(...(await faultsOf(page, "delete")));
  await page.keyboard.press("Escape");
  server.refuse = ({ id }) => ({ status: "failed", id, error: { reason: "busy", text: "Busy.", hint: "", retry_after: 3 } });
  await chat.say("refused");
  await page.locator("waypost-chat .state.bad").waitFor();
  server.refuse = () => null;
  found.push(...(await faultsOf(page, "failed")));
  await chat.say("my private key 5e1a5e1a5e1a5e1a5e1a5e1a5e1a5e1a5e1a5e1a5e1a5e1a5e1a5e1a5e1a5e1a");
  await page.locator("waypost-chat .held").waitFor();
  found.push(...(await faultsOf(page, "held")));
  await page.keyboard.press("Escape");
  await page.locator("waypost-chat .launcher").waitFor();
  found.push(...(await faultsOf(page, "closed")));
  await page.close();
  return found;
}

describe.each(["en", "nl", "ru", "ms", PSEUDO])("in %s", (locale) => {
  it.each([["light", DESK], ["dark", PHONE]] as const)("axe finds nothing in %s", async (colorScheme, viewport) => {
    server.locale = locale;
    const { context, close } = await opened({ colorScheme, viewport, reducedMotion: "reduce" });
    const found = await everyState(context, `locale=${locale}`);
    await close();
    expect(found).toEqual([]);
  });
});

it("is used with the keyboard alone: open, ask, choose, switch the language, close", async () => {
  server.locale = "en";
  const { context, close } = await opened();
  const page = await context.newPage();
  const chat = new Chat(page);
  await page.goto(server.address);
  await chat.launcher.waitFor();
  for (const key of ["Tab", "Tab", "Enter"]) await page.keyboard.press(key);
  await chat.input.waitFor();
  await page.keyboard.type("hello");
  await page.keyboard.press("Enter");
  await chat.replies.first().locator(".choices button").waitFor();
  const focused = () => page.evaluate(() => {
    let one: Element | null = document.activeElement;
    while (one?.shadowRoot?.activeElement) one = one.shadowRoot.activeElement;
    return one?.getAttribute("aria-label") ?? one?.textContent.trim() ?? "";
  });
  for (let step = 0; step < 30 && (await focused()) !== "BEP2?"; step++) await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Enter");
  await chat.replies.nth(1).waitFor();
  for (let step = 0; step < 60 && !(await focused()).includes("Language"); step++) await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: labels("nl").send! }).waitFor();
  await page.keyboard.press("Escape");
  await expect.poll(focused).toBe(labels("nl").open);
  await close();
});
