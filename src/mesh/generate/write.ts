import { runGenerator } from './command-line.ts';
import { meshDocuments } from './documents.ts';
import { generatorInputs } from './tree.ts';

process.exitCode = runGenerator(meshDocuments(generatorInputs()), process.argv.slice(2));
