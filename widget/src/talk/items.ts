/** What a conversation shows, in order, and how frames of the server change it. Pure. */
import type { History, HistoryItem, Message, Reply } from "../protocol";

/** queued: waits for a connection. sending: waits for the acknowledgement. sent: kept by the bot. failed: refused, see `error`. */
export type State = "queued" | "sending" | "sent" | "failed";

export interface Said {
  kind: "said";
  id: string;
  at: number;
  text: string;
  payload: string | null;
  locale: string;
  state: State;
  error: string;
  redacted: boolean;
  answered: boolean;
}
export interface Answered extends Reply {
  kind: "reply";
  /** Came while the person was there, not from history. */
  fresh: boolean;
}
export type Item = Said | Answered;

export function withMessage(items: readonly Item[], message: Message, locale: string): Item[] {
  const old = items.find((item) => item.id === message.id);
  const said: Said = { locale: old?.kind === "said" ? old.locale : locale, ...message, kind: "said", state: "sent", error: "" };
  return placed(items, said);
}

/** A reply with an id that is shown already takes its place. Its message is answered now. */
export function withReply(items: readonly Item[], reply: Reply, fresh: boolean): Item[] {
  const marked = items.map((item) => (item.kind === "said" && item.id === reply.to ? { ...item, answered: true, state: "sent" as const } : item));
  return placed(marked, { ...reply, kind: "reply", fresh });
}

/** `after: 0` takes the place of what is shown, but for messages that have not arrived yet. */
export function withHistory(items: readonly Item[], history: History, locale: string): Item[] {
  const known = new Set(history.items.map((item) => item.data.id));
  const unsent = items.filter((item) => item.kind === "said" && item.state !== "sent" && !known.has(item.id));
  const kept = history.after === 0 ? [] : items.filter((item) => !unsent.includes(item));
  return [...history.items.reduce((shown, item) => fromHistory(shown, item, locale), kept), ...unsent];
}

function fromHistory(items: readonly Item[], item: HistoryItem, locale: string): Item[] {
  return item.event === "message" ? withMessage(items, item.data, locale) : withReply(items, item.data, items.some((one) => one.id === item.data.id && one.kind === "reply" && one.fresh));
}

export function changed(items: readonly Item[], id: string, change: Partial<Said>): Item[] {
  return items.map((item) => (item.kind === "said" && item.id === id ? { ...item, ...change } : item));
}

function placed(items: readonly Item[], item: Item): Item[] {
  const place = items.findIndex((old) => old.id === item.id);
  return place < 0 ? [...items, item] : items.map((old) => (old.id === item.id ? item : old));
}

/** The messages that the bot may not have: to be said again under the same id. */
export function unsaid(items: readonly Item[]): Said[] {
  return items.filter((item): item is Said => item.kind === "said" && (item.state === "queued" || item.state === "sending"));
}

/** Buttons can be pressed until the person has said something after them. */
export function pressable(items: readonly Item[], reply: Answered): boolean {
  return !items.slice(items.indexOf(reply) + 1).some((item) => item.kind === "said");
}

/** The payload of the button of a reply that was pressed, if one was. */
export function pressed(items: readonly Item[], reply: Answered): string | null {
  const next = items.slice(items.indexOf(reply) + 1).find((item): item is Said => item.kind === "said");
  return next?.payload ?? null;
}
