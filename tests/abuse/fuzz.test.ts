import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { openFuzz } from '../../src/testing/fuzz/run.ts'

const fuzz = await openFuzz()
after(() => fuzz[Symbol.asyncDispose]())

test('whatever is sent to whichever route, it is answered as promised', async () => {
  const { calls, byStatus } = await fuzz.round(1, 12)
  const count = (low: number) =>
    [...byStatus].reduce((sum, [status, n]) => (status >= low && status < low + 100 ? sum + n : sum), 0)
  const found = [...fuzz.faults.values()].map(({ sentence, call, logged }) => `${call}\n  ${sentence}\n  ${logged}`)
  assert.equal(found.length, 0, `${found.length} promises were broken (seed 1):\n\n${found.join('\n\n')}`)
  // A round in which everything is refused at the door would show nothing.
  assert.ok(calls > 1200, `only ${calls} calls were made`)
  assert.ok(count(200) > calls / 10, `only ${count(200)} of ${calls} calls succeeded`)
  assert.ok(count(400) > calls / 10, `only ${count(400)} of ${calls} calls were refused`)
})
