/** The link over REST, for networks that let neither websocket nor polling through: asks for news every few seconds. */
import type { Ack, History, Message, Reply, ServerEvents, Session } from "../protocol";
import type { Link, Listener } from "./link";

const NEWS_EVERY_MS = 4_000;
const LIMIT_MS = 30_000;

interface Answer {
  ack: Ack;
  events: { event: keyof ServerEvents; data: never }[];
}

export function restLink(server: string, listener: Listener): Link {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let token = "";
  let newest = 0;

  const asked = async (event: string, data: object): Promise<Ack> => {
    const [address, method] = event === "delete" ? ["/widget/v1/conversation", "DELETE"] : [`/widget/v1/${event}`, "POST"];
    const headers = { "Content-Type": "application/json", ...(event === "hello" ? {} : { Authorization: `Bearer ${token}` }) };
    const answer = await fetch(new URL(address, server), { method, headers, body: JSON.stringify(data), signal: AbortSignal.timeout(LIMIT_MS) });
    const { ack, events } = (await answer.json()) as Answer;
    for (const frame of events) {
      note(frame.event, frame.data);
      listener.frame(frame.event, frame.data);
    }
    return ack;
  };
  const note = (event: string, data: unknown): void => {
    if (event === "session") token = (data as Session).token;
    if (event === "message" || event === "reply") newest = Math.max(newest, (data as Message | Reply).at);
    if (event === "history") for (const item of (data as History).items) newest = Math.max(newest, item.data.at);
  };
  const begin = async (): Promise<void> => {
    try {
      const ack = await asked("hello", listener.hello());
      if (ack.status === "failed") listener.refused(ack.error);
      timer = setTimeout(() => void news(), NEWS_EVERY_MS);
    } catch {
      listener.lost();
      timer = setTimeout(() => void begin(), NEWS_EVERY_MS);
    }
  };
  const news = async (): Promise<void> => {
    try {
      const ack = await asked("get_history", { after: newest });
      if (ack.status === "failed" && (ack.error.reason === "expired" || ack.error.reason === "invalid")) {
        await begin();
        return;
      }
      timer = setTimeout(() => void news(), NEWS_EVERY_MS);
    } catch {
      listener.lost();
      timer = setTimeout(() => void begin(), NEWS_EVERY_MS);
    }
  };
  return { open: () => void begin(), close: () => clearTimeout(timer), say: asked };
}
