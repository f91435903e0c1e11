/** Markdown of the bot in, nodes that can do no harm out: marked finds the structure, only the elements below are made, DOMPurify looks again. */
import DOMPurify from "dompurify";
import { Lexer, type Token, type Tokens } from "marked";

const SAFE_LINK = /^(?:https:\/\/[^\s@/\\]+(?:[/?#][^\s]*)?|mailto:[^\s?@]+@[^\s?@]+)$/i;
const REL = "noopener noreferrer nofollow";
/** Kinds of tokens that are an element with what is in them. */
const PLAIN: Readonly<Record<string, string>> = { paragraph: "p", heading: "h3", strong: "strong", em: "em", del: "del", blockquote: "blockquote", list_item: "li" };
const TAGS = [...Object.values(PLAIN), "div", "ul", "ol", "br", "hr", "code", "pre", "a", "table", "tr", "th", "td"];

export function rendered(markdown: string): DocumentFragment {
  const box = document.createElement("div");
  box.append(...nodes(Lexer.lex(markdown)));
  DOMPurify.sanitize(box, { IN_PLACE: true, ALLOWED_TAGS: TAGS, ALLOWED_ATTR: ["href", "start", "rel", "target"], ADD_URI_SAFE_ATTR: ["rel", "target"] });
  const safe = document.createDocumentFragment();
  safe.append(...box.childNodes);
  return safe;
}

export function isSafeLink(address: string): boolean {
  return SAFE_LINK.test(address) && URL.canParse(address);
}

function nodes(tokens: readonly Token[] = []): Node[] {
  return tokens.flatMap(node);
}

function node(token: Token): Node | Node[] {
  const tag = PLAIN[token.type];
  if (tag !== undefined) return element(tag, nodes(inside(token)));
  switch (token.type) {
    case "space":
    case "def":
    case "checkbox":
      return [];
    case "br":
    case "hr":
      return element(token.type);
    case "code":
      return element("pre", [element("code", [new Text((token as Tokens.Code).text)])]);
    case "codespan":
      return element("code", [new Text((token as Tokens.Codespan).text)]);
    case "link":
      return link(token as Tokens.Link);
    case "list":
      return list(token as Tokens.List);
    case "table":
      return table(token as Tokens.Table);
    default:
      return inside(token).length > 0 ? nodes(inside(token)) : new Text((token as Tokens.Text).text);
  }
}

function inside(token: Token): Token[] {
  return ("tokens" in token ? token.tokens : undefined) ?? [];
}

function element(tag: string, children: readonly Node[] = []): HTMLElement {
  const made = document.createElement(tag);
  made.append(...children);
  return made;
}

/** A link that may not be followed is its text. */
function link(token: Tokens.Link): Node | Node[] {
  if (!isSafeLink(token.href)) return nodes(token.tokens);
  const made = element("a", nodes(token.tokens)) as HTMLAnchorElement;
  made.href = token.href;
  made.rel = REL;
  made.target = "_blank";
  return made;
}

function list(token: Tokens.List): HTMLElement {
  const made = element(token.ordered ? "ol" : "ul", nodes(token.items));
  if (typeof token.start === "number" && token.start > 1) made.setAttribute("start", String(token.start));
  return made;
}

function table(token: Tokens.Table): HTMLElement {
  const row = (tag: string, cells: readonly Tokens.TableCell[]) => element("tr", cells.map((cell) => element(tag, nodes(cell.tokens))));
  return element("table", [row("th", token.header), ...token.rows.map((cells) => row("td", cells))]);
}
