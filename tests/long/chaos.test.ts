import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Kind } from '../../chaos/faults.ts'
import { runChaos } from '../../chaos/run.ts'

/** A short part of `npm run chaos`; how long things took is not judged here. */
const runs: [kind: Kind, kills: number][] = [
  ['server', 2],
  ['database', 2],
  ['worker', 1],
  ['connections', 1],
]

test('nothing accepted is lost, doubled or altered by a fault of the kind', { concurrency: 2 }, async (t) => {
  const underWay = runs.map(([kind, kills]) =>
    t.test(kind, async () => {
      const result = await runChaos(kind, { kills, seed: 11 })
      assert.ok(result.accepted > 0)
      assert.deepEqual(
        { received: result.received, lost: result.lost, storedTwice: result.storedTwice, spoilt: result.spoilt },
        { received: result.accepted, lost: 0, storedTwice: 0, spoilt: 0 },
      )
      assert.equal(result.overBound, 0, `${result.mostRepeats} repeats, ${result.boundOfMost} were under way`)
      assert.deepEqual(result.deaths, [])
    }),
  )
  await Promise.all(underWay)
})
