/** Where the person writes. */
import { html, nothing, type TemplateResult } from "lit";
import { human } from "./header";
import { drawn } from "./icons";
import type { ChatPanel } from "./panel";
import { spoken } from "./spoken";

const MOST_ROWS = 5;
const NEARLY_FULL = 0.9;

export function composer(panel: ChatPanel): TemplateResult {
  const { say } = panel.speech;
  const size = Array.from(panel.input?.value ?? "").length;
  const limit = panel.config.limits.text;
  return html`<form class="composer" part="composer" @submit=${(event: Event) => void submitted(panel, event)}>
    <div class="write">
      <textarea part="input" rows="1" dir="auto" enterkeyhint="send" autocomplete="off" aria-label=${say("write")} placeholder=${say("write")}
        @input=${(event: Event) => grown(panel, event)} @keydown=${(event: KeyboardEvent) => void entered(panel, event)}></textarea>
      <button type="submit" class="send" part="send" aria-label=${say("send")}>${drawn("send")}</button>
    </div>
    <div class="below">
      <button class="human" type="button" part="human" @click=${() => human(panel)}>${spoken("person", say("human"))}</button>
      ${size > limit * NEARLY_FULL ? html`<span class="count ${size > limit ? "bad" : ""}" role="status">${say("length", { count: size, limit })}</span>` : nothing}
    </div>
  </form>`;
}

async function submitted(panel: ChatPanel, event: Event): Promise<void> {
  event.preventDefault();
  const input = panel.input;
  if (!input) return;
  const text = input.value;
  const isSent = await panel.submit(text).catch(() => false);
  if (isSent && input.value === text) {
    input.value = "";
    input.rows = 1;
  }
}

/** Enter sends; with Shift it begins a new line; while an input method composes it belongs to that. */
async function entered(panel: ChatPanel, event: KeyboardEvent): Promise<void> {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) await submitted(panel, event);
}

function grown(panel: ChatPanel, event: Event): void {
  const input = event.target as HTMLTextAreaElement;
  input.rows = 1;
  while (input.rows < MOST_ROWS && input.scrollHeight > input.clientHeight) input.rows += 1;
  panel.requestUpdate();
}
