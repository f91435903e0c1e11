/** The word lists of BIP-39 for tests, by the bot's names of them. */
import { WordList, folded, type Lists } from "../../src/secrets/words";

const FILES: Readonly<Record<string, string>> = {
  english: "english", spanish: "spanish", portuguese: "portuguese", french: "french", italian: "italian", czech: "czech",
  japanese: "japanese", korean: "korean", chinese_simplified: "simplified-chinese", chinese_traditional: "traditional-chinese",
};

/** Lists that the package lacks (Russian, Turkish) are empty here; the browser tests have the bot's own. */
export async function words(name: string): Promise<string[]> {
  const file = FILES[name];
  if (!file) return [];
  const { wordlist } = (await import(/* @vite-ignore */ `@scure/bip39/wordlists/${file}.js`)) as { wordlist: string[] };
  return wordlist.map(folded);
}

export const lists: Lists = (names) => Promise.all(names.map(async (name) => new WordList(await words(name))));
