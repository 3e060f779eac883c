#!/usr/bin/env node
// The `tellus` command: the built program when there is one (an installed package), else the sources (a clone).
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { runOnWantedNode } from '../scripts/runtime.mjs'

const built = fileURLToPath(new URL('../dist/main.js', import.meta.url))
const sources = fileURLToPath(new URL('../src/main.ts', import.meta.url))

try {
  await runOnWantedNode(existsSync(sources) ? sources : built, process.argv.slice(2))
} catch (error) {
  console.error(`tellus: ${error.message}`)
  process.exitCode = 1
}
