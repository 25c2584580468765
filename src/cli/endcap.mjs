#!/usr/bin/env -S node --max-semi-space-size=4 --max-old-space-size=256
// A gateway has little memory: with small semi-spaces the agent needs a third less, and is no slower.
import { register } from 'tsx/esm/api';

register();
const { main } = await import('./main.ts');
process.exitCode = await main(process.argv.slice(2));
