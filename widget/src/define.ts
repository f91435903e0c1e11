/** What a page loads: registers <waypost-chat>. */
import { WaypostChat } from "./element";

if (!customElements.get("waypost-chat")) customElements.define("waypost-chat", WaypostChat);

declare global {
  interface HTMLElementTagNameMap {
    "waypost-chat": WaypostChat;
  }
}
