import { css } from "lit";

/** What is asked of a person beside the talk: thumbs, wallet requests, the warning. */
export const asked = css`
  .thumbs { display: flex; flex-wrap: wrap; align-items: center; gap: 2px; color: var(--_soft); font-size: .834em; }
  .thumbs > span { padding-inline: 4px; }
  .thumb { display: grid; place-items: center; inline-size: 44px; block-size: 44px; margin-block: -8px; padding: 0; border: 0; border-radius: 50%; background: none; color: var(--_soft); }
  .thumb .icon { inline-size: 18px; block-size: 18px; }
  .thumb:hover { color: var(--_text); background: var(--_raised); }
  .thumb[aria-pressed="true"] { color: var(--_link); }
  .thumb[aria-pressed="true"] .icon { fill: color-mix(in srgb, currentColor 25%, transparent); }
  .reasons { display: flex; flex-wrap: wrap; gap: 6px; inline-size: 100%; padding: 10px 4px 2px; }
  .reasons > span { inline-size: 100%; }
  .reasons button { min-block-size: 44px; padding: 4px 14px; border: 1px solid var(--_line); border-radius: 22px; background: var(--_paper); color: var(--_text); font-size: 1.08em; }
  .reasons button:hover { border-color: var(--_link); }
  .reasons button[aria-pressed="true"] { border-color: var(--_link); background: var(--_tint); font-weight: 600; }
  .wallet { margin-block-start: 12px; padding: 13px 14px; border: 1px solid var(--_line); border-radius: 14px; background: var(--_paper); }
  .wallet h3 { display: flex; align-items: center; gap: 9px; font-size: 1em; font-weight: 650; line-height: 1.3; }
  .wallet h3 .icon { color: var(--_link); }
  .wallet dl { display: grid; margin-block: 10px 12px; font-size: .9em; }
  .wallet dl div { display: grid; grid-template-columns: minmax(88px, 34%) 1fr; gap: 10px; align-items: baseline; padding-block: 5px; border-block-end: 1px solid var(--_line); }
  .wallet dt { color: var(--_soft); overflow-wrap: anywhere; }
  .wallet dd { display: flex; align-items: center; justify-content: space-between; gap: 4px; min-inline-size: 0; }
  .wallet dd span { min-inline-size: 0; overflow-wrap: anywhere; }
  .wallet dd .copy { flex: none; }
  .main {
    min-block-size: 44px;
    inline-size: 100%;
    padding: 8px 16px;
    border: 1px solid transparent;
    border-radius: 12px;
    background: var(--_accent);
    color: var(--_on-accent);
    font-weight: 650;
  }
  .main:hover:enabled { filter: brightness(1.08); }
  .main:disabled { background: var(--_raised); color: var(--_soft); }
  .pick { display: grid; gap: 8px; }
  .pick p { color: var(--_soft); font-size: .9em; }
  .pick button { min-block-size: 44px; padding: 8px 14px; border: 1px solid var(--_line); border-radius: 12px; background: var(--_paper); font-weight: 600; text-align: start; }
  .pick button:hover { border-color: var(--_link); }
  .hand { display: grid; gap: 6px; color: var(--_soft); font-size: .9em; }
  .outcome { font-size: .9em; }
  .outcome:not(:empty) { margin-block-start: 10px; }
  .outcome.done { color: var(--_link); font-weight: 600; }
  .outcome.failed, .outcome.unsupported, .outcome.pending, .outcome.rejected { color: var(--_warn); }
  .held { padding: 16px; border-block-start: 3px solid var(--_bad); background: var(--_bad-paper); animation: rise .16s ease-out; }
  .held { display: grid; grid-template-columns: auto 1fr; gap: 4px 10px; align-items: center; }
  .held > p, .held > .answers { grid-column: 1 / -1; }
  .held .sign { display: grid; color: var(--_bad); }
  .held .sign .icon { inline-size: 26px; block-size: 26px; }
  .held h3 { color: var(--_bad); font-size: 1.067em; font-weight: 680; }
  .held p { margin-block-end: 10px; }
  .answers { display: grid; grid-template-columns: 1fr 1fr; gap: 8px; }
  .answers button { min-block-size: 44px; padding: 6px 12px; border: 1px solid var(--_line); border-radius: 12px; background: var(--_paper); font-weight: 600; line-height: 1.25; }
  .answers .main { border-color: transparent; background: var(--_bad); color: light-dark(#fff, #2a0d10); }
  .answers .quiet { grid-column: 1 / -1; border-color: transparent; background: none; color: var(--_text); font-size: .9em; text-decoration: underline; text-underline-offset: 3px; }
`;
