/** The head of the panel: name, state of the connection, languages, menu, close. */
import { html, nothing, type TemplateResult } from "lit";
import { drawn } from "./icons";
import type { ChatPanel } from "./panel";
import { spoken } from "./spoken";

export type Menu = "none" | "languages" | "more" | "delete";

export function header(panel: ChatPanel): TemplateResult {
  const { say, language } = panel.speech;
  return html`<header class="head" part="header">
    <span class="mark" aria-hidden="true">${drawn("way")}</span>
    <div class="title"><h2>${say("title")}</h2><p>${say("subtitle")}</p></div>
    <button class="tool language" type="button" data-menu="languages" aria-haspopup="true" aria-expanded=${panel.menu === "languages"}
      aria-label="${language.code.toUpperCase()} ${say("language")}: ${language.name}" @click=${() => toggle(panel, "languages")}>${drawn("globe")}<span aria-hidden="true">${language.code.toUpperCase()}</span></button>
    <button class="tool" type="button" data-menu="more" aria-haspopup="true" aria-expanded=${panel.menu === "more" || panel.menu === "delete"} aria-label=${say("more")}
      @click=${() => toggle(panel, "more")}>${drawn("more")}</button>
    <button class="tool" type="button" part="close" aria-label=${say("close")} @click=${() => void panel.host.close()}>${drawn("close")}</button>
    ${menuOf(panel)}
  </header>`;
}

function menuOf(panel: ChatPanel): TemplateResult | typeof nothing {
  if (panel.menu === "languages") return languages(panel);
  if (panel.menu === "more") return more(panel);
  return panel.menu === "delete" ? deleting(panel) : nothing;
}

function languages(panel: ChatPanel): TemplateResult {
  const choose = (code: string) => {
    panel.closeMenu();
    void panel.host.speak([code]);
    panel.chooseLocale(code);
  };
  return html`<div class="menu" part="menu" role="group" aria-label=${panel.speech.say("language")}>
    ${panel.config.languages.map(
      ({ code, name, direction }) => html`<button type="button" lang=${code} dir=${direction} aria-pressed=${code === panel.speech.language.code}
        @click=${() => choose(code)}><span>${name}</span>${code === panel.speech.language.code ? drawn("check") : nothing}</button>`,
    )}
  </div>`;
}

function more(panel: ChatPanel): TemplateResult {
  const { say } = panel.speech;
  const fresh = () => {
    panel.closeMenu();
    panel.reset();
  };
  return html`<div class="menu" part="menu" role="group" aria-label=${say("more")}>
    <button type="button" @click=${() => human(panel)}>${spoken("person", say("human"))}</button>
    <button type="button" @click=${fresh}>${spoken("fresh", say("fresh"))}</button>
    <button type="button" @click=${() => show(panel, "delete")}>${spoken("bin", say("delete"))}</button>
  </div>`;
}

function deleting(panel: ChatPanel): TemplateResult {
  const { say } = panel.speech;
  const gone = () => {
    panel.closeMenu();
    void panel.talk.forget();
  };
  return html`<div class="menu ask" part="menu" role="group" aria-label=${say("delete")}>
    <p>${say("delete_text")}</p>
    <button type="button" class="danger" @click=${gone}>${say("delete_yes")}</button>
    <button type="button" @click=${() => panel.closeMenu()}>${say("delete_no")}</button>
  </div>`;
}

export function human(panel: ChatPanel): void {
  panel.menu = "none";
  panel.say(panel.speech.say("human"), "ask:handoff");
}

function toggle(panel: ChatPanel, menu: Menu): void {
  if (panel.menu === menu || (menu === "more" && panel.menu === "delete")) panel.closeMenu();
  else show(panel, menu);
}

function show(panel: ChatPanel, menu: Menu): void {
  panel.menu = menu;
  panel.requestUpdate();
  void panel.updateComplete.then(() => panel.renderRoot.querySelector<HTMLElement>(".menu [aria-pressed=true], .menu button")?.focus());
}
