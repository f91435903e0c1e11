import { css } from "lit";

/** Phones, reduced motion, forced colours. */
export const modes = css`
  @media (max-width: 480px) {
    :host {
      position: fixed;
      inset: var(--_top, 0) 0 auto;
      inline-size: 100%;
      block-size: var(--_height, 100dvh);
    }
    .panel { border: 0; border-radius: 0; animation: none; }
  }
  @media (max-height: 420px) {
    .promise { padding-block: 4px; }
    .below { display: none; }
  }
  @media (prefers-reduced-motion: reduce) {
    *, ::before, ::after { animation: none !important; transition: none !important; }
  }
  @media (prefers-contrast: more) {
    .panel { --_line: currentColor; --_soft: var(--_text); }
  }
  @media (forced-colors: active) {
    .head { border-block-end: 1px solid CanvasText; }
    .bubble, .dots, .mark { border: 1px solid CanvasText; }
    .said .bubble { border-color: Highlight; }
    .send, .main { border: 1px solid ButtonText; }
    .dots i { background: CanvasText; }
    [aria-pressed="true"] { outline: 2px solid Highlight; }
    .write:focus-within { outline: 2px solid Highlight; }
  }
`;
