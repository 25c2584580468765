import { on, text } from './flag.ts';

/** The flags of every command that asks the running agent. */
export const agentFlags = {
  json: on('Print a document for scripts'),
  socket: text('PATH', "The agent's socket; else ENDCAP_SOCKET, else the agent started last"),
} as const;

/** The flags of every command that asks the emulated shop. */
export const shopFlags = {
  json: on('Print a document for scripts'),
  control: text('PATH', "The shop's control socket; else ENDCAP_SHOP_SOCKET, else the shop started last"),
} as const;
