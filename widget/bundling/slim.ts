/** Scripts in, the same without what the widget never runs out: white space of templates, transports and packets that are not used, marked's way to HTML. */
import type { Plugin } from "vite";

/** Modules of Socket.IO's client for WebTransport and for packets with bytes: the protocol has neither. */
const UNUSED: Readonly<Record<string, string>> = {
  "/webtransport.js": "export class WT {}",
  "/binary.js": "export const deconstructPacket = (packet) => ({ packet, buffers: [] }); export const reconstructPacket = (packet) => packet;",
  "/base64-arraybuffer.js": "export const decode = () => new ArrayBuffer(0);",
  "/is-binary.js": "export const isBinary = () => false; export const hasBinary = isBinary;",
};

export function slim(): Plugin {
  return {
    name: "waypost-slim",
    apply: "build",
    enforce: "pre",
    resolveId: (id, from) => (/(?:engine|socket)\.io-(?:client|parser)/.test(from ?? "") ? unusedId(id) : undefined),
    /** Nothing is preloaded: a chunk has neither styles nor, in practice, other chunks. */
    load: (id) => (id === "\0vite/preload-helper.js" ? "export const __vitePreload = (load) => load();" : id.startsWith("\0unused:") ? UNUSED[id.slice("\0unused:".length)] : undefined),
    transform(code, id) {
      if (id.endsWith("/marked.esm.js")) return { code: lexerOnly(code), map: null };
      if (/src\/(?:panel\/styles\/|launcher\.ts)/.test(id)) return { code: code.replace(/`[^`]*`/g, sheet), map: null };
      return /src\/panel\//.test(id) ? { code: code.replace(/>\s*\n\s*</g, "><").replace(/\n\s{6,}/g, " "), map: null } : undefined;
    },
  };
}

function unusedId(id: string): string | undefined {
  const name = Object.keys(UNUSED).find((end) => id.endsWith(end));
  return name && `\0unused:${name}`;
}

/** marked makes an instance of everything when it is loaded, which keeps its renderer and parser alive. Only the lexer is wanted. */
function lexerOnly(code: string): string {
  const end = /;var \w+=new \w+;function \w+\(\w+,\w+\)\{return \w+\.parse\(\w+,\w+\)\}/.exec(code);
  const lexer = /[{,](\w+) as Lexer[,}]/.exec(code);
  if (!end || !lexer) throw new Error("bundling/slim.ts: marked has another form than 18.2.1: look at its end again");
  return `${code.slice(0, end.index)};export{${lexer[1]} as Lexer};`;
}

function sheet(css: string): string {
  return css.replace(/\s+/g, " ").replace(/ ?([{};,]) ?/g, "$1").replace(/: /g, ":").replace(/;}/g, "}");
}
