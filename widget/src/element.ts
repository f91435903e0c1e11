/** <waypost-chat>: the launcher, and the panel behind it, which is loaded on first open. No side effects: define.ts registers it. */
import { configOf, speechOf, type Speech } from "./config";
import { tell } from "./events";
import { launcherOf, type Launcher } from "./launcher";
import type { ChatPanel, PanelHost } from "./panel/panel";
import type { Config } from "./protocol";

const OPEN_KEY = "waypost-open";

export class WaypostChat extends HTMLElement implements PanelHost {
  static readonly observedAttributes = ["locale", "launcher"];
  config: Config | undefined;
  speech: Speech | undefined;
  /** Whose conversation it is, in this browser; see setUser. */
  user = "";
  private readonly root = this.attachShadow({ mode: "open" });
  private launcher: Launcher | undefined;
  private panel: Promise<ChatPanel> | undefined;
  private ready: Promise<void> | undefined;

  /** Address of the bot: the attribute, or where this script came from. */
  get server(): string {
    return new URL(this.getAttribute("server") ?? "/", import.meta.url).href;
  }

  get isOpen(): boolean {
    return this.hasAttribute("open");
  }

  connectedCallback(): void {
    this.begun().catch(() => tell(this, "waypost-error", { reason: "unavailable" }));
    void this.panel?.then((panel) => panel.resume());
  }

  attributeChangedCallback(name: string, _old: string | null, value: string | null): void {
    if (name === "locale" && value !== null && this.speech && value !== this.speech.language.code) void this.setLocale(value);
  }

  async open(): Promise<void> {
    await this.begun();
    const panel = await this.loaded();
    if (this.isOpen || !this.isConnected) return;
    this.toggleAttribute("open", true);
    this.launcher?.showOpen(true);
    remember(true);
    this.showUnread(0);
    await panel.show();
    tell(this, "waypost-open", null);
  }

  async close(): Promise<void> {
    if (!this.isOpen) return;
    this.toggleAttribute("open", false);
    this.launcher?.showOpen(false);
    remember(false);
    (await this.panel)?.hide();
    this.launcher?.button.focus();
    tell(this, "waypost-close", null);
  }

  /** Sends a question as if it had been typed; opens the chat. A text that looks like a secret is held back for the person to decide. */
  async send(text: string): Promise<void> {
    await this.open();
    await (await this.loaded()).submit(text);
  }

  async setLocale(code: string): Promise<void> {
    await this.begun();
    const panel = await this.panel;
    await this.speak([code]);
    if (panel && this.speech) panel.chooseLocale(this.speech.language.code);
  }

  /** Keeps the conversation of one signed-in person apart from the next one's in this browser; null: nobody. Nothing of it is sent. */
  async setUser(id: string | null): Promise<void> {
    this.user = id ?? "";
    (await this.panel)?.restart();
  }

  /** Leaves the conversation and begins a new one. */
  async reset(): Promise<void> {
    await this.begun();
    (await this.loaded()).reset();
  }

  /** The labels of a language; the panel asks for them when the conversation changes its own. */
  async speak(wanted: readonly string[]): Promise<void> {
    if (!this.config) return;
    this.speech = await speechOf(this.server, this.config, wanted);
    const { language, say } = this.speech;
    this.launcher?.speak(language, say);
    if (this.panel) (await this.panel).speech = this.speech;
    tell(this, "waypost-locale", { locale: language.code });
  }

  showUnread(count: number): void {
    this.launcher?.showUnread(count);
    tell(this, "waypost-unread", { count });
  }

  /** Configuration and labels; tried again when they could not be had. */
  private begun(): Promise<void> {
    this.ready ??= this.start();
    this.ready.catch(() => (this.ready = undefined));
    return this.ready;
  }

  private async start(): Promise<void> {
    this.config = await configOf(this.server);
    this.launcher ??= launcherOf(this.root, () => void (this.isOpen ? this.close() : this.open()));
    await this.speak([this.getAttribute("locale") ?? "", document.documentElement.lang, ...navigator.languages].filter(Boolean));
    tell(this, "waypost-ready", { locale: this.speech?.language.code ?? "" });
    if (this.isConnected && wasOpen()) queueMicrotask(() => void this.open());
  }

  private loaded(): Promise<ChatPanel> {
    this.panel ??= import("./panel/panel").then(({ panelFor }) => {
      const panel = panelFor(this);
      this.root.append(panel);
      return panel;
    });
    this.panel.catch(() => {
      this.panel = undefined;
      tell(this, "waypost-error", { reason: "unavailable" });
    });
    return this.panel;
  }

  disconnectedCallback(): void {
    void this.panel?.then((panel) => this.isConnected || panel.pause());
  }
}

/** The chat stays open from page to page of one tab. */
function remember(open: boolean): void {
  try {
    if (open) sessionStorage.setItem(OPEN_KEY, "1");
    else sessionStorage.removeItem(OPEN_KEY);
  } catch {
    // Storage is switched off: the next page begins closed.
  }
}

function wasOpen(): boolean {
  try {
    return sessionStorage.getItem(OPEN_KEY) !== null;
  } catch {
    return false;
  }
}
