/** A wallet request as a card: what it changes is shown before anything can be pressed, and what came of it is said in words. */
import { html, nothing, type TemplateResult } from "lit";
import { copyButton } from "../markdown/copies";
import type { WalletOffer } from "../protocol";
import type { Wallet } from "../wallet/discovery";
import { ask, requestOf, type Outcome, type Request } from "../wallet/request";
import { drawn } from "./icons";
import type { ChatPanel } from "./panel";

interface Step {
  state: "idle" | "choosing" | "waiting" | Outcome;
  wallet: string;
}

const IDLE: Step = { state: "idle", wallet: "" };
const BY_HAND: readonly Step["state"][] = ["unsupported", "failed"];

/** The requests of one panel and how far each of them is. */
export class WalletDesk {
  /** Grows with every change. */
  version = 0;
  private readonly steps = new Map<string, Step>();

  constructor(private readonly changed: () => void) {}

  card(panel: ChatPanel, id: string, offer: WalletOffer): TemplateResult | typeof nothing {
    const request = requestOf(offer);
    if (!request) return nothing;
    const { say } = panel.speech;
    const step = this.steps.get(id) ?? IDLE;
    const words = { copy: say("copy"), copied: say("copied") };
    const none = panel.walletList.length === 0;
    return html`<section class="wallet" part="wallet" aria-label=${offer.title}>
      <h3>${drawn("wallet")}<span dir="auto">${offer.title}</span></h3>
      <dl>${request.values.map(([label, value]) => html`<div><dt>${say(label)}</dt><dd dir="ltr"><span>${value}</span>${copyButton(value, words)}</dd></div>`)}</dl>
      ${none ? this.byHand(panel, offer) : this.buttons(panel, id, request, step)}
      <p class="outcome ${step.state}" role="status">${outcome(panel, step)}</p>
      ${BY_HAND.includes(step.state) ? this.byHand(panel, offer) : nothing}
    </section>`;
  }

  private buttons(panel: ChatPanel, id: string, request: Request, step: Step): TemplateResult {
    const { say } = panel.speech;
    const [only, ...others] = panel.walletList;
    if (step.state === "choosing") {
      return html`<div class="pick" role="group" aria-label=${say("wallet_choose")}><p>${say("wallet_choose")}</p>
        ${panel.walletList.map((wallet) => html`<button type="button" @click=${() => void this.ask(id, request, wallet)}>${wallet.name}</button>`)}</div>`;
    }
    const press = () => (only && others.length === 0 ? void this.ask(id, request, only) : this.set(id, { state: "choosing", wallet: "" }));
    return html`<button type="button" class="main" ?disabled=${step.state === "waiting" || step.state === "done"} @click=${press}>
      ${say(request.call.method === "wallet_watchAsset" ? "wallet_add_token" : "wallet_add_network")}</button>`;
  }

  private byHand(panel: ChatPanel, offer: WalletOffer): TemplateResult {
    const { say } = panel.speech;
    const steps = offer.method === "wallet_watchAsset" ? "wallet_hand_token" : "wallet_hand_network";
    return html`<div class="hand">${panel.walletList.length === 0 ? html`<p>${say("wallet_none")}</p>` : nothing}<p>${say(steps)}</p></div>`;
  }

  private async ask(id: string, request: Request, wallet: Wallet): Promise<void> {
    this.set(id, { state: "waiting", wallet: wallet.name });
    this.set(id, { state: await ask(wallet, request), wallet: wallet.name });
  }

  private set(id: string, step: Step): void {
    this.steps.set(id, step);
    this.version += 1;
    this.changed();
  }
}

function outcome(panel: ChatPanel, { state, wallet }: Step): string {
  return state === "idle" || state === "choosing" ? "" : panel.speech.say(`wallet_${state}`, { wallet });
}
