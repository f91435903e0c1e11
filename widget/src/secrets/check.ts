/** A text that somebody is about to send in; whether it looks like what opens a wallet out. Runs here: nothing is sent anywhere. */
import { holdsKey } from "./keys";
import { holdsPhrase, mayHoldPhrase } from "./phrases";
import { listsFor, type Lists } from "./words";

export type Check = (text: string) => Promise<boolean>;

/** Control and invisible characters part words for the eye: a phrase must not hide behind them. */
const INVISIBLE = /[\u0000-\u0008\u000b-\u001f\u007f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/g; // eslint-disable-line no-control-regex

/** Rejects when a word list is needed and cannot be had. */
export function secretCheck(lists: Lists): Check {
  return async (text) => {
    const seen = [text.replace(INVISIBLE, " "), text.replace(INVISIBLE, "")];
    if (seen.some(holdsKey)) return true;
    const suspects = seen.filter(mayHoldPhrase);
    if (suspects.length === 0) return false;
    const known = await lists(listsFor(text));
    return suspects.some((suspect) => known.some((list) => holdsPhrase(suspect, list)));
  };
}
