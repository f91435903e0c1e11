/** The chat on the bot's own page, against the real bot with its trained model. */
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { AxeResults } from "axe-core";
import type { Page } from "playwright-core";
import { Bot, python, SESSION_SECRET } from "../support/bot";
import { Chat, DESK, faults, opened, PHONE, picture } from "../support/browser";
import { CASES } from "../support/cases";

const ROOT = join(import.meta.dirname, "../../..");
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf-8");
const PHRASE = "legal winner thank year wave sausage worth useful legal winner thank yellow";
const ROUNDS = 3;
const TURNS = 25;
let bot: Bot;
beforeAll(async () => void (bot = await Bot.start()), 320_000);
afterAll(() => bot.stop());

/** A page of a fresh browser; ends with it. Nothing may have gone wrong in it. */
async function visited<T>(path: string, visit: (page: Page, chat: Chat) => Promise<T>): Promise<T> {
  const { context, close } = await opened();
  const page = await context.newPage();
  const wrong = faults(page);
  try {
    await page.goto(bot.address + path);
    const result = await visit(page, new Chat(page));
    expect(wrong).toEqual([]);
    return result;
  } finally {
    await close();
  }
}

const ready = (page: Page) => page.locator("[data-ask]:enabled").first().waitFor();

it.each(["en", "nl", "ru", "ms"])("answers a sample question of the page in %s", async (locale) => {
  await visited(`/?lang=${locale}`, async (page, chat) => {
    await page.locator("[data-ask]:enabled").first().click();
    await chat.replies.first().waitFor();
    expect(await chat.replies.first().locator(".bubble").getAttribute("lang")).toBe(locale);
    await picture(page, `page-${locale}-chat`);
  });
});

