/** Nodes that are made once for a panel, a language and a content: a redraw must not take a text selection away. */
import type { ChatPanel } from "./panel";

const MOST = 400;
const made = new WeakMap<ChatPanel, Map<string, HTMLElement>>();

export function kept(panel: ChatPanel, content: string, make: () => DocumentFragment): HTMLElement {
  const nodes = made.get(panel) ?? new Map<string, HTMLElement>();
  made.set(panel, nodes);
  const key = `${panel.speech.language.code} ${content}`;
  const known = nodes.get(key);
  if (known) return known;
  const box = document.createElement("div");
  box.className = "text";
  box.append(make());
  nodes.set(key, box);
  if (nodes.size > MOST) nodes.delete(nodes.keys().next().value ?? "");
  return box;
}
