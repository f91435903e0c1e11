/** The official pages of a reply as cards: title and host, so that everybody sees where a link leads. */
import { html, nothing, type TemplateResult } from "lit";
import { isSafeLink } from "../markdown/render";
import type { PageLink } from "../protocol";
import { drawn } from "./icons";
import type { ChatPanel } from "./panel";

export function pages(panel: ChatPanel, links: readonly PageLink[]): TemplateResult | typeof nothing {
  const { say } = panel.speech;
  const safe = links.filter((link, place) => isSafeLink(link.url) && links.findIndex((one) => one.url === link.url) === place);
  if (safe.length === 0) return nothing;
  return html`<details class="pages" part="sources">
    <summary>${drawn("shield")}<span>${say("pages", { count: safe.length })}</span>${drawn("down")}</summary>
    <ul>
      ${safe.map(({ title, url }) => html`<li><a part="source" href=${url} target="_blank" rel="noopener noreferrer nofollow">
        <span class="name" dir="auto">${title}</span><span class="host">${new URL(url).host}</span>${drawn("out")}<span class="away">${say("new_tab")}</span></a></li>`)}
    </ul>
  </details>`;
}
