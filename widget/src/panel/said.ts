/** A message of the person, with its state. */
import { html, nothing, type TemplateResult } from "lit";
import { textWithCopies } from "../markdown/copies";
import type { Said } from "../talk/items";
import { drawn } from "./icons";
import { kept } from "./kept";
import type { ChatPanel } from "./panel";

export function said(panel: ChatPanel, item: Said): TemplateResult {
  const { say } = panel.speech;
  const words = { copy: say("copy"), copied: say("copied") };
  const text = kept(panel, `${item.id} ${item.text}`, () => textWithCopies(item.text, words));
  return html`<li class="said ${item.state}" part="message user">
    <span class="away">${say("you")}</span>
    <div class="bubble" part="bubble user-bubble" lang=${item.locale} dir="auto">${text}</div>
    ${stateOf(panel, item)}
    ${item.redacted ? html`<p class="state">${drawn("shield")}${say("redacted")}</p>` : nothing}
  </li>`;
}

function stateOf(panel: ChatPanel, item: Said): TemplateResult {
  const { say } = panel.speech;
  if (item.state === "failed") {
    return html`<p class="state bad">${drawn("warn")}<span>${item.error || say("failed")}</span></p>
      <button class="again" type="button" @click=${() => panel.talk.again(item.id)}>${drawn("again")}${say("again")}</button>`;
  }
  const words = { queued: say("queued"), sending: say("sending"), sent: say("sent") }[item.state];
  return html`<p class="state ${item.answered ? "away" : ""}">${drawn(item.state === "sent" ? "check" : "clock")}${words}</p>`;
}
