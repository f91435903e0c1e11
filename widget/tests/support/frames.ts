/** Frames of the protocol for tests: the examples of widget/protocol, and replies made from them. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Envelope, Reply } from "../../src/protocol";

const EXAMPLES = join(import.meta.dirname, "../../protocol/examples");

/** The data of an example; the caller says what it is. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters
export function example<T>(name: string): T {
  return (JSON.parse(readFileSync(join(EXAMPLES, `${name}.json`), "utf-8")) as { data: T }).data;
}

export function exampleNames(): string[] {
  return readdirSync(EXAMPLES).map((name) => name.replace(/\.json$/, ""));
}

let count = 0;

/** A reply to a message. */
export function replyTo(to: string | null, text: string, buttons: Reply["entries"][number]["buttons"] = [], envelope: Partial<Envelope> = {}): Reply {
  count += 1;
  return {
    id: `bot:${to ?? count}`, to, at: Date.now(), author: "bot", name: null, rating: null,
    entries: [{ text, buttons }],
    envelope: { answer: "withdraw", kind: "answer", locale: "en", links: [], wallet: [], ...envelope },
  };
}
