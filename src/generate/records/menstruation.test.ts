import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { generateRecords } from '../generate.ts'
import { cycleAround } from '../life/cycle.ts'
import { personOf } from '../life/person.ts'
import { addDays } from '../local-day.ts'

const seeds = fc.string({ minLength: 1, maxLength: 6 })

test('cycles follow one another without gaps, 26 to 31 days long, their phases in order', () => {
  fc.assert(
    fc.property(seeds, fc.integer({ min: 17_000, max: 22_000 }), (seed, day) => {
      const cycle = cycleAround(personOf(seed), day)
      assert.ok(cycle.firstDay <= day && day < cycle.firstDay + cycle.lengthDays)
      assert.ok(cycle.lengthDays >= 26 && cycle.lengthDays <= 31)
      assert.equal(
        cycleAround(personOf(seed), cycle.firstDay + cycle.lengthDays).firstDay,
        cycle.firstDay + cycle.lengthDays,
      )
      assert.deepEqual(
        cycle.phases.map(({ phase }) => phase),
        ['period', 'follicular', 'fertile', 'ovulation', 'luteal'],
      )
      let next = cycle.firstDay
      for (const { firstDay, lastDay } of cycle.phases) {
        assert.equal(firstDay, next)
        next = lastDay + 1
      }
      assert.equal(next, cycle.firstDay + cycle.lengthDays)
    }),
  )
})

test('phase, day and dates of a record agree', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      for (const provider of ['CLUE', 'GARMIN'] as const) {
        const args = { provider, type: 'menstruation', endDate: '2026-04-10', days: 31, seed } as const
        for (const { metadata, menstruation_data } of generateRecords({ ...args, zone: 'Europe/Berlin' })) {
          const date = metadata.start_time.slice(0, 10)
          const m = menstruation_data
          assert.equal(addDays(m?.period_start_date ?? '', (m?.day_in_cycle ?? 0) - 1), date)
          const now = m?.intervals?.find(
            ({ start_timestamp, end_timestamp }) =>
              (start_timestamp ?? '').slice(0, 10) <= date && date < (end_timestamp ?? '').slice(0, 10),
          )
          assert.equal(now?.phase, m?.current_phase)
          assert.equal(addDays(date, m?.days_until_next_phase ?? 0), now?.end_timestamp?.slice(0, 10))
          assert.equal(m?.current_phase === 4, m?.ovulation_day === date)
          assert.ok((m?.fertility_window_start ?? '') < (m?.ovulation_day ?? ''))
          const bleeding = m?.current_phase === 1
          if (provider === 'CLUE') assert.equal((m?.menstruation_flow ?? []).length, bleeding ? 1 : 0)
          else assert.equal(m?.menstruation_flow, undefined)
        }
      }
    }),
    { numRuns: 10 },
  )
})

test('hormones surge before ovulation, and the progesterone metabolite rises after it', () => {
  for (const seed of ['h1', 'h2', 'h3']) {
    const args = { provider: 'MIRA', endDate: '2026-07-31', days: 31, seed } as const
    const cycle = generateRecords({ ...args, type: 'menstruation' })
    const tests = generateRecords({ ...args, type: 'hormone' })
    tests.forEach((sample, i) => {
      const { current_phase, day_in_cycle = 0, ovulation_day } = cycle[i]?.menstruation_data ?? {}
      if ((day_in_cycle ?? 0) < 6) assert.ok((sample.pdg_ug_per_ml ?? 0) < 3 && (sample.lh_mIU_per_ml ?? 0) < 8)
      const next = cycle[i + 1]?.metadata.start_time.slice(0, 10)
      if (next === ovulation_day) assert.ok((sample.lh_mIU_per_ml ?? 0) > 25)
      if (current_phase === 3) assert.ok((sample.pdg_ug_per_ml ?? 0) < 3)
    })
  }
})

test('who has a cycle is a woman, whatever the seed would have drawn', () => {
  const sexes = ['a', 'b', 'c', 'd', 'e'].map((seed) => personOf(seed, { sex: 'female' }).sex)
  assert.deepEqual(new Set(sexes), new Set(['female']))
})
