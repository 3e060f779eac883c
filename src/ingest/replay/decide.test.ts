import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aDaily } from '../../testing/records.ts'
import { type Known, knownOf } from '../change.ts'
import { toIncoming } from '../incoming.ts'
import { decide, type Said } from './decide.ts'

const tag = (name: string) => ({ timestamp: '2026-07-01T08:00:00.000000+01:00', tag_name: name, notes: '' })
const tagged = (...names: string[]) => aDaily('2026-07-01', 5000, { tag_data: { tags: names.map(tag) } })

const said = (observedAtMs: number, record: object, isCut: boolean): Said => ({
  source: { rawId: `raw ${observedAtMs}`, mapper: 'DEXCOM@1' },
  observedAtMs,
  record: toIncoming({ type: 'daily', record, ...(isCut ? { isCut } : {}) }).incoming,
})

const known = (record: object, observedAtMs: number): Known => {
  const { text, hash } = toIncoming({ type: 'daily', record }).incoming
  return {
    ...knownOf({
      type: 'daily',
      key: '2026-07-01',
      hash: Buffer.from(hash, 'hex'),
      observed_at: new Date(observedAtMs),
      raw_ids: ['raw 1000'],
      raw_whole: false,
      mapper: 'DEXCOM@1',
      body: text,
      body_z: null,
    }),
  }
}

/** What the record says afterwards. */
const after = (...asked: Parameters<typeof decide>): object | null => {
  const decision = decide(...asked)
  return decision.kind === 'store' ? decision.after : null
}

test('read anew, what is left after a deletion takes the place of what was read before it, and of what is stored', () => {
  const both = [said(1000, tagged('stress', 'illness'), false), said(2000, tagged('stress'), true)]
  assert.deepEqual(after('daily', undefined, both, 'replace'), tagged('stress'))
  assert.deepEqual(after('daily', known(tagged('illness'), 1000), both, 'unite'), tagged('stress'))
  assert.equal(after('daily', known(tagged('illness'), 3000), both, 'unite'), null)
  assert.deepEqual(
    after('daily', undefined, [...both, said(3000, tagged('cycle'), false)], 'replace'),
    tagged('cycle', 'stress'),
  )
})
