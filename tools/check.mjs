// `npm run check`: what is run before every commit.
import { command, runSteps, vitest } from './steps.mjs'

export const STATIC_CHECKS = [
  ...['main/domain', 'main/contract', 'main/lensing', 'main', 'renderer', 'electron', '.'].map(project =>
    command(`types ${project}`, 'tsc', '-p', project),
  ),
  command('lint', 'biome', 'check', '--error-on-warnings'),
  command('layers', 'depcruise', 'main', 'models', 'electron', 'renderer'),
  command('unused code', 'knip'),
  command('texts', 'node', 'tools/texts.mjs'),
]

if (process.argv[1]?.endsWith('check.mjs')) await runSteps([...STATIC_CHECKS, vitest('unit', '--project', 'unit')])
