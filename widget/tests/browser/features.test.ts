/** What a person can do with the chat, against a server whose answers the test chooses; every page is under a strict policy. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import type { BrowserContext, Page } from "playwright-core";
import type { ClientEvents } from "../../src/protocol";
import { Chat, faults, opened, PHONE } from "../support/browser";
import { fake, type Fake } from "../support/fake";
import { replyTo } from "../support/frames";

let server: Fake, context: BrowserContext, close: () => Promise<void>, page: Page, chat: Chat, wrong: string[];
beforeAll(async () => void ({ context, close } = await opened()));
afterAll(() => close());
beforeEach(async () => {
  server = await fake();
  page = await context.newPage();
  wrong = faults(page);
  chat = new Chat(page);
});
afterEach(async () => {
  await page.close();
  await server.close();
  expect(wrong).toEqual([]);
});

const sent = () => server.received.filter((one) => one.event === "send").map((one) => one.data as ClientEvents["send"]);

it("loads nothing of the panel before it is opened", async () => {
  const loaded: string[] = [];
  page.on("request", (request) => loaded.push(new URL(request.url()).pathname));
  await page.goto(server.address);
  await chat.launcher.waitFor();
  expect(loaded.filter((path) => path.includes("panel") || path.includes("socket"))).toEqual([]);
  await chat.launcher.click();
  await chat.input.waitFor();
  expect(loaded.some((path) => path.includes("panel"))).toBe(true);
});

it("asks no host but the bot's", async () => {
  const hosts = new Set<string>();
  page.on("request", (request) => hosts.add(new URL(request.url()).host));
  await chat.open(server.address);
  await chat.ask("hello");
  expect([...hosts]).toEqual([new URL(server.address).host]);
});

it("sends a question and shows the answer, and Shift+Enter begins a line", async () => {
  await chat.open(server.address);
  await chat.input.fill("one");
  await chat.input.press("Shift+Enter");
  await page.keyboard.type("two");
  await chat.input.press("Enter");
  await chat.replies.first().waitFor();
  expect(sent().map((one) => one.text)).toEqual(["one\ntwo"]);
  expect(await chat.input.inputValue()).toBe("");
});

it("shows a button's title, sends its payload, and marks it afterwards", async () => {
  server.answer = ({ id }) => replyTo(id, "Choose", [{ title: "BEP2 or BEP20?", payload: "ask:token_standard" }, { title: "Other", payload: "ask:gas" }]);
  await chat.open(server.address);
  const reply = await chat.ask("hi");
  await reply.getByRole("button", { name: "BEP2 or BEP20?" }).click();
  await chat.replies.nth(1).waitFor();
  expect(sent()[1]).toMatchObject({ payload: "ask:token_standard" });
  const pressed = reply.locator(".choices button");
  expect([await pressed.count(), await pressed.isDisabled(), await pressed.getAttribute("aria-pressed")]).toEqual([1, true, "true"]);
});

it("keeps the focus in the writing field after a quick reply", async () => {
  server.answer = ({ id }) => replyTo(id, "Choose", [{ title: "Yes", payload: "ask:gas" }]);
  await chat.open(server.address);
  await (await chat.ask("hi")).getByRole("button", { name: "Yes", exact: true }).click();
  await chat.replies.nth(1).waitFor();
  expect(await chat.input.evaluate((input) => (input.getRootNode() as ShadowRoot).activeElement === input)).toBe(true);
});

it("names the language of each message and follows the conversation's", async () => {
  server.answer = ({ id }) => replyTo(id, "Kies **BEP20**.", [], { locale: "nl" });
  await chat.open(server.address);
  const reply = await chat.ask("hallo");
  await page.getByRole("button", { name: "Versturen" }).waitFor();
  expect([await chat.said.first().locator(".bubble").getAttribute("lang"), await reply.locator(".bubble").getAttribute("lang")]).toEqual(["en", "nl"]);
});

it("changes the language in the menu, in its own name, and tells the bot", async () => {
  await chat.open(server.address);
  await page.getByRole("button", { name: "Language: English" }).click();
  await page.getByRole("button", { name: "Русский" }).click();
  await page.getByRole("button", { name: "Отправить" }).waitFor();
  expect(server.received.at(-1)).toEqual({ event: "set_locale", data: { locale: "ru" } });
});

it("opens the official pages as cards that say where they lead", async () => {
  server.answer = ({ id }) => replyTo(id, "See", [], { links: [{ title: "A page", url: "https://www.binance.com/x" }, { title: "Bad", url: "javascript:alert(1)" }] });
  await chat.open(server.address);
  const reply = await chat.ask("hi");
  await reply.locator("summary").click();
  const links = reply.locator(".pages a");
  expect([await links.count(), await links.getAttribute("rel"), await links.locator(".host").textContent()]).toEqual([1, "noopener noreferrer nofollow", "www.binance.com"]);
});

it.each(["0x55d398326f99059fF775485246999027B3197955", `0x${"ab".repeat(32)}`])("copies %s", async (value) => {
  server.answer = ({ id }) => replyTo(id, `Look at ${value} please`);
  await chat.open(server.address);
  await (await chat.ask("hi")).locator(".copy").click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(value);
});

it("sends a thumb, asks for a reason when it points down, and sends that too", async () => {
  await chat.open(server.address);
  const reply = await chat.ask("hi");
  await reply.getByRole("button", { name: "No, it didn't help" }).click();
  await reply.getByRole("button", { name: "Out of date" }).click();
  await expect.poll(() => server.received.filter((one) => one.event === "rate").map((one) => one.data)).toEqual([
    { reply: `bot:${sent()[0]!.id}`, value: "down", reason: null },
    { reply: `bot:${sent()[0]!.id}`, value: "down", reason: "outdated" },
  ]);
});

it("asks for a person with one press", async () => {
  await chat.open(server.address);
  await page.locator("waypost-chat .human").click();
  await chat.replies.first().waitFor();
  expect(sent()[0]).toMatchObject({ payload: "ask:handoff" });
});

it("says why a message was refused and sends it again under the same id", async () => {
  server.refuse = ({ id }) => ({ status: "failed", id, error: { reason: "rate_limited", text: "Wait a moment.", hint: "", retry_after: 3 } });
  await chat.open(server.address);
  await chat.say("hello");
  await page.getByText("Wait a moment.").waitFor();
  server.refuse = () => null;
  await page.getByRole("button", { name: "Try again" }).click();
  await chat.replies.first().waitFor();
  expect(new Set(sent().map((one) => one.id)).size).toBe(1);
});

it("keeps what is written without a connection and sends it once there is one", async () => {
  await chat.open(server.address);
  await chat.ask("first");
  await server.cut();
  await chat.notice.waitFor();
  await chat.say("second");
  await page.getByText("Waiting for a connection").waitFor();
  await server.mend();
  await chat.replies.nth(1).waitFor({ timeout: 30_000 });
  expect(sent().map((one) => one.text)).toEqual(["first", "second"]);
  expect(await chat.notice.count()).toBe(0);
});

it("shows the history after a reload and stays open", async () => {
  await chat.open(server.address);
  await chat.ask("first");
  await page.reload();
  await chat.replies.first().waitFor();
  expect([await chat.said.count(), await chat.replies.count()]).toEqual([1, 1]);
});

it("counts unread replies on the launcher while it is closed", async () => {
  await chat.open(server.address);
  await chat.ask("first");
  await page.keyboard.press("Escape");
  server.say("reply", { ...replyTo(null, "Hello, Anna here."), id: "human:1", author: "human", name: "Anna" });
  await expect.poll(() => page.locator("waypost-chat .badge").textContent()).toBe("1");
  expect(await chat.launcher.getAttribute("aria-label")).toBe("Open the chat. New messages: 1");
  await chat.launcher.click();
  await page.getByText("Anna, a person").waitFor();
  expect(await page.locator("waypost-chat .badge").isHidden()).toBe(true);
});

it("deletes the conversation when asked twice", async () => {
  await chat.open(server.address);
  await chat.ask("first");
  await page.getByRole("button", { name: "More" }).click();
  await page.getByRole("button", { name: "Delete this conversation" }).click();
  await page.getByRole("button", { name: "Delete it" }).click();
  await page.getByText("The conversation is deleted.").waitFor();
  expect(await chat.replies.count()).toBe(0);
});

it("begins a new conversation with a new token", async () => {
  await chat.open(server.address);
  await chat.ask("first");
  await page.getByRole("button", { name: "More" }).click();
  await page.getByRole("button", { name: "New conversation" }).click();
  await expect.poll(() => chat.replies.count()).toBe(0);
  await expect.poll(() => server.received.filter((one) => one.event === "hello").map((one) => (one.data as { token: unknown }).token)).toEqual([null, null]);
});

it("keeps the conversations of two users of one browser apart", async () => {
  await chat.open(server.address);
  await chat.ask("mine");
  await page.evaluate(() => document.querySelector("waypost-chat")?.setUser("somebody-else"));
  await expect.poll(() => chat.replies.count()).toBe(0);
  await page.evaluate(() => document.querySelector("waypost-chat")?.setUser(null));
  await chat.replies.first().waitFor();
});

it("is steered by its methods and tells what happens by events that carry no text", async () => {
  await page.goto(server.address);
  await chat.launcher.waitFor();
  const told = await page.evaluate(async () => {
    const chat = document.querySelector("waypost-chat")!;
    const heard: [string, unknown][] = [];
    for (const name of ["open", "sent", "reply", "locale", "close"]) chat.addEventListener(`waypost-${name}`, (event) => heard.push([name, (event as CustomEvent).detail]));
    await chat.open();
    await chat.send("hello");
    await new Promise((done) => chat.addEventListener("waypost-reply", done, { once: true }));
    await chat.setLocale("nl");
    await chat.close();
    return heard;
  });
  expect(told.map(([name]) => name)).toEqual(["open", "sent", "reply", "locale", "close"]);
  expect(JSON.stringify(told)).not.toContain("hello");
});

it("survives being taken out of the page and put back", async () => {
  await chat.open(server.address);
  await chat.ask("first");
  await page.evaluate(() => {
    const element = document.querySelector("waypost-chat")!;
    element.remove();
    document.querySelector("main")!.append(element);
  });
  await chat.ask("second");
  expect(await chat.replies.count()).toBe(2);
});

it("fills a phone's screen and keeps the writing field above the keyboard", async () => {
  await page.setViewportSize(PHONE);
  await chat.open(server.address);
  const box = await page.locator("waypost-chat .panel").boundingBox();
  expect(box).toEqual({ x: 0, y: 0, ...PHONE });
  await page.setViewportSize({ width: 360, height: 340 });
  await expect.poll(async () => Math.round((await page.locator("waypost-chat .panel").boundingBox())?.height ?? 0)).toBe(340);
  expect(await chat.input.isVisible()).toBe(true);
});

it("moves nothing for people who want less motion, and shows edges in forced colours", async () => {
  await page.emulateMedia({ reducedMotion: "reduce", forcedColors: "active" });
  await chat.open(server.address);
  const reply = await chat.ask("hi");
  const panel = page.locator("waypost-chat .panel");
  expect(await panel.evaluate((node) => getComputedStyle(node).animationName)).toBe("none");
  expect(await reply.locator(".bubble").evaluate((node) => getComputedStyle(node).borderTopWidth)).toBe("1px");
});

it("tells a message that is too long before it is sent", async () => {
  await chat.open(server.address);
  await chat.input.fill("a".repeat(2_001));
  await page.getByText("2001 of 2000 characters").waitFor();
  await chat.input.press("Enter");
  expect(sent()).toEqual([]);
});

it("announces a finished answer once, beside the log", async () => {
  await chat.open(server.address);
  await chat.ask("hi");
  expect(await page.locator("waypost-chat [role=status].away").textContent()).toBe("You said hi.");
  expect(await page.locator("waypost-chat [role=log]").getAttribute("aria-live")).toBe("off");
});

it("goes on over REST where sockets are blocked", async () => {
  server.isBlocked = true;
  const heard: string[] = [];
  await page.route("**/widget/v1/hello", (route) => {
    heard.push("hello");
    const events = [{ event: "session", data: { v: 1, token: "fake.rest", expires: Date.now() + 1e9, locale: "en", renewed: null } }, { event: "history", data: { items: [], complete: true, after: 0 } }];
    return route.fulfill({ json: { ack: { status: "sent", id: null }, events } });
  });
  await page.route("**/widget/v1/send", (route) => {
    const { id } = route.request().postDataJSON() as { id: string };
    heard.push(`send ${route.request().headers().authorization ?? ""}`);
    return route.fulfill({ json: { ack: { status: "sent", id }, events: [{ event: "reply", data: replyTo(id, "Over REST") }] } });
  });
  await chat.open(server.address);
  await chat.say("hello");
  await chat.replies.getByText("Over REST").waitFor({ timeout: 30_000 });
  expect(heard).toEqual(["hello", "send Bearer fake.rest"]);
});
