/** A server that speaks the widget's protocol, with answers that a test chooses; serves the built bundle under a strict policy. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join, normalize } from "node:path";
import { Server, type Socket } from "socket.io";
import { parse } from "yaml";
import type { Ack, ClientEvents, History, HistoryItem, Reply } from "../../src/protocol";
import { replyTo } from "./frames";
import { words } from "./words";

const ROOT = join(import.meta.dirname, "../../..");
const TYPES: Readonly<Record<string, string>> = { js: "text/javascript", json: "application/json", txt: "text/plain", css: "text/css" };
export const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types dompurify lit-html";
const LANGUAGES = ["en", "nl", "ru", "ms"];
export const PSEUDO = "ar";

export interface Fake {
  address: string;
  /** What a message is answered with; null: nothing comes back. */
  answer: (said: ClientEvents["send"]) => Reply | Promise<Reply> | null;
  /** What a message is acknowledged with, when not `sent`. */
  refuse: (said: ClientEvents["send"]) => Ack | null;
  /** The language of conversations, as `session` says it. */
  locale: string;
  /** Whether a proxy on the way lets no socket through. */
  isBlocked: boolean;
  readonly received: { event: string; data: unknown }[];
  readonly items: HistoryItem[];
  page: (query: URLSearchParams) => string;
  say(event: string, data: unknown): void;
  /** Takes the network away, and gives it back. */
  cut(): Promise<void>;
  mend(): Promise<void>;
  close(): Promise<void>;
}

export async function fake(): Promise<Fake> {
  const http = createServer((request, response) => void served(request, response, (query) => made.page(query)));
  const io = new Server(http, { path: "/widget/v1/socket.io/", serveClient: false, allowRequest: (_request, done) => done(null, !made.isBlocked) });
  let port = 0;
  const made: Fake = {
    address: "",
    answer: (said) => replyTo(said.id, `You said **${said.text ?? said.payload ?? ""}**.`),
    refuse: () => null,
    locale: "en",
    isBlocked: false,
    received: [],
    items: [],
    page: hostPage,
    say: (event, data) => void io.emit(event, data),
    async cut() {
      io.disconnectSockets(true);
      http.closeAllConnections();
      await new Promise((done) => http.close(done));
    },
    mend: () => new Promise((done) => http.listen(port, "127.0.0.1", done)),
    close: () => new Promise((done) => void io.close(() => done())),
  };
  io.on("connection", (socket) => connected(socket, io, made));
  await new Promise<void>((done) => http.listen(0, "127.0.0.1", done));
  port = (http.address() as AddressInfo).port;
  made.address = `http://127.0.0.1:${port}`;
  return made;
}

function connected(socket: Socket, io: Server, made: Fake): void {
  const token = (socket.handshake.auth as { token: string | null }).token;
  const isForged = token !== null && !token.startsWith("fake.");
  made.received.push({ event: "hello", data: socket.handshake.auth });
  socket.emit("session", { v: 1, token: isForged || token === null ? `fake.${Math.random()}` : token, expires: Date.now() + 1e9, locale: made.locale, renewed: isForged ? "invalid" : null });
  const items = token === null || isForged ? [] : made.items;
  socket.emit("history", { items, complete: true, after: 0 } satisfies History);
  socket.on("send", (data: ClientEvents["send"], done: (ack: Ack) => void) => void said(io, made, data, done));
  for (const event of ["rate", "set_locale", "delete"] as const) {
    socket.on(event, (data: unknown, done: (ack: Ack) => void) => {
      made.received.push({ event, data });
      if (event === "rate") io.emit("rated", data);
      if (event === "set_locale") io.emit("locale", data);
      if (event === "delete") {
        made.items.length = 0;
        io.emit("deleted", {});
        io.emit("session", { v: 1, token: "fake.deleted", expires: Date.now() + 1e9, locale: made.locale, renewed: "deleted" });
      }
      done({ status: "sent", id: null });
    });
  }
}

async function said(io: Server, made: Fake, data: ClientEvents["send"], done: (ack: Ack) => void): Promise<void> {
  made.received.push({ event: "send", data });
  const refusal = made.refuse(data);
  if (refusal) {
    done(refusal);
    return;
  }
  const text = data.text ?? data.payload ?? "";
  const message = { id: data.id, at: Date.now(), text, payload: data.payload ?? null, redacted: false, answered: false };
  io.emit("message", message);
  done({ status: "sent", id: data.id });
  io.emit("typing", { on: true, author: "bot" });
  const reply = await made.answer(data);
  if (!reply) return;
  made.items.push({ event: "message", data: { ...message, answered: true } }, { event: "reply", data: reply });
  io.emit("reply", reply);
}

async function served(request: IncomingMessage, response: ServerResponse, page: Fake["page"]): Promise<void> {
  const address = new URL(request.url ?? "/", "http://fake");
  const send = (type: string, body: string | Buffer) => response.writeHead(200, { "Content-Type": type, "Content-Security-Policy": POLICY }).end(body);
  const [, name = ""] = /^\/widget\/(.*)$/.exec(address.pathname) ?? [];
  try {
    if (address.pathname === "/") send("text/html; charset=utf-8", page(address.searchParams));
    else if (name === "v1/config") send("application/json", JSON.stringify(config()));
    else if (name.startsWith("labels/")) send("application/json", JSON.stringify(labels(name.slice(7).replace(".json", ""))));
    else if (name.startsWith("words/")) send("text/plain; charset=utf-8", (await words(name.slice(6).replace(".txt", ""))).join("\n"));
    else if (name.startsWith("dist/")) send(TYPES[name.split(".").pop() ?? ""] ?? "text/plain", readFileSync(join(ROOT, "widget", normalize(name))));
    else response.writeHead(404).end();
  } catch {
    response.writeHead(404).end();
  }
}

function config(): object {
  const all = parse(readFileSync(join(ROOT, "languages.yml"), "utf-8")) as Record<string, { name: string }>;
  const languages = LANGUAGES.map((code) => ({ code, name: all[code]?.name, direction: "ltr", labels: `/widget/labels/${code}.json` }));
  return { v: 1, socket: "/widget/v1/socket.io/", languages: [...languages, { code: PSEUDO, name: "⟪Pseudo⟫", direction: "rtl", labels: `/widget/labels/${PSEUDO}.json` }], limits: { text: 2000, comment: 500 } };
}

/** The labels of a language; those of the pseudo-locale are longer and framed, so that a cut or a word outside of the labels shows. */
export function labels(code: string): Record<string, string> {
  const isPseudo = code === PSEUDO;
  const known = parse(readFileSync(join(ROOT, "locales", isPseudo ? "en" : code, "widget.yml"), "utf-8")) as Record<string, string>;
  return isPseudo ? Object.fromEntries(Object.entries(known).map(([key, text]) => [key, `«مرحبا ${text} سهلا»`])) : known;
}

function hostPage(query: URLSearchParams): string {
  const attributes = ["locale", "theme", "position"].filter((name) => query.has(name)).map((name) => `${name}="${query.get(name) ?? ""}"`);
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Host page</title>
<script type="module" src="/widget/dist/waypost-chat.js"></script></head>
<body><main><h1>A page of somebody else</h1><p>With some text, and <a href="/">a link</a>.</p></main><waypost-chat ${attributes.join(" ")}></waypost-chat></body></html>`;
}
