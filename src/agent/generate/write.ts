import { runGenerator } from '../../mesh/generate/command-line.ts';
import { generatorInputs } from '../../mesh/generate/tree.ts';
import { allDocuments } from './documents.ts';

process.exitCode = runGenerator(allDocuments(generatorInputs()), process.argv.slice(2));
