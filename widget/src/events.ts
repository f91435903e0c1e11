/** The events of <waypost-chat>; all bubble and leave the shadow root. No event carries what a person wrote. */

export interface ChatEvents {
  "waypost-ready": { locale: string };
  "waypost-open": null;
  "waypost-close": null;
  "waypost-sent": { id: string };
  "waypost-reply": { answer: string; kind: string; locale: string };
  "waypost-unread": { count: number };
  "waypost-locale": { locale: string };
  "waypost-rated": { answer: string; value: "up" | "down" };
  "waypost-error": { reason: string };
}

export function tell<Name extends keyof ChatEvents>(target: EventTarget, name: Name, detail: ChatEvents[Name]): void {
  target.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
}
