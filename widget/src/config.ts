/** The bot's address in; its languages, limits and labels out. */
import type { Config, Language } from "./protocol";

export type Words = Readonly<Record<string, string>>;
/** The text of a label with its values filled in. */
export type Say = (label: string, values?: Readonly<Record<string, string | number>>) => string;

export interface Speech {
  language: Language;
  say: Say;
}

export async function configOf(server: string): Promise<Config> {
  return (await json(new URL("/widget/v1/config", server))) as Config;
}

/** The labels of a language; of its nearest relative when the bot does not speak it ("nl-BE": "nl"), of the first one otherwise. */
export async function speechOf(server: string, config: Config, wanted: readonly string[]): Promise<Speech> {
  const language = chosen(config.languages, wanted);
  const words = (await json(new URL(language.labels, server))) as Words;
  return { language, say: (label, values = {}) => (words[label] ?? label).replace(/\{(\w+)\}/g, (hole, name: string) => String(values[name] ?? hole)) };
}

export function chosen(languages: readonly Language[], wanted: readonly string[]): Language {
  for (const code of wanted.map((code) => code.toLowerCase().replace("_", "-"))) {
    const found = languages.find((language) => language.code.toLowerCase() === code) ?? languages.find((language) => language.code.toLowerCase() === code.split("-")[0]);
    if (found) return found;
  }
  const first = languages[0];
  if (!first) throw new Error("the bot has no language");
  return first;
}

async function json(address: URL): Promise<unknown> {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address.pathname}: ${answer.status}`);
  return answer.json();
}
