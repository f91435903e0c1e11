/** The round button in the corner, with its badge; plain DOM, so that a page loads no library for it. */
import type { Say } from "./config";
import type { Language } from "./protocol";

const MOST_SHOWN = 9;
const SVG = "http://www.w3.org/2000/svg";

/** Tokens that both the launcher and the panel use; a page sets the ones without an underscore. */
const STYLE = `
:host {
  --_accent: var(--waypost-accent, light-dark(#0b6b62, #17766c));
  --_on-accent: var(--waypost-on-accent, #fff);
  --_font: var(--waypost-font, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif);
  color-scheme: light dark;
  position: fixed;
  z-index: var(--waypost-z-index, 2147483000);
  inset-block-end: var(--waypost-offset-block, 20px);
  inset-inline-end: var(--waypost-offset-inline, 20px);
  font-family: var(--_font);
}
:host([position="start"]) { inset-inline-end: auto; inset-inline-start: var(--waypost-offset-inline, 20px); }
:host([theme="light"]) { color-scheme: light; }
:host([theme="dark"]) { color-scheme: dark; }
:host([hidden]) { display: none; }
:host([launcher="none"]) .launcher { display: none; }
.launcher {
  display: grid;
  place-items: center;
  inline-size: 60px;
  block-size: 60px;
  padding: 0;
  border: 1px solid transparent;
  border-radius: 50%;
  background: var(--_accent);
  color: var(--_on-accent);
  cursor: pointer;
  box-shadow: 0 2px 6px rgb(10 25 30 / .18), 0 10px 28px rgb(10 25 30 / .22);
  transition: transform .16s ease, box-shadow .16s ease;
}
.launcher[hidden] { display: none; }
.launcher:hover { transform: translateY(-2px); box-shadow: 0 4px 10px rgb(10 25 30 / .2), 0 14px 34px rgb(10 25 30 / .26); }
.launcher:active { transform: none; }
.launcher:focus-visible { outline: 3px solid light-dark(#0b6b62, #4fd6c7); outline-offset: 3px; }
.launcher svg { inline-size: 28px; block-size: 28px; }
.launcher .down { display: none; }
:host([open]) .launcher .talk { display: none; }
:host([open]) .launcher .down { display: block; }
.badge {
  position: absolute;
  inset-block-start: -4px;
  inset-inline-end: -4px;
  min-inline-size: 22px;
  block-size: 22px;
  padding-inline: 6px;
  box-sizing: border-box;
  border-radius: 11px;
  border: 2px solid light-dark(#fff, #10191c);
  background: #c42b3a;
  color: #fff;
  font: 700 12px/18px var(--_font);
  text-align: center;
}
.badge[hidden] { display: none; }
@media (max-width: 480px) { :host([open]) .launcher { display: none; } }
@media (prefers-reduced-motion: reduce) { .launcher { transition: none; } .launcher:hover { transform: none; } }
@media (forced-colors: active) { .launcher { border-color: ButtonBorder; } .badge { border-color: Canvas; } }
@media print { :host { display: none; } }
`;

export interface Launcher {
  button: HTMLButtonElement;
  speak(language: Language, say: Say): void;
  showOpen(open: boolean): void;
  showUnread(count: number): void;
}

export function launcherOf(root: ShadowRoot, press: () => void): Launcher {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  const button = root.appendChild(document.createElement("button"));
  const badge = document.createElement("span");
  button.type = "button";
  button.hidden = true;
  button.className = "launcher";
  button.setAttribute("part", "launcher");
  badge.className = "badge";
  badge.hidden = true;
  badge.setAttribute("part", "badge");
  badge.setAttribute("aria-hidden", "true");
  button.append(
    icon("talk", "M12 3C6.9 3 3 6.6 3 11c0 2.3 1.1 4.4 2.8 5.8-.1 1-.5 2.3-1.4 3.4 1.9-.2 3.5-.9 4.6-1.6.9.3 1.9.4 3 .4 5.1 0 9-3.6 9-8s-3.9-8-9-8ZM8 9.5h8M8 13h5"),
    icon("down", "m6 9 6 6 6-6"),
    badge,
  );
  button.addEventListener("click", press);
  return speaking(button, badge);
}

function speaking(button: HTMLButtonElement, badge: HTMLElement): Launcher {
  let say: Say = () => "";
  let unread = 0;
  let isOpen = false;
  const name = () => button.setAttribute("aria-label", isOpen ? say("close") : unread > 0 ? say("open_unread", { count: unread }) : say("open"));
  return {
    button,
    speak(language, words) {
      say = words;
      button.lang = language.code;
      button.hidden = false;
      name();
    },
    showOpen(open) {
      isOpen = open;
      button.setAttribute("aria-expanded", String(open));
      name();
    },
    showUnread(count) {
      unread = count;
      badge.hidden = count === 0;
      badge.textContent = count > MOST_SHOWN ? `${MOST_SHOWN}+` : String(count);
      name();
    },
  };
}

function icon(name: string, path: string): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  const line = svg.appendChild(document.createElementNS(SVG, "path"));
  const attributes = { viewBox: "0 0 24 24", fill: "none", stroke: "currentColor", "stroke-width": "1.8", "stroke-linecap": "round", "stroke-linejoin": "round" };
  for (const [key, value] of Object.entries(attributes)) svg.setAttribute(key, value);
  svg.setAttribute("class", name);
  svg.setAttribute("aria-hidden", "true");
  line.setAttribute("d", path);
  return svg;
}
