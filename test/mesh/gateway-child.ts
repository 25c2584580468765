import { readFileSync } from 'node:fs';
import { opened } from '../store/opening.ts';
import { openGateway } from './gateway.ts';

/** A gateway in a process of its own, to be killed. Arguments: the directory of its store, a file with the broker's access. */
const [dir, access] = process.argv.slice(2);
const { store } = opened(dir!, { lockTimeoutMs: 5_000 });
openGateway(store, JSON.parse(readFileSync(access!, 'utf8'))).mesh.start();
