import assert from 'node:assert/strict'
import { test } from 'node:test'
import { timed } from './timed.ts'

test('an access knows when it was last answered, by the clock of who answered', async () => {
  const dates = ['Tue, 10 Mar 2026 12:00:00 GMT', 'soon', null]
  const asking = timed({
    fetch: async () => {
      const date = dates.shift() ?? null
      return new Response('answered', date === null ? {} : { headers: { date } })
    },
    publicUrl: 'http://tellus.example',
    accessToken: 'token',
    account: null,
  })
  assert.equal(asking.answeredAt(), null)
  for (let asked = 0; asked < 3; asked++) {
    const answer = await asking.fetch('https://provider.example/', {})
    assert.equal(await answer.text(), 'answered')
    assert.equal(asking.answeredAt(), '2026-03-10T12:00:00.000Z')
  }
})
