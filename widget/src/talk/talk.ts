/** One conversation with the bot: what is shown, what waits, what is known of the connection. Knows no DOM. */
import type { Config, Rating, RatingReason, Refusal, ServerEvents } from "../protocol";
import { VERSION } from "../protocol";
import { changed, unsaid, withHistory, withMessage, withReply, type Item, type Said } from "./items";
import type { Keep } from "./keep";
import type { Link, Listener } from "./link";
import { restLink } from "./rest";
import { socketLink } from "./socket";

const TRIES_BEFORE_REST = 2;

/** connecting: for the first time. away: lost, tries again. refused: the bot does not want us, `refusal` says why. */
export type Status = "connecting" | "online" | "away" | "refused";

export interface Watcher {
  changed(): void;
  /** A reply that was not shown before. */
  replied(reply: ServerEvents["reply"]): void;
  /** The conversation's language is another one. */
  spoken(locale: string): void;
}

export class Talk implements Listener {
  items: Item[] = [];
  status: Status = "connecting";
  refusal: Refusal | undefined;
  typing: "bot" | "human" | undefined;
  /** Why this is not the conversation that was there before. */
  renewed: ServerEvents["session"]["renewed"] = null;
  private link: Link;
  private failures = 0;
  private known = new Set<string>();

  constructor(
    private readonly server: string,
    private readonly config: Config,
    private readonly keep: Keep,
    private readonly watcher: Watcher,
    public locale: string,
  ) {
    this.link = socketLink(server, config.socket, this, () => this.blocked());
  }

  open(): void {
    this.link.open();
  }

  close(): void {
    this.link.close();
  }

  /** A typed text, or a button's title with its payload. */
  say(text: string, payload: string | null = null): void {
    const said: Said = {
      kind: "said", id: isSecureContext ? crypto.randomUUID() : randomId(), at: Date.now(), text, payload, locale: this.locale,
      state: "queued", error: "", redacted: false, answered: false,
    };
    this.items = [...this.items, said];
    void this.send(said);
  }

  again(id: string): void {
    const said = this.items.find((item): item is Said => item.kind === "said" && item.id === id);
    if (said) void this.send(said);
  }

  async rate(reply: string, value: Rating, reason: RatingReason | null): Promise<boolean> {
    const ack = await this.link.say("rate", { reply, value, reason }).catch(() => undefined);
    return ack?.status === "sent";
  }

  /** A wish of the person. */
  async choose(locale: string): Promise<void> {
    this.locale = locale;
    await this.link.say("set_locale", { locale }).catch(() => undefined);
  }

  /** Has the bot delete this conversation; true when it did. */
  async forget(): Promise<boolean> {
    const ack = await this.link.say("delete", {}).catch(() => undefined);
    return ack?.status === "sent";
  }

  hello(): { v: 1; token: string | null; locale: string } {
    return { v: VERSION, token: this.keep.token(), locale: this.locale };
  }

  lost(): void {
    if (this.status !== "connecting" || this.failures > 0) this.status = "away";
    this.typing = undefined;
    this.items = this.items.map((item) => (item.kind === "said" && item.state === "sending" ? { ...item, state: "queued" } : item));
    this.watcher.changed();
  }

  refused(error: Refusal): void {
    this.status = "refused";
    this.refusal = error;
    this.watcher.changed();
  }

  frame<Name extends keyof ServerEvents>(event: Name, data: ServerEvents[Name]): void {
    const handler = this.handlers[event] as (data: ServerEvents[Name]) => void;
    handler(data);
    this.watcher.changed();
  }

  private readonly handlers: { [Name in keyof ServerEvents]: (data: ServerEvents[Name]) => void } = {
    session: (session) => {
      this.keep.store(session.token);
      this.status = "online";
      this.failures = 0;
      this.refusal = undefined;
      this.renewed = session.renewed ?? this.renewed;
      if (session.renewed === null) this.speakAs(session.locale);
      else this.items = this.items.filter((item) => item.kind === "said" && item.state !== "sent");
    },
    history: (history) => {
      const fresh = history.items.filter((item) => item.event === "reply" && !this.known.has(item.data.id));
      const was = this.known.size;
      this.items = withHistory(this.items, history, this.locale);
      for (const { data } of history.items) this.known.add(data.id);
      if (was > 0 || history.after > 0) for (const item of fresh) if (item.event === "reply") this.watcher.replied(item.data);
      const unanswered = new Set(history.items.filter((item) => item.event === "message" && !item.data.answered).map((item) => item.data.id));
      for (const said of this.items) if (said.kind === "said" && unanswered.has(said.id) && !said.redacted) void this.send(said);
      for (const said of unsaid(this.items)) if (!unanswered.has(said.id)) void this.send(said);
    },
    message: (message) => {
      this.known.add(message.id);
      this.items = withMessage(this.items, message, this.locale);
    },
    typing: ({ on, author }) => (this.typing = on ? author : undefined),
    reply: (reply) => {
      this.typing = undefined;
      const isNew = !this.known.has(reply.id);
      this.known.add(reply.id);
      this.items = withReply(this.items, reply, true);
      this.speakAs(reply.envelope.locale);
      if (isNew) this.watcher.replied(reply);
    },
    rated: ({ reply, value }) => {
      this.items = this.items.map((item) => (item.kind === "reply" && item.id === reply ? { ...item, rating: value } : item));
    },
    locale: ({ locale }) => this.speakAs(locale),
    deleted: () => {
      this.items = [];
      this.known.clear();
    },
    error: (error) => this.refused(error),
  };

  private async send(said: Said): Promise<void> {
    if (this.status !== "online") {
      this.change(said.id, { state: "queued", error: "" });
      return;
    }
    if (said.state !== "sent") this.change(said.id, { state: "sending", error: "" });
    const what = said.payload === null ? { text: said.text } : { payload: said.payload };
    try {
      const ack = await this.link.say("send", { id: said.id, ...what, locale: this.locale });
      if (ack.status === "sent") this.change(said.id, { state: "sent" });
      else this.change(said.id, { state: "failed", error: ack.error.text });
    } catch {
      const now = this.items.find((item) => item.id === said.id);
      if (now?.kind === "said" && now.state === "sending") this.change(said.id, { state: "queued" });
    }
  }

  private change(id: string, change: Partial<Said>): void {
    this.items = changed(this.items, id, change);
    this.watcher.changed();
  }

  private speakAs(locale: string): void {
    if (locale === this.locale) return;
    this.locale = locale;
    this.watcher.spoken(locale);
  }

  /** Sockets are blocked somewhere on the way when the bot itself answers: then REST has to do. */
  private blocked(): void {
    this.failures += 1;
    this.lost();
    if (this.failures !== TRIES_BEFORE_REST) return;
    void fetch(new URL("/widget/v1/config", this.server), { cache: "no-store" }).then((answer) => {
      if (!answer.ok || this.status === "online") return;
      this.link.close();
      this.link = restLink(this.server, this);
      this.link.open();
    }, () => (this.failures = 0));
  }

  get limit(): number {
    return this.config.limits.text;
  }
}

/** Where the page has no secure context, and so no randomUUID. */
function randomId(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
