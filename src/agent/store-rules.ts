import type { Config } from '../config/schema.ts';
import type { StoreRules } from '../shelf/decide.ts';

/** The store's own rules for what labels show, from its configuration. */
export function storeRules({ gateway, bitcoin }: Config): StoreRules {
  const { locale, secondLocale = null, currency } = gateway;
  return {
    locale,
    secondLocale,
    currency,
    bitcoin: bitcoin ? { style: bitcoin.style, payCode: () => null } : null,
  };
}
