import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nutrientNames, nutrientSums, nutrientsOf } from './nutrients.ts'

test('puts grams of nutrients where the schema has them, in its units', () => {
  assert.deepEqual(nutrientsOf({ protein: 11, sodium: 0.12, vitamin_b12: 0.0000024, starch: 4 }, 310), {
    macros: { calories: 310, protein_g: 11, sodium_mg: 120 },
    micros: { sodium_mg: 120, vitamin_B12_mg: 0.0024 },
  })
})

test('what a food does not tell, or has less than nothing of, is left out; nothing of it is told', () => {
  assert.deepEqual(nutrientsOf({ protein: null, sugar: -1, total_fat: 0 }, null), { macros: { fat_g: 0 }, micros: {} })
  assert.deepEqual(nutrientsOf({}, -1), { macros: {}, micros: {} })
})

test('names each nutrient once, also the one that has two places', () => {
  assert.equal(new Set(nutrientNames).size, nutrientNames.length)
  assert.ok(nutrientNames.includes('sodium'))
})

test('adds foods up nutrient by nutrient, and leaves out what no food tells of', () => {
  assert.deepEqual(nutrientSums([{ protein_g: 0.1, fat_g: 0 }, { protein_g: 0.2, sugar_g: null }, {}]), {
    protein_g: 0.3,
    fat_g: 0,
  })
  assert.deepEqual(nutrientSums([]), {})
})
