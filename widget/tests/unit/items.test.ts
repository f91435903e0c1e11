import { expect, it } from "vitest";
import { pressable, pressed, unsaid, withHistory, withMessage, withReply, type Answered, type Item, type Said } from "../../src/talk/items";
import type { History, Message, Reply } from "../../src/protocol";
import { example, replyTo } from "../support/frames";

const message = example<Message>("message.typed");
const local = (id: string, state: Said["state"]): Said => ({ kind: "said", id, at: 1, text: "local", payload: null, locale: "en", state, error: "", redacted: false, answered: false });

it("shows the server's text of a message in place of what was typed", () => {
  const items = withMessage([local(message.id, "sending")], message, "en");
  expect(items).toHaveLength(1);
  expect(items[0]).toMatchObject({ text: message.text, state: "sent" });
});

it("puts a reply with a known id in the earlier one's place", () => {
  const first = { ...replyTo("m", "Sorry"), id: "bot:m" };
  const items = withReply(withReply([], first, true), { ...first, entries: [{ text: "Here", buttons: [] }] }, true);
  expect(items.map((item) => (item as Answered).entries[0]?.text)).toEqual(["Here"]);
});

it("takes the whole history, and keeps what was not said yet behind it", () => {
  const history = example<History>("history.replayed");
  const items = withHistory([local("gone-before", "sent"), local("waiting-1", "queued")], history, "en");
  expect(items).toHaveLength(history.items.length + 1);
  expect(items.at(-1)?.id).toBe("waiting-1");
});

it("adds to what is shown when only news were asked for", () => {
  const history: History = { items: [{ event: "reply", data: replyTo(null, "News") }], complete: false, after: 5 };
  expect(withHistory([local("a", "sent")], history, "en")).toHaveLength(2);
});

it("says again what was queued or is without an acknowledgement, and nothing else", () => {
  const items: Item[] = [local("a", "queued"), local("b", "sending"), local("c", "sent"), local("d", "failed")];
  expect(unsaid(items).map((one) => one.id)).toEqual(["a", "b"]);
});

it("lets buttons be pressed until the person says something, and remembers which one was", () => {
  const items = withReply([], replyTo("m", "Choose", [{ title: "A", payload: "ask:a" }]), true);
  expect(pressable(items, items[0] as Answered)).toBe(true);
  const later = [...items, { ...local("b", "sent"), payload: "ask:a" }];
  expect([pressable(later, later[0] as Answered), pressed(later, later[0] as Answered)]).toEqual([false, "ask:a"]);
});

it("marks a message as answered by its reply", () => {
  const items = withReply([local("m-12345678", "sending")], { ...replyTo("m-12345678", "Yes") } satisfies Reply, true);
  expect(items[0]).toMatchObject({ answered: true, state: "sent" });
});
