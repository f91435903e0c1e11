/** Text in, whether a private key or a wallet file stands in it out. The rules of waypost/safety/{hex_keys,other_keys,keystores}.py, without checksums. */
import { cuesOf, type Cues } from "./cues";

const KEY = 64;
const KEY_PAIR = 128;
const FEWEST_DIGITS = 12;
const MOST_GROUPS = 64;
const FEWEST_BYTES = 48;
const SEED_BYTES = 32;
const SECRET_SIZE = 12;
const LINK = /https?:\/\/\S+|(?<![\w.-])(?:[\w-]{1,40}\.){1,4}[a-z]{2,12}\/\S+/gi;
const HEX_RUN = /(?<![0-9a-zA-Z])(?:0[xX] ?)?[0-9a-fA-F]+(?:[\s:_.,;|/"'\\-]{1,4}(?:0[xX] ?)?[0-9a-fA-F]+)*(?![0-9a-zA-Z])/g;
const HEX_GROUP = /(0[xX] ?)?([0-9a-fA-F]+)/g;
const SHAPES = [/^[5KL][1-9A-HJ-NP-Za-km-z]{50,51}$/, /^[a-zA-Z]prv[1-9A-HJ-NP-Za-km-z]{100,112}$/, /^S[A-Z2-7]{55}$/];
/** A key pair of Solana. A signature of a transaction has the same form: only words beside it tell them apart here. */
const SOLANA = /^[1-9A-HJ-NP-Za-km-z]{86,88}$/;
const TOKEN = /(?<![0-9A-Za-z])[0-9A-Za-z]{50,120}(?![0-9A-Za-z])/g;
const PUBLIC = /^(?:[a-zA-Z]pub|(?:bc|tb|ltc|bnb|addr|stake|cosmos|osmo|erd|terra|inj)1)/i;
const WIF_IN_GROUPS = /(?<![0-9A-Za-z])[5KL](?:[1-9A-HJ-NP-Za-km-z]|[\s-]{1,2}(?=[1-9A-HJ-NP-Za-km-z])){50,70}(?![0-9A-Za-z])/g;
const ARRAY = /(?<!\d)\d{1,3}(?:\s{0,9},\s{0,9}\d{1,3}){31,}/g;
const FIELD =
  /["'\\]{0,4}\b(crypto|ciphertext|cipherparams|cipher|kdfparams|kdf|mac|salt|iv|dklen|prf|data|keyMetadata)\b["'\\]{0,4}\s{0,9}[:=]\s{0,9}(?:["'\\]{0,4}([0-9A-Za-z+/=-]{1,80})|\{)/gi;
const SURE = new Set(["ciphertext", "mac"]);
const SECRET = new Set(["ciphertext", "mac", "salt", "iv", "data"]);

export function holdsKey(text: string): boolean {
  const cues = cuesOf(text);
  const bare = text.replace(LINK, (link) => " ".repeat(link.length));
  return hasHex(bare, cues) || hasOther(text, bare, cues) || hasArray(text, cues) || hasKeystore(text);
}

function hasHex(text: string, cues: Cues): boolean {
  return [...text.matchAll(HEX_RUN)].some(([run]) => run.length >= KEY - 1 && hasKeySize([...run.matchAll(HEX_GROUP)], cues));
}

function hasKeySize(groups: readonly RegExpMatchArray[], cues: Cues): boolean {
  return groups.some(([, prefix, digits = ""], place) => {
    if (!cues.key && (prefix !== undefined || cues.transaction)) return false;
    const nearly = Math.abs(digits.length - KEY) <= 1;
    return digits.length === KEY || digits.length === KEY_PAIR || (cues.key && nearly) || isCut(groups.slice(place, place + MOST_GROUPS));
  });
}

/** Whether successive groups together are a key: letters and figures mixed, not a row of dates or amounts. */
function isCut(groups: readonly RegExpMatchArray[]): boolean {
  let joined = "";
  for (const [, , digits = ""] of groups) {
    joined += digits;
    if (joined.length >= KEY) break;
  }
  return joined.length === KEY && count(joined, /\d/g) >= FEWEST_DIGITS && count(joined, /[a-f]/gi) >= FEWEST_DIGITS / 2;
}

function hasOther(text: string, bare: string, cues: Cues): boolean {
  if ((text.match(TOKEN) ?? []).some((token) => SHAPES.some((shape) => shape.test(token)))) return true;
  if ((bare.match(WIF_IN_GROUPS) ?? []).some((run) => /^[5KL]\w{50,51}$/.test(run.replace(/[\s-]/g, "")) && /\d/.test(run))) return true;
  return (bare.match(TOKEN) ?? []).some((token) => (cues.key && isMixed(token) && !PUBLIC.test(token)) || (!cues.transaction && SOLANA.test(token)));
}

/** Both cases and digits, as the secrets of exchanges are. */
function isMixed(token: string): boolean {
  return /\d/.test(token) && /[a-z]/.test(token) && /[A-Z]/.test(token);
}

function hasArray(text: string, cues: Cues): boolean {
  return (text.match(ARRAY) ?? []).some((row) => {
    const numbers = row.split(",").map(Number);
    return Math.max(...numbers) < 256 && ((numbers.length >= FEWEST_BYTES && numbers.length <= KEY + 2) || (cues.key && numbers.length >= SEED_BYTES));
  });
}

function hasKeystore(text: string): boolean {
  const fields = [...text.matchAll(FIELD)].map(([, name = "", value = ""]) => ({ name: name.toLowerCase(), value }));
  const secret = fields.filter(({ name, value }) => SECRET.has(name) && value.length >= SECRET_SIZE);
  return secret.length > 0 && (fields.length > 1 || secret.some(({ name }) => SURE.has(name)));
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
