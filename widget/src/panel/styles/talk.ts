import { css } from "lit";

/** The conversation: greeting, messages of both sides, the writing dots. */
export const talk = css`
  .scroll {
    position: relative;
    flex: 1;
    min-block-size: 0;
    overflow: hidden auto;
    overscroll-behavior: contain;
    padding: 18px 16px 14px;
    scrollbar-width: thin;
    scrollbar-color: var(--_line) transparent;
  }
  .scroll:focus-visible { outline-offset: -3px; }
  .welcome h3 { font-size: 1.4em; font-weight: 680; line-height: 1.25; letter-spacing: -.01em; text-wrap: balance; }
  .welcome > p { margin-block: 6px 18px; color: var(--_soft); text-wrap: pretty; }
  .starts { display: grid; gap: 8px; }
  .starts button {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 12px;
    inline-size: 100%;
    min-block-size: 50px;
    padding: 10px 14px 10px 16px;
    border: 1px solid var(--_line);
    border-radius: 14px;
    background: var(--_paper);
    font-weight: 550;
    line-height: 1.35;
    text-align: start;
    transition: border-color .12s, background-color .12s;
  }
  .starts button:hover { border-color: var(--_link); background: var(--_tint); }
  .starts .icon { color: var(--_link); }
  .log { display: grid; gap: 14px; }
  .log > li { display: grid; gap: 6px; min-inline-size: 0; }
  .bubble { min-inline-size: 0; overflow-wrap: anywhere; }
  .said { justify-items: end; }
  .said .bubble {
    max-inline-size: 85%;
    padding: 9px 14px;
    border-radius: 18px;
    border-end-end-radius: 5px;
    background: var(--_accent);
    color: var(--_on-accent);
    white-space: pre-wrap;
  }
  .said.queued .bubble, .said.sending .bubble { opacity: .82; }
  .said.failed .bubble { background: var(--_bad-paper); color: var(--_text); outline: 1px solid var(--_bad); }
  .state { display: flex; align-items: center; gap: 4px; color: var(--_soft); font-size: .8em; }
  .state .icon { inline-size: 14px; block-size: 14px; }
  .state.bad { max-inline-size: 85%; color: var(--_bad); text-align: end; }
  .again {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    min-block-size: 44px;
    padding: 0 14px;
    border: 1px solid var(--_line);
    border-radius: 22px;
    background: var(--_paper);
    font-size: .9em;
    font-weight: 600;
  }
  .again .icon { inline-size: 16px; block-size: 16px; }
  .who { color: var(--_soft); font-size: .834em; font-weight: 600; }
  .to-end {
    position: sticky;
    inset-block-end: 0;
    display: grid;
    place-items: center;
    inline-size: 44px;
    block-size: 44px;
    margin-block-start: -44px;
    margin-inline-start: auto;
    padding: 0;
    border: 1px solid var(--_line);
    border-radius: 50%;
    background: var(--_paper);
    box-shadow: 0 3px 12px rgb(10 25 30 / .18);
  }
  .typing { padding-block-start: 14px; }
  .dots { display: inline-flex; gap: 5px; padding: 13px 15px; border-radius: 18px; border-end-start-radius: 5px; background: var(--_raised); }
  .dots i { inline-size: 7px; block-size: 7px; border-radius: 50%; background: var(--_soft); animation: beat 1.1s infinite ease-in-out; }
  .dots i:nth-child(2) { animation-delay: .15s; }
  .dots i:nth-child(3) { animation-delay: .3s; }
  @keyframes beat { 0%, 60%, 100% { opacity: .35; } 30% { opacity: 1; transform: translateY(-2px); } }
`;
