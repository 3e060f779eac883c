import { INSTRUMENTER_CONSTANTS, type InstrumenterContext, type MutantCoverage } from '@stryker-mutator/api/core'
import type { NodePath } from '@stryker-mutator/api/ignore'
import { declareFactoryPlugin, declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin'
import {
  DryRunStatus,
  determineHitLimitReached,
  type MutantRunOptions,
  type MutantRunResult,
  type TestResult,
  type TestRunner,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner'
import { z } from 'zod'
import { type Check, loadByGeneration, loadChecks } from './checks.ts'
import type { Target } from './target.ts'

/** What the changed code and we share: which change is in force, and what was come past. */
function shared(): InstrumenterContext {
  const known: InstrumenterContext = Reflect.get(globalThis, INSTRUMENTER_CONSTANTS.NAMESPACE) ?? {}
  Reflect.set(globalThis, INSTRUMENTER_CONSTANTS.NAMESPACE, known)
  return known
}

/** Runs fixtures and tests within the process, a few milliseconds a change; what is changed as it is loaded is loaded anew. */
function fixtureRunner(): TestRunner {
  // As it was when the copy was made that is changed here.
  const target: Target = JSON.parse(process.env['MUTATION_TARGET'] ?? '')
  const context = shared()
  let generation = 0
  let clean: Check[] | null = null
  loadByGeneration()

  const activate = (mutant: string | undefined) => {
    if (mutant === undefined) delete context.activeMutant
    else context.activeMutant = mutant
  }
  const load = () => loadChecks(target, ++generation)

  async function runChecks(checks: readonly Check[], only: readonly string[] | undefined): Promise<TestResult[]> {
    const results: TestResult[] = []
    for (const { id, run } of checks) {
      if (only !== undefined && !only.includes(id)) continue
      context.currentTestId = id
      const startedAt = performance.now()
      const failure = await run().catch((error: unknown) => String(error))
      const found = { id, name: id, timeSpentMs: performance.now() - startedAt }
      results.push(
        failure === null
          ? { ...found, status: TestStatus.Success }
          : { ...found, status: TestStatus.Failed, failureMessage: failure },
      )
      if (failure !== null && only !== undefined) break
    }
    delete context.currentTestId
    return results
  }

  return {
    capabilities: () => ({ reloadEnvironment: true }),

    async dryRun() {
      activate(undefined)
      clean = await load()
      const tests = await runChecks(clean, undefined)
      const coverage: MutantCoverage = context.mutantCoverage ?? { static: {}, perTest: {} }
      return { status: DryRunStatus.Complete, tests, mutantCoverage: coverage }
    },

    async mutantRun({
      activeMutant,
      testFilter,
      hitLimit,
      mutantActivation,
    }: MutantRunOptions): Promise<MutantRunResult> {
      context.hitCount = 0
      if (hitLimit === undefined) delete context.hitLimit
      else context.hitLimit = hitLimit
      if (clean === null) {
        activate(undefined)
        clean = await load()
      }
      activate(activeMutant.id)
      const only = testFilter ?? clean.map(({ id }) => id)
      const tests = await (mutantActivation === 'static' ? load() : Promise.resolve(clean)).then(
        (checks) => runChecks(checks, only),
        (error: unknown): TestResult[] => [
          { id: 'load', name: 'load', timeSpentMs: 0, status: TestStatus.Failed, failureMessage: String(error) },
        ],
      )
      activate(undefined)
      return toMutantRunResult(
        determineHitLimitReached(context.hitCount, hitLimit) ?? { status: DryRunStatus.Complete, tests },
      )
    },
  }
}

const named = z.object({ name: z.string() })
/** The part of a syntax tree that is looked at here. */
const node = z.object({
  type: z.string(),
  key: named.optional().catch(undefined),
  params: z.array(named.catch({ name: '' })).optional(),
  elements: z.unknown().array().optional(),
})
const place = z.object({ node, parentPath: z.object({ node }).nullish() })

/** So many rows make a table of a provider's words, which one can only copy into a test. */
const manyRows = 20

/**
 * What is left out. Asking the provider is tested over HTTP: a change there says nothing about a fixture. The rows of a long
 * table (of sports) stand in the provider's papers, and a fixture of each would be the table once more.
 */
const leftOut = {
  shouldIgnore(path: NodePath): string | undefined {
    const { data } = place.safeParse(path)
    if (data === undefined) return undefined
    if (data.node.key?.name === 'fetch' || data.node.params?.[0]?.name === 'access') return 'asks the provider'
    const rows = data.parentPath?.node.type === 'ArrayExpression' ? (data.parentPath.node.elements ?? []) : []
    return data.node.type === 'ArrayExpression' && rows.length >= manyRows ? 'a row of a table' : undefined
  },
}

export const strykerPlugins = [
  declareFactoryPlugin(PluginKind.TestRunner, 'fixtures', fixtureRunner),
  declareValuePlugin(PluginKind.Ignore, 'left-out', leftOut),
]
