import { css } from "lit";

/** Colours, sizes, the frame, and what every button has. A page sets the properties without an underscore. */
export const base = css`
  :host {
    --_paper: var(--waypost-surface, light-dark(#ffffff, #10191c));
    --_raised: var(--waypost-surface-raised, light-dark(#f2f6f6, #1a262a));
    --_text: var(--waypost-text, light-dark(#14211f, #e7f0ef));
    --_soft: var(--waypost-text-soft, light-dark(#4f6260, #a3b7b4));
    --_line: var(--waypost-line, light-dark(#d9e3e2, #2c3c40));
    --_link: var(--waypost-accent-text, var(--waypost-accent, light-dark(#0b6b62, #4fd6c7)));
    --_head: var(--waypost-header, light-dark(var(--_accent), #14312f));
    --_on-head: var(--waypost-on-header, light-dark(var(--_on-accent), #e7f0ef));
    --_tint: light-dark(#e5f3f1, #12302e);
    --_warn: light-dark(#7a4a00, #f2c271);
    --_warn-paper: light-dark(#fff5e2, #2e2415);
    --_bad: light-dark(#a3202e, #ff9a9f);
    --_bad-paper: light-dark(#fdeeee, #37191c);
    --_radius: var(--waypost-radius, 18px);
    --_size: var(--waypost-font-size, 15px);
    position: absolute;
    inset-block-end: 76px;
    inset-inline-end: 0;
    inline-size: min(400px, calc(100vw - 40px));
    block-size: min(680px, calc(100dvh - 116px));
    color: var(--_text);
    font: 400 var(--_size) / 1.5 var(--_font);
  }
  :host([hidden]) { display: none; }
  *, ::before, ::after { box-sizing: border-box; }
  .panel {
    position: relative;
    display: flex;
    flex-direction: column;
    block-size: 100%;
    overflow: hidden;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_paper);
    box-shadow: 0 4px 12px rgb(10 25 30 / .1), 0 20px 60px rgb(10 25 30 / .24);
    animation: rise .18s ease-out;
  }
  @keyframes rise { from { opacity: 0; transform: translateY(10px); } }
  h2, h3, p, ul, ol, dl, dd { margin: 0; padding: 0; }
  ul, ol { list-style: none; }
  button, textarea { font: inherit; color: inherit; }
  button { cursor: pointer; }
  button:disabled { cursor: default; }
  :focus-visible { outline: 2px solid var(--_link); outline-offset: 2px; }
  .icon {
    flex: none;
    inline-size: 20px;
    block-size: 20px;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.8;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  [dir="rtl"] .send .icon, [dir="rtl"] .starts .icon, [dir="rtl"] .pages .out { transform: scaleX(-1); }
  .away {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
`;
