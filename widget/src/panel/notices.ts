/** What is wrong with the connection, and that an old conversation is over. */
import { html, nothing, type TemplateResult } from "lit";
import type { ChatPanel } from "./panel";
import { spoken } from "./spoken";

export function notices(panel: ChatPanel): TemplateResult | typeof nothing {
  const { say } = panel.speech;
  const { status, refusal, renewed } = panel.talk;
  if (status === "refused" && refusal) return notice("warn", refusal.text);
  if (status === "away") return notice("again", say("away"));
  if (renewed === "deleted") return notice("check", say("deleted"));
  if (renewed !== null && panel.talk.items.length === 0) return notice("clock", say("error_expired"));
  return nothing;
}

function notice(icon: "warn" | "again" | "clock" | "check", words: string): TemplateResult {
  return html`<p class="notice ${icon}" part="notice" role="status">${spoken(icon, words)}</p>`;
}
