import { type Logger, pino } from 'pino';
import type { Config } from '../config/schema.ts';
import type { LogFields } from '../shelf/log-events.ts';

let crashed: (error: Error, origin: string) => void = () => {};

/**
 * The agent's log, one JSON object a line on stderr. Its last line is what nobody caught, were it in the start of a
 * station: the process then ends, as always in Node, with exit code 1. The service manager starts it anew; half an agent
 * would leave prices where they are and say that all is well.
 */
export function createLog({ log: { level }, gateway }: Pick<Config, 'log' | 'gateway'>): Logger {
  const log = pino({ level, base: { gateway: gateway.id } }, pino.destination(2));
  process.off('uncaughtExceptionMonitor', crashed);
  crashed = (err, origin) => {
    log.fatal({ event: 'agent.crashed', err, origin } satisfies LogFields, 'the agent ends by a defect');
  };
  process.on('uncaughtExceptionMonitor', crashed);
  return log;
}
