/** Whether an answer helped, and what was wrong with it. */
import { html, nothing, type TemplateResult } from "lit";
import { tell } from "../events";
import { RATING_REASONS, type Rating, type RatingReason } from "../protocol";
import type { Answered } from "../talk/items";
import { drawn } from "./icons";
import type { ChatPanel } from "./panel";

const RATED = new Set(["answer", "safety", "handoff", "fallback"]);

export function thumbs(panel: ChatPanel, item: Answered): TemplateResult | typeof nothing {
  if (!RATED.has(item.envelope.kind)) return nothing;
  const { say } = panel.speech;
  const thumb = (value: Rating) => html`<button type="button" class="thumb" aria-pressed=${item.rating === value} aria-label=${say(`thumb_${value}`)} title=${say(`thumb_${value}`)}
    @click=${() => rate(panel, item, value)}>${drawn(value === "up" ? "up" : "thumbdown")}</button>`;
  const asking = item.rating === "down" && panel.asking.has(item.id);
  return html`<div class="thumbs" part="feedback" role="group" aria-label=${say("helpful")}>
    <span aria-hidden="true">${item.rating ? say("thanks") : say("helpful")}</span>${thumb("up")}${thumb("down")}
    ${asking ? reasons(panel, item) : nothing}
  </div>`;
}

function reasons(panel: ChatPanel, item: Answered): TemplateResult {
  const { say } = panel.speech;
  const chosen = panel.asking.get(item.id);
  return html`<div class="reasons" role="group" aria-label=${say("reason")}>
    <span aria-hidden="true">${say("reason")}</span>
    ${RATING_REASONS.map((reason) => html`<button type="button" aria-pressed=${chosen === reason} @click=${() => rate(panel, item, "down", reason)}>${say(`reason_${reason}`)}</button>`)}
  </div>`;
}

function rate(panel: ChatPanel, item: Answered, value: Rating, reason: RatingReason | null = null): void {
  void panel.talk.rate(item.id, value, reason).then((isKept) => {
    if (!isKept) return;
    if (value === "down") panel.asking.set(item.id, reason);
    else panel.asking.delete(item.id);
    tell(panel.host, "waypost-rated", { answer: item.envelope.answer, value });
    panel.requestUpdate();
    void panel.updateComplete.then(() => panel.renderRoot.querySelector(".reasons")?.scrollIntoView({ block: "nearest" }));
  });
}
