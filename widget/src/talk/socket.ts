/** The link over Socket.IO: websocket, else polling; reconnects by itself with growing pauses. */
import { io } from "socket.io-client";
import type { Ack, Refusal, ServerEvents } from "../protocol";
import type { Link, Listener } from "./link";

const CONNECT_LIMIT_MS = 8_000;
const ACK_LIMIT_MS = 15_000;
const LONGEST_PAUSE_MS = 8_000;
const EVENTS: readonly (keyof ServerEvents)[] = ["session", "history", "message", "typing", "reply", "rated", "locale", "deleted", "error"];

/** blocked: called at each new try. */
export function socketLink(server: string, path: string, listener: Listener, blocked: () => void): Link {
  const socket = io(new URL(server).origin, {
    path,
    autoConnect: false,
    forceNew: true,
    transports: ["websocket", "polling"],
    tryAllTransports: true,
    timeout: CONNECT_LIMIT_MS,
    reconnectionDelay: 500,
    reconnectionDelayMax: LONGEST_PAUSE_MS,
    auth: (go) => go({ ...listener.hello() }),
  });
  for (const event of EVENTS) socket.on(event, (data: ServerEvents[typeof event]) => listener.frame(event, data));
  socket.io.on("reconnect_attempt", blocked);
  socket.on("disconnect", (reason) => {
    listener.lost();
    if (reason === "io server disconnect") socket.connect();
  });
  socket.on("connect_error", (error) => {
    const refusal = (error as Error & { data?: Refusal }).data;
    if (refusal?.reason) {
      listener.refused(refusal);
      if (refusal.retry_after !== null) setTimeout(() => socket.connect(), refusal.retry_after * 1000);
    } else {
      listener.lost();
    }
  });
  return {
    open: () => void socket.connect(),
    close: () => void socket.disconnect(),
    say: async (event, data) => {
      if (!socket.connected) throw new Error("not connected");
      return (await socket.timeout(ACK_LIMIT_MS).emitWithAck(event, data)) as Ack;
    },
  };
}
