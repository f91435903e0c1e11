/** The part of a phone's screen that the keyboard leaves free; the panel fills it. */

const PHONE = "(max-width: 480px)";
const FOCUSABLE = "button:not([disabled]), a[href], textarea, [tabindex='0'], summary";

export class Viewport {
  private readonly phone = matchMedia(PHONE);

  constructor(private readonly panel: HTMLElement) {}

  get isPhone(): boolean {
    return this.phone.matches;
  }

  start(): void {
    this.fit();
    visualViewport?.addEventListener("resize", this.fit);
    visualViewport?.addEventListener("scroll", this.fit);
  }

  stop(): void {
    visualViewport?.removeEventListener("resize", this.fit);
    visualViewport?.removeEventListener("scroll", this.fit);
  }

  /** On a full screen the focus goes round inside the panel. */
  keepInside(event: KeyboardEvent, root: ParentNode): void {
    const stops = [...root.querySelectorAll<HTMLElement>(FOCUSABLE)].filter((stop) => stop.checkVisibility());
    const [first, last] = [stops[0], stops.at(-1)];
    const now = (root as ShadowRoot).activeElement;
    if (event.shiftKey && now === first) {
      event.preventDefault();
      last?.focus();
    } else if (!event.shiftKey && now === last) {
      event.preventDefault();
      first?.focus();
    }
  }

  private readonly fit = (): void => {
    const view = visualViewport;
    if (!view) return;
    this.panel.style.setProperty("--_height", `${view.height}px`);
    this.panel.style.setProperty("--_top", `${view.offsetTop}px`);
  };
}
