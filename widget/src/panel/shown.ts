/** An item of the conversation, drawn again only when something of it changed: a long conversation stays as quick as a short one. */
import { guard } from "lit/directives/guard.js";
import { pressable, pressed, type Item } from "../talk/items";
import type { ChatPanel } from "./panel";
import { reply } from "./reply";
import { said } from "./said";

export function shown(panel: ChatPanel, item: Item): unknown {
  if (item.kind === "said") return guard([item, panel.speech], () => said(panel, item));
  const { items } = panel.talk;
  const [isOpen, choice] = [pressable(items, item), pressed(items, item)];
  const asked = panel.asking.has(item.id) ? (panel.asking.get(item.id) ?? "?") : "";
  const wallet = item.envelope.wallet.length > 0 ? `${panel.walletList.length} ${panel.wallets.version}` : "";
  return guard([item, panel.speech, isOpen, choice, asked, wallet], () => reply(panel, item, isOpen, choice));
}
