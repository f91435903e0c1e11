/** An icon with its words. */
import { html, type TemplateResult } from "lit";
import { drawn, type Icon } from "./icons";

export function spoken(icon: Icon, words: string): TemplateResult {
  return html`${drawn(icon)}<span>${words}</span>`;
}
