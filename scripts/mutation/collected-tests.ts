/** A test as a file wrote it, to be run by us. */
export interface CollectedTest {
  name: string
  run: () => unknown
}

let collected: CollectedTest[] = []
let groups: string[] = []

/** Stands for `test` of node:test in files that are measured. */
export function test(name: string, ...rest: unknown[]): void {
  const run = rest.find((one) => typeof one === 'function')
  // Changed code is slower and reads otherwise: a test of how long it takes, or of its text, would notice everything.
  if (typeof run === 'function' && !/performance\.now|readFileSync|globSync/.test(String(run)))
    collected.push({ name: [...groups, name].join(' > '), run: () => run() })
}

/** Stands for `describe` of node:test. */
export function describe(name: string, group: () => void): void {
  const outer = groups
  groups = [...outer, name]
  group()
  groups = outer
}

/** The tests that loading a file brings. */
export async function collectedBy(load: () => Promise<unknown>): Promise<CollectedTest[]> {
  collected = []
  await load()
  return collected
}
