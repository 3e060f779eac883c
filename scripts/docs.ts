import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { madePapers } from '../src/testing/papers/papers.ts'

/** Writes the papers that are made from the code. */
const root = join(import.meta.dirname, '..')
const read = (path: string) => (existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : '')
for (const [path, text] of await madePapers(read)) {
  if (read(path) === text) continue
  writeFileSync(join(root, path), text)
  console.error(`tellus: wrote ${path}`)
}