it.each([["light", DESK], ["dark", PHONE]] as const)("axe finds nothing on the page in %s, and nothing is wider than the screen", async (colorScheme, viewport) => {
  for (const locale of ["en", "nl", "ru", "ms"]) {
    await visited(`/?lang=${locale}`, async (page) => {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize(viewport);
      await ready(page);
      await picture(page, `page-${locale}-${colorScheme}`);
      await page.evaluate(AXE);
      const { violations } = await page.evaluate(async () => (window as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run());
      expect(violations.map(({ id, nodes }) => `${locale} ${id} ${nodes[0]?.target.join() ?? ""}`)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    });
  }
});

it("goes on in the language of the person", async () => {
  await visited("/?lang=en", async (page, chat) => {
    await ready(page);
    await page.evaluate(() => document.querySelector("waypost-chat")?.send("Hoe krijg ik USDT van Binance in MetaMask?"));
    await chat.replies.first().waitFor();
    await page.getByRole("button", { name: "Versturen" }).waitFor();
  });
});

it("keeps a thumb over a reload", async () => {
  await visited("/?lang=en", async (page, chat) => {
    await page.locator("[data-ask]:enabled").first().click();
    await chat.replies.first().locator(".thumb").first().click();
    await expect.poll(() => chat.replies.first().locator(".thumb").first().getAttribute("aria-pressed")).toBe("true");
    await page.reload();
    await expect.poll(() => chat.replies.first().locator(".thumb").first().getAttribute("aria-pressed")).toBe("true");
  });
});

it("sends nothing of a phrase before the person says that it is none", async () => {
  await visited("/?lang=en", async (page, chat) => {
    const sent: string[] = [];
    page.on("websocket", (socket) => socket.on("framesent", ({ payload }) => sent.push(String(payload))));
    page.on("request", (request) => sent.push(`${request.url()} ${request.postData() ?? ""}`));
    await ready(page);
    await chat.launcher.click();
    await chat.input.waitFor();
    await chat.say(PHRASE);
    await page.locator("waypost-chat .held").waitFor();
    await page.getByRole("button", { name: "Delete it" }).click();
    await chat.ask("how do I withdraw?");
    expect(sent.join("\n")).not.toMatch(/sausage|legal winner/);
    await chat.say(PHRASE);
    await page.getByRole("button", { name: "It's not a secret, send it anyway" }).click();
    await chat.said.nth(1).getByText("[removed]").waitFor();
    await chat.said.nth(1).getByText("A secret was removed from this message.").waitFor();
  });
});

it("judges every text of the shared table as the bot does, with the bot's word lists", async () => {
  const wrong = await visited("/?lang=en", async (page) => {
    await ready(page);
    return page.evaluate(async (cases) => {
      const chat = document.querySelector("waypost-chat")!;
      await chat.open();
      const panel = chat.shadowRoot!.querySelector("waypost-chat-panel") as unknown as { submit(text: string): Promise<boolean>; say(): void; holding: string };
      panel.say = () => undefined;
      const differ: string[] = [];
      for (const { case: name, secret, text } of cases) {
        panel.holding = "";
        await panel.submit(text);
        if ((panel.holding !== "") !== secret) differ.push(name);
      }
      return differ;
    }, CASES);
  });
  expect(wrong).toEqual([]);
});

it("begins anew with a forged and with an expired token, and shows nothing of before", async () => {
  const code = `import time; from waypost.channels.session import Sessions; s = Sessions(["${SESSION_SECRET}"], lambda: time.time() - 90 * 86400); print(s.token(s.new()))`;
  const expired = execFileSync(python(), ["-c", code], { cwd: ROOT, env: { ...process.env, PYTHONPATH: ROOT }, encoding: "utf-8" }).trim();
  const genuine: [string, string] = await visited("/?lang=en", async (page, chat) => {
    await page.locator("[data-ask]:enabled").first().click();
    await chat.replies.first().waitFor();
    return page.evaluate(() => Object.entries(localStorage as unknown as Record<string, string>).find(([key]) => key.startsWith("waypost:"))!);
  });
  const forged = genuine[1].slice(0, -4) + (genuine[1].endsWith("AAAA") ? "BBBB" : "AAAA");
  for (const token of [forged, expired, "w1.x.y", "x".repeat(500)]) {
    await visited("/?lang=en", async (page, chat) => {
      await page.evaluate(([key, value]) => localStorage.setItem(key!, value!), [genuine[0], token]);
      await page.reload();
      await ready(page);
      await chat.launcher.click();
      await page.getByText("This conversation has ended.").waitFor();
      expect(await chat.replies.count()).toBe(0);
      await chat.ask("hello");
    });
  }
});

it("shows two people nothing of each other", async () => {
  const [one, other] = await Promise.all(["How do I withdraw USDT to MetaMask?", "is this a scam?"].map((text) => visited("/?lang=en", async (page, chat) => {
    await ready(page);
    await chat.launcher.click();
    await chat.input.waitFor();
    await chat.ask(text);
    await page.waitForTimeout(1_500);
    return chat.page.locator("waypost-chat .log").textContent();
  })));
  expect([one!.includes("scam?"), other!.includes("How do I withdraw")]).toEqual([false, false]);
});

it("paints the reply to every one of many turns; build/widget/turns.json gets how long they took", async () => {
  const rounds = await visited("/?lang=en", async (page, chat) => {
    await ready(page);
    await chat.launcher.click();
    await chat.input.waitFor();
    await chat.ask("hello");
    const found: number[][] = [];
    for (let round = 0; round < ROUNDS; round++) found.push(await page.evaluate(turns, TURNS));
    return found;
  });
  const at = (times: number[], share: number) => [...times].sort((a, b) => a - b)[Math.floor(times.length * share)]!;
  const best = rounds.map((times) => ({ p50: Math.round(at(times, 0.5)), p95: Math.round(at(times, 0.95)) })).sort((a, b) => a.p95 - b.p95)[0]!;
  mkdirSync(join(ROOT, "build/widget"), { recursive: true });
  writeFileSync(join(ROOT, "build/widget/turns.json"), JSON.stringify({ ...best, rounds }));
  console.info(`turns in the browser: p50 ${best.p50} ms, p95 ${best.p95} ms`);
  expect(rounds.flat().length).toBe(ROUNDS * TURNS);
});

/** Milliseconds of each turn, until the frame after the reply is in the page. */
async function turns(count: number): Promise<number[]> {
  const chat = document.querySelector("waypost-chat")!;
  const panel = chat.shadowRoot!.querySelector("waypost-chat-panel")!;
  const log = panel.shadowRoot!.querySelector(".log")!;
  const times: number[] = [];
  for (let turn = 0; turn < count; turn++) {
    const before = log.querySelectorAll(".reply").length;
    const started = performance.now();
    const painted = new Promise<number>((done) => {
      const watch = new MutationObserver(() => {
        if (log.querySelectorAll(".reply").length === before) return;
        watch.disconnect();
        requestAnimationFrame(() => setTimeout(() => done(performance.now() - started)));
      });
      watch.observe(log, { childList: true, subtree: true });
    });
    await chat.send(turn % 2 ? "How do I get USDT from Binance into MetaMask?" : "BEP2 or BEP20?");
    times.push(await painted);
  }
  return times;
}

it("comes back by itself after the bot was killed, and has lost nothing", async () => {
  await visited("/?lang=en", async (page, chat) => {
    await page.locator("[data-ask]:enabled").first().click();
    await chat.replies.first().waitFor();
    await bot.kill();
    await chat.notice.waitFor();
    await chat.say("BEP2 or BEP20?");
    await page.getByText("Waiting for a connection").waitFor();
    await bot.again();
    await chat.replies.nth(1).waitFor({ timeout: 60_000 });
    expect([await chat.said.count(), await chat.replies.count(), await chat.notice.count()]).toEqual([2, 2, 0]);
  });
}, 400_000);
