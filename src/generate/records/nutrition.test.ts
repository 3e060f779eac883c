import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { generateRecords } from '../generate.ts'

const seeds = fc.string({ minLength: 1, maxLength: 6 })

test('the entries sum to the day, and energy follows from the macronutrients', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const args = { type: 'nutrition', endDate: '2026-07-05', days: 3, seed } as const
      for (const { meals, summary } of generateRecords({ ...args, provider: 'CRONOMETER' })) {
        for (const key of ['calories', 'carbohydrates_g', 'protein_g', 'fat_g', 'fiber_g', 'sodium_mg'] as const) {
          const sum = (meals ?? []).reduce((total, meal) => total + (meal.macros[key] ?? 0), 0)
          assert.ok(Math.abs(sum - (summary?.macros?.[key] ?? -1)) < 0.01, key)
        }
        const iron = (meals ?? []).reduce((total, meal) => total + (meal.micros.iron_mg ?? 0), 0)
        assert.ok(Math.abs(iron - (summary?.micros?.iron_mg ?? -1)) < 0.01)
        for (const { macros } of meals ?? []) {
          const energy = 4 * (macros.carbohydrates_g ?? 0) + 4 * (macros.protein_g ?? 0) + 9 * (macros.fat_g ?? 0)
          assert.ok(Math.abs(energy - (macros.calories ?? 0)) <= 0.51)
          assert.ok((macros.sugar_g ?? 0) <= (macros.carbohydrates_g ?? 0) + 0.1)
        }
        assert.ok((summary?.macros?.calories ?? 0) > 900 && (summary?.macros?.calories ?? 0) < 4500)
        assert.deepEqual(new Set((meals ?? []).map(({ type }) => type)), new Set([1, 3, 4, 5]))
      }
    }),
    { numRuns: 40 },
  )
})

test('drinks sum to the water of the day, and who keeps no micronutrients gives none', () => {
  for (const { drink_samples, summary, meals } of generateRecords({
    provider: 'GOOGLEFIT',
    type: 'nutrition',
    endDate: '2026-07-05',
    days: 5,
  })) {
    assert.equal(
      (drink_samples ?? []).reduce((total, drink) => total + (drink.drink_volume ?? 0), 0),
      summary?.water_ml,
    )
    assert.equal(summary?.micros, undefined)
    assert.ok((meals ?? []).every(({ micros }) => Object.keys(micros).length === 0))
  }
})
