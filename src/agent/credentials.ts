import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import type { Config } from '../config/schema.ts';
import { createAdmission, type Doors } from '../console/admission.ts';
import type { BrokerAccess } from '../mesh/mesh.ts';

interface Unusable {
  readonly ok: false;
  readonly reason: string;
  readonly detail: string;
}

/** The broker with its certificates read, or why one of them cannot be. */
export function brokerAccess({ mesh }: Config): { readonly ok: true; readonly access: BrokerAccess } | Unusable {
  const { url, protocol, username, password } = mesh;
  try {
    const pem = (path: string | undefined) => (path === undefined ? undefined : readFileSync(path));
    const access = { url, protocol, username, password, ca: pem(mesh.ca), cert: pem(mesh.cert), key: pem(mesh.key) };
    return { ok: true, access };
  } catch (error) {
    return { ok: false, reason: 'config.invalid', detail: error instanceof Error ? error.message : String(error) };
  }
}

/** Whom the console lets in; the single token of the configuration is the administrator's. */
export function doorsOf({ console: { token, tokens, certificates } }: Config): Doors {
  const { viewer, technician, admin = token } = tokens;
  return {
    tokens: { ...(viewer && { viewer }), ...(technician && { technician }), ...(admin && { admin }) },
    certificates,
  };
}

/** Whether whoever comes has to bring something: pages of screens need a token of their own then. */
export const asksTokens = (config: Config): boolean => createAdmission(doorsOf(config)).asks;

/** The console's certificate with its key, or why they cannot be read. */
export function readConsoleTls({ console: { tls } }: Config) {
  if (!tls) return { ok: true, tls: undefined } as const;
  try {
    const [cert, key] = [readFileSync(tls.cert), readFileSync(tls.key)];
    const clientCa = tls.clientCa === undefined ? undefined : readFileSync(tls.clientCa);
    createSecureContext({ cert, key, ca: clientCa });
    return { ok: true, tls: { cert, key, clientCa } } as const;
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return { ok: false, reason: 'console.tls-unusable', detail } as const;
  }
}
