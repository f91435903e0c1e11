import { css } from "lit";

/** The head with its menus, the promise, the notices. */
export const head = css`
  .head {
    position: relative;
    z-index: 2;
    display: flex;
    align-items: center;
    gap: 2px;
    padding: 10px 8px 10px 14px;
    background: var(--_head);
    color: var(--_on-head);
  }
  [dir="rtl"] .head { padding: 10px 14px 10px 8px; }
  .mark {
    display: grid;
    place-items: center;
    flex: none;
    inline-size: 38px;
    block-size: 38px;
    margin-inline-end: 10px;
    border-radius: 12px;
    background: color-mix(in srgb, var(--_on-head) 15%, transparent);
  }
  .mark .icon { inline-size: 24px; block-size: 24px; }
  .title { flex: 1; min-inline-size: 0; }
  .title h2 { font-size: 1.067em; font-weight: 650; line-height: 1.25; }
  .title p { font-size: .834em; line-height: 1.3; }
  .tool {
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 5px;
    flex: none;
    min-inline-size: 44px;
    block-size: 44px;
    padding: 0 8px;
    border: 0;
    border-radius: 12px;
    background: none;
    font-size: .834em;
    font-weight: 650;
  }
  .tool:hover, .tool[aria-expanded="true"] { background: color-mix(in srgb, var(--_on-head) 15%, transparent); }
  .tool:focus-visible { outline-color: var(--_on-head); outline-offset: -3px; }
  [data-menu="more"] .icon { stroke-width: 3; }
  .menu {
    position: absolute;
    inset-block-start: calc(100% - 2px);
    inset-inline-end: 10px;
    display: grid;
    min-inline-size: 210px;
    max-inline-size: calc(100% - 20px);
    padding: 6px;
    border: 1px solid var(--_line);
    border-radius: 14px;
    background: var(--_paper);
    color: var(--_text);
    box-shadow: 0 12px 36px rgb(10 25 30 / .22);
  }
  .menu button {
    display: flex;
    align-items: center;
    gap: 10px;
    min-block-size: 44px;
    padding: 8px 12px;
    border: 0;
    border-radius: 9px;
    background: none;
    text-align: start;
  }
  .menu button:hover { background: var(--_raised); }
  .menu button .icon { color: var(--_soft); }
  .menu [aria-pressed] { justify-content: space-between; }
  .menu [aria-pressed="true"] { font-weight: 650; }
  .menu [aria-pressed="true"] .icon { color: var(--_link); }
  .menu.ask { inline-size: 290px; gap: 6px; padding: 14px; }
  .menu.ask p { padding-block-end: 6px; }
  .menu.ask button { justify-content: center; border: 1px solid var(--_line); font-weight: 600; }
  .menu.ask .danger { border-color: var(--_bad); color: var(--_bad); }
  .promise, .notice {
    display: flex;
    align-items: flex-start;
    gap: 8px;
    padding: 8px 16px;
    font-size: .867em;
    line-height: 1.4;
  }
  .promise { border-block-end: 1px solid var(--_line); background: var(--_tint); }
  .promise .icon { inline-size: 18px; block-size: 18px; margin-block-start: 1px; color: var(--_link); }
  .notice { background: var(--_warn-paper); color: var(--_warn); }
  .notice .icon { inline-size: 18px; block-size: 18px; margin-block-start: 1px; }
  .notice.check { background: var(--_tint); color: var(--_text); }
`;
