/** The demo page: sample questions go into the chat, the snippet into the clipboard. */
import type {} from "../src/define";

const SHOWN_MS = 1_600;
/** Nothing can be pressed before there is something behind it. */
await customElements.whenDefined("waypost-chat");
for (const button of document.querySelectorAll<HTMLButtonElement>("button[disabled]")) button.disabled = false;
for (const place of document.querySelectorAll("[data-origin]")) place.textContent = location.origin;

const chat = document.querySelector("waypost-chat");

for (const button of document.querySelectorAll<HTMLButtonElement>("[data-ask]")) {
  button.addEventListener("click", () => void chat?.send(button.dataset.ask ?? ""));
}
for (const button of document.querySelectorAll<HTMLButtonElement>("[data-open]")) {
  button.addEventListener("click", () => void chat?.open());
}
for (const button of document.querySelectorAll<HTMLButtonElement>("[data-copied]")) {
  const words = button.textContent;
  button.addEventListener("click", () => {
    void navigator.clipboard.writeText(document.querySelector(".snippet code")?.textContent ?? "").then(() => {
      button.textContent = button.dataset.copied ?? "";
      setTimeout(() => (button.textContent = words), SHOWN_MS);
    });
  });
}
