/** What must hold for every source file of the widget. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { RATING_REASONS } from "../../src/protocol";
import { labels } from "../support/fake";
import { exampleNames } from "../support/frames";

const SOURCE = join(import.meta.dirname, "../../src");
const FILES = readdirSync(SOURCE, { recursive: true, encoding: "utf-8" }).filter((name) => name.endsWith(".ts")).map((name) => [name, readFileSync(join(SOURCE, name), "utf-8")] as const);
/** Without what is said to the bot. */
const ALL = FILES.map(([, text]) => text).join("\n").replace(/link\.say\(/g, "");
const MADE = ["start_", "reason_", "thumb_", "wallet_"];
const SERVER_ONLY = /^error_/;

it("finds sources, labels and examples", () => {
  expect(FILES.length).toBeGreaterThan(30);
  expect(exampleNames().length).toBeGreaterThan(20);
});

it.each(FILES)("%s has no HTML from text, no eval, no address, no inline style", (_name, text) => {
  expect(text).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|unsafeHTML|\beval\(|new Function|\sstyle=/);
  expect(text.replace(/https\?:|https:\\|"https:"|https and|\/\/www\.w3\.org\S*|http:\/\/www\.w3\.org\S*/g, "")).not.toMatch(/https?:\/\/[a-z0-9]/i);
});

it("uses only labels that there are, and every label that there is", () => {
  const used = new Set([...ALL.matchAll(/say\(\s*"([a-z_]+)"/g)].map((match) => match[1] ?? ""));
  const known = Object.keys(labels("en"));
  for (const [, group = ""] of ALL.matchAll(/\? "(wallet_[a-z_]+|open_unread|close)"/g)) used.add(group);
  expect([...used].filter((label) => !known.includes(label))).toEqual([]);
  const mentioned = (label: string) => used.has(label) || ALL.includes(`"${label}"`) || MADE.some((start) => label.startsWith(start));
  expect(known.filter((label) => !mentioned(label) && !SERVER_ONLY.test(label))).toEqual([]);
});

it.each(RATING_REASONS)("has words for the reason %s", (reason) => expect(labels("en")[`reason_${reason}`]).toBeTruthy());

it.each(["done", "rejected", "pending", "unsupported", "failed", "waiting"])("has words for a wallet that is %s", (outcome) => expect(labels("en")[`wallet_${outcome}`]).toContain("{wallet}"));
