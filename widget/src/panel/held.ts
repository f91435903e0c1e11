/** The warning in place of the composer: a text that looks like a secret has been held back, and the person decides. */
import { html, type TemplateResult } from "lit";
import { drawn } from "./icons";
import type { ChatPanel } from "./panel";

export function held(panel: ChatPanel): TemplateResult {
  const { say } = panel.speech;
  return html`<div class="held" part="warning" role="alertdialog" aria-labelledby="held-title" aria-describedby="held-text">
    <div class="sign">${drawn("warn")}</div>
    <h3 id="held-title">${say("held")}</h3>
    <p id="held-text">${say("held_text")}</p>
    <div class="answers">
      <button type="button" class="main" @click=${() => void done(panel, "")}>${say("held_delete")}</button>
      <button type="button" @click=${() => void done(panel, panel.holding)}>${say("held_edit")}</button>
      <button type="button" class="quiet" @click=${() => send(panel)}>${say("held_send")}</button>
    </div>
  </div>`;
}

/** Back to the composer, with this text in it. */
async function done(panel: ChatPanel, text: string): Promise<void> {
  panel.holding = "";
  panel.requestUpdate();
  await panel.updateComplete;
  if (!panel.input) return;
  panel.input.value = text;
  panel.input.focus();
}

function send(panel: ChatPanel): void {
  const text = panel.holding;
  panel.holding = "";
  panel.say(text);
  void done(panel, "");
}
