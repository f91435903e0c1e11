/** What an empty conversation shows: a greeting and the questions that most people come with. */
import { html, type TemplateResult } from "lit";
import type { ChatPanel } from "./panel";
import { drawn } from "./icons";

const STARTS = ["withdraw", "deposit", "bridge_to_bsc", "missing_tokens", "safety"];

export function welcome(panel: ChatPanel): TemplateResult {
  const { say } = panel.speech;
  return html`<div class="welcome" part="welcome">
    <h3>${say("welcome")}</h3>
    <p>${say("welcome_text")}</p>
    <ul class="starts">
      ${STARTS.map((need) => html`<li><button type="button" part="start" @click=${() => panel.say(say(`start_${need}`), `ask:${need}`)}>
        <span dir="auto">${say(`start_${need}`)}</span>${drawn("send")}</button></li>`)}
    </ul>
  </div>`;
}
