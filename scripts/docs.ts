import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { compatibilityPaper } from '../src/http/terra/paper.ts'

/** Writes the papers that are made from the code. */
const root = join(import.meta.dirname, '..')
writeFileSync(join(root, 'docs', 'terra-compatibility.md'), compatibilityPaper())
console.error('tellus: wrote docs/terra-compatibility.md')
