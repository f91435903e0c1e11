/** The open chat: header, conversation, composer. Holds the conversation and draws it; the parts are in the files beside it. */
import { html, LitElement, nothing } from "lit";
import type { Speech } from "../config";
import { tell } from "../events";
import type { Config, RatingReason, Reply } from "../protocol";
import { secretCheck, type Check } from "../secrets/check";
import { listsFrom, type Lists } from "../secrets/words";
import { keepFor } from "../talk/keep";
import { Talk } from "../talk/talk";
import { discovered } from "../wallet/discovery";
import { composer } from "./composer";
import { header, type Menu } from "./header";
import { held } from "./held";
import { drawn } from "./icons";
import { notices } from "./notices";
import { shown } from "./shown";
import { spoken } from "./spoken";
import { sheets } from "./styles/all";
import { Viewport } from "./viewport";
import { WalletDesk } from "./wallet";
import { welcome } from "./welcome";

/** What the element around the panel gives and is told. */
export interface PanelHost extends HTMLElement {
  readonly server: string;
  readonly config: Config | undefined;
  readonly speech: Speech | undefined;
  readonly user: string;
  readonly isOpen: boolean;
  close(): Promise<void>;
  speak(wanted: readonly string[]): Promise<void>;
  showUnread(count: number): void;
}

const LISTS = ["english", "spanish", "portuguese", "french", "italian", "czech", "turkish", "russian"];
const NEAR_END_PX = 80;

export class ChatPanel extends LitElement {
  static override readonly styles = sheets;
  static override readonly properties = { speech: { attribute: false } };
  declare speech: Speech;
  menu: Menu = "none";
  /** A text that looks like a secret and waits for the person to decide. */
  holding = "";
  /** Replies whose thumb down asks for a reason. */
  readonly asking = new Map<string, RatingReason | null>();
  readonly wallets = new WalletDesk(() => this.requestUpdate());
  talk: Talk;
  private unread = 0;
  private announced = "";
  /** What the last redraw showed: only something new scrolls. */
  private shown = "";
  private atEnd = true;
  /** Whether something is below what is seen. */
  private isBehind = false;
  private readonly lists: Lists;
  private readonly check: Check;
  private readonly viewport = new Viewport(this);
  private announcer = discovered(() => this.requestUpdate());

  constructor(readonly host: PanelHost, readonly config: Config, speech: Speech) {
    super();
    this.speech = speech;
    this.lists = listsFrom(new URL("/widget/", host.server).href);
    this.check = secretCheck(this.lists);
    this.talk = this.begun();
    this.hidden = true;
  }

  get walletList(): typeof this.announcer.wallets {
    return this.announcer.wallets;
  }

  async show(): Promise<void> {
    this.hidden = false;
    this.unread = 0;
    this.viewport.start();
    this.talk.open();
    await this.updateComplete;
    this.toEnd();
    this.input?.focus({ preventScroll: true });
    setTimeout(() => void this.lists(LISTS).catch(() => undefined), 300);
  }

  hide(): void {
    this.hidden = true;
    this.menu = "none";
    this.viewport.stop();
  }

  pause(): void {
    this.talk.close();
    this.announcer.stop();
    this.viewport.stop();
  }

  resume(): void {
    this.announcer = discovered(() => this.requestUpdate());
    if (!this.hidden) void this.show();
  }

  /** Another user, or none: their conversation. */
  restart(): void {
    this.talk.close();
    this.talk = this.begun();
    if (!this.hidden) this.talk.open();
    this.requestUpdate();
  }

  reset(): void {
    keepFor(this.host.server, this.host.user).clear();
    this.restart();
  }

  chooseLocale(code: string): void {
    void this.talk.choose(code);
  }

  /** Sends a typed text, unless it looks like a secret. */
  async submit(text: string): Promise<boolean> {
    const clean = text.trim();
    if (!clean || Array.from(clean).length > this.config.limits.text) return false;
    if (await this.check(clean)) {
      this.holding = clean;
      this.requestUpdate();
      await this.updateComplete;
      this.renderRoot.querySelector<HTMLElement>(".held button")?.focus();
      return false;
    }
    this.say(clean);
    return true;
  }

  say(text: string, payload: string | null = null): void {
    this.atEnd = true;
    this.talk.say(text, payload);
    tell(this.host, "waypost-sent", { id: this.talk.items.at(-1)?.id ?? "" });
    this.input?.focus({ preventScroll: true });
    this.requestUpdate();
  }

  get input(): HTMLTextAreaElement | null {
    return this.renderRoot.querySelector("textarea");
  }

