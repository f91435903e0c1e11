/** The word lists of BIP-39, fetched from the bot when a text may need them; lookups by folded word. The same rules as waypost/safety/wordlists.py. */

const ABBREVIATION = 4;
const SHORTEST_WITH_SLIP = 5;
const FIRST_KATAKANA = 0x30a1;
const LAST_KATAKANA = 0x30f6;
const TO_HIRAGANA = 0x60;
const LATIN = ["english", "spanish", "portuguese", "french", "italian", "czech", "turkish"] as const;

/** Which lists a text in a script can be written with. */
const SCRIPTS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/\p{Script=Latin}/u, LATIN],
  [/\p{Script=Cyrillic}/u, ["russian"]],
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/u, ["japanese"]],
  [/\p{Script=Hangul}/u, ["korean"]],
  [/\p{Script=Han}/u, ["chinese_simplified", "chinese_traditional"]],
];

/** Without case and accents; Turkish i as i; kana as hiragana. */
export function folded(text: string): string {
  const plain = text.toLowerCase().replace(/ı/g, "i").normalize("NFKD").replace(/[\u0300-\u036f\u0483-\u0487\u3099\u309a]+/g, "");
  return Array.from(plain).map(toHiragana).join("");
}

function toHiragana(letter: string): string {
  const code = letter.codePointAt(0) ?? 0;
  return code >= FIRST_KATAKANA && code <= LAST_KATAKANA ? String.fromCodePoint(code - TO_HIRAGANA) : letter;
}

export function listsFor(text: string): string[] {
  return SCRIPTS.flatMap(([script, names]) => (script.test(text) ? names : []));
}

export class WordList {
  readonly rank: ReadonlyMap<string, number>;
  private readonly short: ReadonlySet<string>;
  private slips: Set<string> | undefined;

  /** words: folded, in the order of the list. */
  constructor(words: readonly string[]) {
    this.rank = new Map(words.map((word, place) => [word, place]));
    this.short = new Set(words.filter((word) => word.length >= ABBREVIATION).map((word) => word.slice(0, ABBREVIATION)));
  }

  has(word: string): boolean {
    return this.rank.has(word);
  }

  /** Whether a word of at most four letters stands for one of the list. */
  hasShort(word: string): boolean {
    return word.length <= ABBREVIATION && (this.short.has(word) || this.rank.has(word));
  }

  /** Whether a word differs from one of the list by a wrong, missing, added or swapped letter. */
  hasNear(word: string): boolean {
    if (word.length < SHORTEST_WITH_SLIP) return false;
    const slips = (this.slips ??= new Set([...this.rank.keys()].flatMap((known) => [known, ...withOneLess(known)])));
    return slips.has(word) || withOneLess(word).some((cut) => slips.has(cut));
  }
}

function withOneLess(word: string): string[] {
  return Array.from(word).map((_, place) => word.slice(0, place) + word.slice(place + 1));
}

export type Lists = (names: readonly string[]) => Promise<WordList[]>;

/** Lists from the bot, each fetched once; one that cannot be had is asked for again the next time. base: address of the bundle's folder. */
export function listsFrom(base: string): Lists {
  const known = new Map<string, Promise<WordList>>();
  const list = (name: string): Promise<WordList> => {
    const found = known.get(name) ?? fetched(`${base}words/${name}.txt`);
    known.set(name, found);
    found.catch(() => known.delete(name));
    return found;
  };
  return (names) => Promise.all(names.map(list));
}

async function fetched(address: string): Promise<WordList> {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`no word list: ${answer.status}`);
  return new WordList((await answer.text()).trim().split("\n"));
}
