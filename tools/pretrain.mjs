#!/usr/bin/env node
// Makes the networks of resources/weights, on Node 24.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { node24 } from './node24.mjs'

const entry = fileURLToPath(new URL('./pretrain/main.ts', import.meta.url))
const options = ['--disable-warning=ExperimentalWarning', entry, ...process.argv.slice(2)]
process.exitCode = spawnSync(node24() ?? process.execPath, options, { stdio: 'inherit' }).status ?? 1
