import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { setPriority, tmpdir } from 'node:os'
import { join } from 'node:path'
import { Stryker } from '@stryker-mutator/core'
import { mutationPaper, readResults, resultsOf } from './paper.ts'
import { root, targetNames, targetOf } from './target.ts'

/**
 * `npm run mutation [-- NAME…]`: changes the mappers in every small way, and counts which changes the fixtures and tests
 * notice. Writes the figures of what was measured, and docs/mutation.md of all.
 */
const names = process.argv.slice(2)
const shown = process.env['MUTATION_SHOW'] !== undefined
setPriority(10)
const rooms = ['providers', 'phone', 'import', 'normalise', 'schema', 'lib', 'testing']
const fixtures = ['src/providers/*/fixtures/*.json', 'src/phone/fixtures/*.json']
const wanted = ['package.json', ...fixtures, ...rooms.map((room) => `src/${room}/**/*.ts`)]
process.chdir(root)
for (const name of names.length > 0 ? names : targetNames()) {
  const target = targetOf(name)
  if (target === null) {
    console.error(`tellus: there is nothing called ${name} to measure: choose of ${targetNames().join(', ')}.`)
    process.exit(1)
  }
  console.error(`tellus: changing ${target.files.length} files of ${name}`)
  const folder = mkdtempSync(join(tmpdir(), 'tellus-mutation-'))
  process.env['MUTATION_TARGET'] = JSON.stringify(target)
  try {
    const mutants = await new Stryker({
      mutate: target.files,
      plugins: [join(import.meta.dirname, 'runner.ts')],
      testRunner: 'fixtures',
      ignorers: ['left-out'],
      // What is wanted of the tree: everything else is hidden from the copy.
      ignorePatterns: ['**', ...wanted.map((path) => `!${path}`)],
      coverageAnalysis: 'perTest',
      concurrency: 2,
      timeoutMS: 20_000,
      maxTestRunnerReuse: 400,
      reporters: ['progress-append-only'],
      logLevel: 'warn',
      allowEmpty: true,
      tempDirName: folder,
      disableTypeChecks: false,
    }).runMutationTest()
    const results = resultsOf(mutants)
    writeFileSync(join(import.meta.dirname, 'results', `${name}.json`), `${JSON.stringify(results, null, 2)}\n`)
    if (shown)
      for (const { status, fileName, location, mutatorName, replacement, statusReason } of mutants)
        if (status === 'Survived' || status === 'NoCoverage' || status === 'RuntimeError')
          console.log(
            `${status} ${fileName.slice(root.length + 1)}:${location.start.line + 1}:${location.start.column + 1} ${mutatorName} -> ${(replacement ?? '').slice(0, 100)} ${statusReason ?? ''}`,
          )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
writeFileSync(join(root, 'docs', 'mutation.md'), mutationPaper(readResults()))
console.error('tellus: wrote docs/mutation.md')
