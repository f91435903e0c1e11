/** A whole reply: text, buttons, official pages, wallet requests, thumbs. */
import { html, nothing, type TemplateResult } from "lit";
import { withCopies } from "../markdown/copies";
import { rendered } from "../markdown/render";
import type { Button } from "../protocol";
import type { Answered } from "../talk/items";
import { drawn } from "./icons";
import { kept } from "./kept";
import { pages } from "./pages";
import type { ChatPanel } from "./panel";
import { thumbs } from "./thumbs";

export function reply(panel: ChatPanel, item: Answered, isPressable: boolean, pressed: string | null): TemplateResult {
  const { say } = panel.speech;
  const words = { copy: say("copy"), copied: say("copied") };
  const { locale, kind, links, wallet } = item.envelope;
  const name = item.author === "human" ? say("colleague", { name: item.name ?? "" }) : say("bot");
  return html`<li class="reply ${kind} ${item.fresh ? "fresh" : ""}" part="message ${item.author}">
    <span class=${item.author === "human" ? "who" : "away"}>${name}</span>
    <div class="bubble" part="bubble bot-bubble" lang=${locale}>
      ${item.entries.map((entry) => html`<div dir="auto">${kept(panel, `${item.id} ${entry.text}`, () => withCopies(rendered(entry.text), words))}</div>`)}
      ${wallet.map((offer, place) => panel.wallets.card(panel, `${item.id} ${place}`, offer))}
      ${pages(panel, links)}
    </div>
    ${choices(panel, item, isPressable, pressed)}
    ${item.author === "bot" ? thumbs(panel, item) : nothing}
  </li>`;
}

function choices(panel: ChatPanel, item: Answered, isPressable: boolean, pressed: string | null): TemplateResult | typeof nothing {
  const buttons = item.entries.flatMap((entry) => entry.buttons);
  if (buttons.length === 0) return nothing;
  const shown = isPressable ? buttons : buttons.filter((button) => button.payload === pressed);
  const press = (button: Button) => panel.say(button.title, button.payload);
  return html`<div class="choices" part="choices" role="group" aria-label=${panel.speech.say("choices")} lang=${item.envelope.locale}>
    ${shown.map((button) => html`<button type="button" dir="auto" part="choice" aria-pressed=${isPressable ? nothing : "true"} ?disabled=${!isPressable}
      @click=${() => press(button)}>${isPressable ? nothing : drawn("check")}<span>${button.title}</span></button>`)}
  </div>`;
}
