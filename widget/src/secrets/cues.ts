/** Words beside a long number that say what it is, in every live language; as waypost/safety/cues.py has them. */

const KEY =
  /private|priv[ée]|secret|geheim|sleutel|\bkeys?\b|\bpriv_?key|mnemonic|\bpk\b|приват|закрыт|секрет|ключ|мнемоник|сид[ -]?фраз|kunci|rahsia|rahasia|peribadi|pribadi|persendirian|\bprivat\b|\bseed|keypair/i;
const TRANSACTION = /\btx|\btrx|hash|transac|transak|signature|handtekening|urus ?niaga|tanda ?tangan|транзак|хэш|хеш|подпис|(?<![\p{L}\d_])тх/iu;

export interface Cues {
  key: boolean;
  transaction: boolean;
}

export function cuesOf(text: string): Cues {
  return { key: KEY.test(text), transaction: TRANSACTION.test(text) };
}
