import { config } from 'zod';

// Schemas compile themselves where they may, and the page's policy forbids that: asking alone is reported as a breach.
config({ jitless: true });