  override render(): unknown {
    const { language, say } = this.speech;
    const { items } = this.talk;
    return html`<section
      class="panel" part="panel" role="dialog" aria-label=${say("title")} aria-modal=${this.viewport.isPhone ? "true" : nothing}
      lang=${language.code} dir=${language.direction} @keydown=${this.pressedKey}>
      ${header(this)}
      <p class="promise" part="promise">${spoken("shield", say("promise"))}</p>
      ${notices(this)}
      <div class="scroll" part="conversation" tabindex="0" role="region" aria-label=${say("conversation")} @scroll=${this.scrolled}>
        ${items.length === 0 ? welcome(this) : nothing}
        <div role="log" aria-live="off" aria-label=${say("conversation")}><ol class="log">
          ${items.map((item) => shown(this, item))}
        </ol></div>
        ${this.talk.typing ? html`<div class="typing" part="typing"><span class="dots" aria-hidden="true"><i></i><i></i><i></i></span><span class="away">${say("typing")}</span></div>` : nothing}
        ${this.isBehind ? html`<button class="to-end" type="button" aria-label=${say("to_end")} @click=${this.jump}>${drawn("down")}</button>` : nothing}
      </div>
      <div class="away" role="status" aria-live="polite">${this.announced}</div>
      ${this.holding ? held(this) : composer(this)}
    </section>`;
  }

  protected override updated(): void {
    const shown = `${this.talk.items.map((item) => item.id).join()} ${this.talk.typing ?? ""}`;
    if (shown === this.shown) return;
    this.shown = shown;
    if (this.atEnd && !this.hidden) this.toEnd();
  }

  private begun(): Talk {
    const keep = keepFor(this.host.server, this.host.user);
    return new Talk(this.host.server, this.config, keep, {
      changed: () => this.requestUpdate(),
      replied: (answer) => this.replied(answer),
      spoken: (locale) => void this.host.speak([locale]),
    }, this.speech.language.code);
  }

  private replied(answer: Reply): void {
    tell(this.host, "waypost-reply", { answer: answer.envelope.answer, kind: answer.envelope.kind, locale: answer.envelope.locale });
    this.announced = answer.entries.map((entry) => entry.text.replace(/[*_`>#]|\]\([^)]*\)|\[/g, "")).join(" ");
    if (this.hidden) this.host.showUnread((this.unread += 1));
  }

  private readonly scrolled = (event: Event): void => {
    const box = event.currentTarget as HTMLElement;
    this.atEnd = this.below(box) < NEAR_END_PX;
    this.lookBelow(box);
  };

  /** To the end of the conversation; when the last reply is taller than the window, to the question before it. */
  private toEnd(): void {
    const box = this.renderRoot.querySelector<HTMLElement>(".scroll");
    const last = this.renderRoot.querySelector<HTMLElement>(".log > li:last-child");
    if (!box || !last) return;
    const question = last.previousElementSibling as HTMLElement | null;
    const isLong = last.classList.contains("reply") && last.offsetHeight > box.clientHeight - NEAR_END_PX / 2;
    box.scrollTop = isLong ? (question ?? last).offsetTop - 12 : box.scrollHeight;
    this.lookBelow(box);
  }

  /** Pixels of the conversation below what is seen. */
  private below(box: HTMLElement): number {
    return box.scrollHeight - box.scrollTop - box.clientHeight;
  }

  private lookBelow(box: HTMLElement): void {
    const isBehind = this.below(box) >= NEAR_END_PX;
    if (isBehind === this.isBehind) return;
    this.isBehind = isBehind;
    this.requestUpdate();
  }

  private readonly jump = (): void => {
    const box = this.renderRoot.querySelector<HTMLElement>(".scroll");
    box?.scrollTo({ top: box.scrollHeight });
    this.input?.focus({ preventScroll: true });
  };

  private readonly pressedKey = (event: KeyboardEvent): void => {
    if (event.key === "Escape") {
      event.stopPropagation();
      if (this.menu !== "none") this.closeMenu();
      else void this.host.close();
    } else if (event.key === "Tab" && this.viewport.isPhone) {
      this.viewport.keepInside(event, this.renderRoot);
    }
  };

  closeMenu(): void {
    const opener = this.renderRoot.querySelector<HTMLElement>(`[data-menu="${this.menu}"]`);
    this.menu = "none";
    this.requestUpdate();
    opener?.focus();
  }
}

export function panelFor(host: PanelHost): ChatPanel {
  if (!host.config || !host.speech) throw new Error("the panel needs the bot's configuration");
  if (!customElements.get("waypost-chat-panel")) customElements.define("waypost-chat-panel", ChatPanel);
  return new ChatPanel(host, host.config, host.speech);
}
