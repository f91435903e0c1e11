/** Words in, whether they look like a recovery phrase out. The rules of waypost/safety/phrases.py and glued.py, without the checksums. */
import { folded, type WordList } from "./words";

const WINDOW = 12;
const ENOUGH = 11;
const RUN = 8;
const WITH_SLIPS = 9;
const STRIDES = [2, 3, 4];
const GLUED = 24;
const LONGEST_WORD = 12;
const MOST_HAN = 25;
/** Mean of ln(rank + 20): higher in letters drawn at random from the list than in running Chinese. */
const AT_RANDOM = 5.7;

/** Whether there can be a phrase at all: the quick no for most messages. */
export function mayHoldPhrase(text: string): boolean {
  const words = wordsOf(text);
  return words.length >= RUN || words.some((word) => word.length >= GLUED) || hanRuns(text).length > 0;
}

export function holdsPhrase(text: string, list: WordList): boolean {
  const words = wordsOf(text);
  return inRows(words, list) || words.some((word) => word.length >= GLUED && isChain(word, list)) || hanRuns(text).some((run) => looksRandom(run, list));
}

function wordsOf(text: string): string[] {
  return folded(text).match(/\p{L}+/gu) ?? [];
}

function inRows(words: readonly string[], list: WordList): boolean {
  const full = words.map((word) => list.has(word));
  const short = words.map((word) => list.hasShort(word));
  if (dense(words, full, RUN, RUN) || dense(words, full, WINDOW, ENOUGH) || dense(words, short, WINDOW, ENOUGH)) return true;
  if (windows(full, WINDOW, WINDOW).length > 0 || withSlips(words, full, list)) return true;
  return STRIDES.some((stride) => [...Array(stride).keys()].some((start) => strided(words, full, start, stride)));
}

function strided(words: readonly string[], full: readonly boolean[], start: number, stride: number): boolean {
  const every = <T>(items: readonly T[]): T[] => items.filter((_, place) => place % stride === start);
  return dense(every(words), every(full), WINDOW, ENOUGH);
}

/** A real phrase hardly ever repeats a word; honest sentences do. */
function dense(words: readonly string[], hits: readonly boolean[], size: number, enough: number): boolean {
  return windows(hits, size, enough).some((start) => new Set(words.slice(start, start + size).filter((_, place) => hits[start + place])).size >= enough - 1);
}

function withSlips(words: readonly string[], full: readonly boolean[], list: WordList): boolean {
  return [ENOUGH, WINDOW].some((size) =>
    windows(full, size, WITH_SLIPS).some(
      (start) => new Set(words.slice(start, start + size).filter((word, place) => full[start + place] === true || list.hasNear(word))).size >= ENOUGH,
    ),
  );
}

/** Where windows with enough hits begin. */
function windows(hits: readonly boolean[], size: number, enough: number): number[] {
  const total = [0];
  for (const hit of hits) total.push((total.at(-1) ?? 0) + Number(hit));
  const found = [];
  for (let start = 0; start + size <= hits.length; start++) if ((total[start + size] ?? 0) - (total[start] ?? 0) >= enough) found.push(start);
  return found;
}

/** Whether eight words follow each other within one long word. */
function isChain(letters: string, list: WordList): boolean {
  const most = [0];
  for (let end = 1; end <= letters.length; end++) {
    let here = 0;
    for (let start = Math.max(0, end - LONGEST_WORD); start <= end - 3; start++) {
      if (list.has(letters.slice(start, end))) here = Math.max(here, (most[start] ?? 0) + 1);
    }
    if (here >= RUN) return true;
    most.push(here);
  }
  return false;
}

function hanRuns(text: string): string[][] {
  const runs = text.match(/\p{Script=Han}(?:[\s,、，・]{0,2}\p{Script=Han})+/gu) ?? [];
  return runs.map((run) => run.match(/\p{Script=Han}/gu) ?? []).filter((run) => run.length >= ENOUGH && run.length <= MOST_HAN);
}

function looksRandom(letters: readonly string[], list: WordList): boolean {
  const ranks = letters.map((letter) => list.rank.get(letter)).filter((rank) => rank !== undefined);
  return ranks.length >= letters.length - 1 && ranks.reduce((sum, rank) => sum + Math.log(rank + 20), 0) >= AT_RANDOM * ranks.length;
}
