import type { Config } from '../config/schema.ts';
import type { StoreRules } from '../shelf/decide.ts';
import { payCodeOf } from '../shelf/pay-code.ts';

/** The store's own rules for what labels show, from its configuration. */
export function storeRules({ gateway, bitcoin }: Config): StoreRules {
  const { locale, secondLocale = null, currency } = gateway;
  return {
    locale,
    secondLocale,
    currency,
    bitcoin: bitcoin
      ? { style: bitcoin.style, payCode: product => (bitcoin.pay ? payCodeOf(bitcoin.pay, product) : null) }
      : null,
  };
}
