import { css } from "lit";

/** The composer. */
export const write = css`
  .composer { padding: 10px 12px max(8px, env(safe-area-inset-bottom)); border-block-start: 1px solid var(--_line); background: var(--_paper); }
  .write {
    display: flex;
    align-items: flex-end;
    gap: 6px;
    padding: 4px;
    border: 1.5px solid light-dark(#8a9c9a, #60777a);
    border-radius: 26px;
    background: var(--_paper);
  }
  .write:focus-within { border-color: var(--_link); box-shadow: 0 0 0 3px color-mix(in srgb, var(--_link) 22%, transparent); }
  textarea {
    flex: 1;
    min-inline-size: 0;
    padding: 10px 4px 10px 14px;
    border: 0;
    outline: 0;
    background: none;
    font-size: max(16px, 1em);
    line-height: 24px;
    resize: none;
  }
  textarea:focus-visible { outline: 0; }
  [dir="rtl"] textarea { padding: 10px 14px 10px 4px; }
  textarea::placeholder { color: var(--_soft); opacity: 1; }
  .send { display: grid; place-items: center; flex: none; inline-size: 44px; block-size: 44px; padding: 0; border: 0; border-radius: 50%; background: var(--_accent); color: var(--_on-accent); }
  .send:hover { filter: brightness(1.08); }
  .below { display: flex; align-items: center; justify-content: space-between; min-block-size: 44px; margin-block: 2px -6px; }
  .human { display: inline-flex; align-items: center; gap: 6px; min-block-size: 44px; padding: 0 10px; border: 0; border-radius: 10px; background: none; color: var(--_soft); font-size: .867em; font-weight: 600; }
  .human:hover { color: var(--_text); text-decoration: underline; text-underline-offset: 3px; }
  .human .icon { inline-size: 17px; block-size: 17px; }
  .count { color: var(--_soft); font-size: .8em; font-variant-numeric: tabular-nums; }
  .count.bad { color: var(--_bad); font-weight: 600; }
`;
