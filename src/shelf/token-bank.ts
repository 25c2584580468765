/** Refreshes for prices in bitcoin that a label may still spend. They spare its battery and its panel. */
export interface TokenBank {
  readonly tokens: number;
  readonly atMs: number;
}

export interface BankRules {
  readonly perDay: number;
  readonly most: number;
}

/** The last token is kept: taking a figure down must always be possible. */
export const reserve = 1;

const dayMs = 86_400_000;

/** What the bank holds at `nowMs`; a clock that was set back gives nothing and takes nothing. */
export function tokensAt(bank: TokenBank, rules: BankRules, nowMs: number): number {
  const grown = bank.tokens + (rules.perDay * Math.max(0, nowMs - bank.atMs)) / dayMs;
  return Math.min(rules.most, grown);
}

/** Spends `cost` tokens. @throws when there are not so many: a refresh that cannot be afforded is a bug of the policy */
export function spend(bank: TokenBank, cost: number, rules: BankRules, nowMs: number): TokenBank {
  const tokens = tokensAt(bank, rules, nowMs) - cost;
  if (tokens < 0) throw new Error(`a refresh was decided that the bank cannot pay: ${tokens} tokens`);
  return { tokens, atMs: nowMs };
}

/** A bank that has never been used is full. */
export function fullBank(rules: BankRules, nowMs: number): TokenBank {
  return { tokens: rules.most, atMs: nowMs };
}
