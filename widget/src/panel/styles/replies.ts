import { css } from "lit";

/** A reply: its Markdown, buttons, official pages. */
export const replies = css`
  .reply { justify-items: start; }
  .reply .bubble {
    max-inline-size: 100%;
    padding: 12px 15px;
    border-radius: 18px;
    border-end-start-radius: 5px;
    background: var(--_raised);
  }
  .reply.safety .bubble { box-shadow: inset 3px 0 var(--_warn); }
  [dir="rtl"] .reply.safety .bubble { box-shadow: inset -3px 0 var(--_warn); }
  .text > * + * { margin-block-start: 10px; }
  .text ul, .text ol { padding-inline-start: 1.35em; }
  .text ul { list-style: disc; }
  .text ol { list-style: decimal; }
  .text li::marker { color: var(--_soft); font-weight: 600; }
  .text li + li { margin-block-start: 5px; }
  .text h3 { font-size: 1em; font-weight: 650; }
  .text strong { font-weight: 650; }
  .text a { color: inherit; text-decoration-color: var(--_link); text-decoration-thickness: 1.5px; text-underline-offset: 3px; }
  .text a:hover { text-decoration-thickness: 2.5px; }
  .text blockquote { margin-inline: 0; padding: 9px 12px; border-radius: 10px; border-inline-start: 3px solid var(--_warn); background: var(--_warn-paper); }
  .text blockquote > * + * { margin-block-start: 6px; }
  .text code {
    padding: 1px 5px;
    border-radius: 5px;
    background: light-dark(#dfe9e8, #28383c);
    font: 500 .88em ui-monospace, "SF Mono", Menlo, Consolas, "Noto Sans Mono", monospace;
    overflow-wrap: anywhere;
  }
  .said .text code { background: color-mix(in srgb, var(--_on-accent) 15%, transparent); }
  .text pre { overflow: auto; white-space: pre-wrap; }
  .text table { border-collapse: collapse; font-size: .92em; }
  .text th, .text td { padding: 4px 8px; border: 1px solid var(--_line); text-align: start; }
  .text hr { border: 0; border-block-start: 1px solid var(--_line); }
  .copy {
    position: relative;
    display: inline-grid;
    place-items: center;
    inline-size: 26px;
    block-size: 26px;
    margin-inline-start: 3px;
    padding: 0;
    border: 0;
    border-radius: 7px;
    background: none;
    color: inherit;
    vertical-align: middle;
  }
  .copy::after { content: ""; position: absolute; inset: -9px; }
  .copy:hover { background: color-mix(in srgb, currentColor 12%, transparent); }
  .copy .icon { inline-size: 16px; block-size: 16px; }
  .choices { display: flex; flex-wrap: wrap; gap: 8px; margin-block-start: 2px; }
  .choices button {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    min-block-size: 44px;
    max-inline-size: 100%;
    padding: 6px 16px;
    border: 1.5px solid var(--_link);
    border-radius: 22px;
    background: var(--_paper);
    color: var(--_link);
    font-weight: 600;
    line-height: 1.25;
    overflow-wrap: anywhere;
    text-align: start;
  }
  .choices button:hover:enabled { background: var(--_tint); }
  .choices button:disabled { border-color: var(--_line); color: var(--_soft); }
  .choices .icon { inline-size: 16px; block-size: 16px; }
  .pages { margin-block-start: 12px; border-block-start: 1px solid var(--_line); }
  .pages summary {
    display: flex;
    align-items: center;
    gap: 8px;
    min-block-size: 44px;
    margin-block-end: -8px;
    border-radius: 8px;
    color: var(--_soft);
    font-size: .9em;
    font-weight: 600;
    list-style: none;
    cursor: pointer;
  }
  .pages summary::-webkit-details-marker { display: none; }
  .pages summary .icon { inline-size: 17px; block-size: 17px; }
  .pages summary .icon:last-child { margin-inline-start: auto; transition: transform .15s; }
  .pages[open] summary .icon:last-child { transform: rotate(180deg); }
  .pages ul { display: grid; gap: 6px; padding-block: 10px 4px; }
  .pages a {
    display: grid;
    grid-template-columns: 1fr auto;
    align-items: center;
    column-gap: 12px;
    padding: 9px 12px;
    border: 1px solid var(--_line);
    border-radius: 12px;
    background: var(--_paper);
    color: inherit;
    text-decoration: none;
  }
  .pages a:hover { border-color: var(--_link); }
  .pages .name { font-weight: 550; line-height: 1.35; }
  .pages .host { grid-row: 2; color: var(--_soft); font-size: .84em; }
  .pages a .icon { grid-area: 1 / 2 / 3; inline-size: 17px; block-size: 17px; color: var(--_soft); }
`;
