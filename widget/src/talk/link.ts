/** What carries frames between widget and bot: a socket, or REST where sockets are blocked. */
import type { Ack, ClientEvents, Hello, Refusal, ServerEvents } from "../protocol";

export interface Listener {
  /** Every frame of the server; `session` comes first. */
  frame<Name extends keyof ServerEvents>(event: Name, data: ServerEvents[Name]): void;
  /** The connection is gone; the link tries again by itself. */
  lost(): void;
  /** The server does not want this connection. */
  refused(error: Refusal): void;
  /** What to say at each connection. */
  hello(): Hello;
}

export interface Link {
  open(): void;
  close(): void;
  /** Rejects when no acknowledgement came: it may or may not have arrived. */
  say<Name extends keyof ClientEvents>(event: Name, data: ClientEvents[Name]): Promise<Ack>;
}
