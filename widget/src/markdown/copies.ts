/** Nodes in; the same with a copy button beside each address, hash and piece of code. */
import { drawn } from "../panel/icons";

const ADDRESS = /0x[0-9a-fA-F]{64}(?![0-9a-zA-Z])|0x[0-9a-fA-F]{40}(?![0-9a-zA-Z])|\bbnb1[02-9ac-hj-np-z]{38}\b/;
/** Code that people need elsewhere: addresses, numbers, long values; a name of a button is none. */
const WORTH = /^(?:https:\/\/\S+|0x[0-9a-f]+|\d[\d.,]*|\S{20,})$/i;
const SHOWN_MS = 1_600;

export interface CopyWords {
  copy: string;
  copied: string;
}

export function withCopies(root: DocumentFragment, words: CopyWords): DocumentFragment {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const texts: Text[] = [];
  while (walker.nextNode()) if (!walker.currentNode.parentElement?.closest("a, code, pre")) texts.push(walker.currentNode as Text);
  for (const text of texts) markAddresses(text);
  for (const code of root.querySelectorAll("code")) if (WORTH.test(code.textContent)) code.after(copyButton(code.textContent, words));
  return root;
}

export function textWithCopies(text: string, words: CopyWords): DocumentFragment {
  const root = document.createDocumentFragment();
  root.append(text);
  return withCopies(root, words);
}

function markAddresses(text: Text): void {
  for (let found = ADDRESS.exec(text.data); found; found = ADDRESS.exec(text.data)) {
    const address = text.splitText(found.index);
    const rest = address.splitText(found[0].length);
    const code = document.createElement("code");
    code.textContent = found[0];
    address.replaceWith(code);
    text = rest;
  }
}

export function copyButton(value: string, words: CopyWords): HTMLElement {
  const button = document.createElement("button");
  const name = (label: string) => {
    button.setAttribute("aria-label", `${label}: ${value}`);
    button.title = label;
  };
  button.type = "button";
  button.className = "copy";
  button.append(drawn("copy"));
  name(words.copy);
  button.addEventListener("click", () => {
    void copied(value).then((done) => {
      if (!done) return;
      button.replaceChildren(drawn("check"));
      name(words.copied);
      button.dispatchEvent(new CustomEvent("copied", { bubbles: true, composed: true }));
      setTimeout(() => {
        button.replaceChildren(drawn("copy"));
        name(words.copy);
      }, SHOWN_MS);
    });
  });
  return button;
}

async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
