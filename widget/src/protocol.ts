/** The shapes of widget/protocol/v1.schema.json that the widget reads and writes. */

export const VERSION = 1;

export type Reason =
  | "rate_limited" | "busy" | "unavailable" | "too_long" | "empty" | "id_reused"
  | "bad_request" | "not_found" | "expired" | "invalid" | "foreign_origin" | "unsupported_version";
export type Rating = "up" | "down";
export const RATING_REASONS = ["wrong", "unclear", "incomplete", "outdated", "language", "other"] as const;
export type RatingReason = (typeof RATING_REASONS)[number];

export interface Refusal {
  reason: Reason;
  text: string;
  hint: string;
  retry_after: number | null;
}
export type Ack = { status: "sent"; id: string | null } | { status: "failed"; id: string | null; error: Refusal };

export interface Button {
  title: string;
  payload: string;
}
export interface Entry {
  text: string;
  buttons: Button[];
}
export interface PageLink {
  title: string;
  url: string;
}
export interface WalletOffer {
  method: string;
  params: unknown;
  title: string;
}
export interface Envelope {
  answer: string;
  kind: "answer" | "clarify" | "handoff" | "safety" | "smalltalk" | "fallback";
  locale: string;
  links: PageLink[];
  wallet: WalletOffer[];
}
export interface Message {
  id: string;
  at: number;
  text: string;
  payload: string | null;
  redacted: boolean;
  answered: boolean;
}
export interface Reply {
  id: string;
  to: string | null;
  at: number;
  author: "bot" | "human";
  name: string | null;
  entries: Entry[];
  envelope: Envelope;
  rating: Rating | null;
}
export interface Session {
  v: 1;
  token: string;
  expires: number;
  locale: string;
  renewed: "expired" | "invalid" | "deleted" | null;
}
export type HistoryItem = { event: "message"; data: Message } | { event: "reply"; data: Reply };
export interface History {
  items: HistoryItem[];
  complete: boolean;
  after: number;
}

/** What the server says on its own, by event. */
export interface ServerEvents {
  session: Session;
  history: History;
  message: Message;
  typing: { on: boolean; author: "bot" | "human" };
  reply: Reply;
  rated: { reply: string; value: Rating; reason: RatingReason | null };
  locale: { locale: string };
  deleted: Record<string, never>;
  error: Refusal;
}
/** What the widget says, by event; each is acknowledged. */
export interface ClientEvents {
  send: { id: string; text?: string; payload?: string; locale: string | null };
  get_history: { after?: number };
  rate: { reply: string; value: Rating; reason: RatingReason | null };
  set_locale: { locale: string };
  delete: Record<string, never>;
}
export interface Hello {
  v: 1;
  token: string | null;
  locale: string | null;
}

export interface Language {
  code: string;
  name: string;
  direction: "ltr" | "rtl";
  labels: string;
}
export interface Config {
  v: 1;
  socket: string;
  languages: Language[];
  limits: { text: number; comment: number };
}
