import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eventTypes } from './events.ts'
import { type JsonSchema, jsonSchemas } from './json-schema.ts'
import { dataTypes } from './records.ts'

const { records, events } = jsonSchemas()
const all = [...Object.entries<JsonSchema>(records), ...Object.entries<JsonSchema>(events)]

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

function* within(value: unknown): Generator<Record<string, unknown>> {
  if (!isObject(value)) return
  if (!Array.isArray(value)) yield value
  for (const inner of Object.values(value)) yield* within(inner)
}

test('there is a schema for every record and event', () => {
  assert.deepEqual(Object.keys(records), [...dataTypes])
  assert.deepEqual(Object.keys(events), [...eventTypes])
})

test('each is JSON Schema 2020-12, has a title and survives JSON', () => {
  for (const [name, schema] of all) {
    assert.equal(schema.$schema, 'https://json-schema.org/draft/2020-12/schema', name)
    assert.ok(schema.title, name)
    assert.deepEqual(JSON.parse(JSON.stringify(schema)), schema, name)
  }
})

test('every reference leads to a part of the same schema', () => {
  for (const [name, schema] of all) {
    for (const part of within(schema)) {
      if (part.$ref === undefined) continue
      const target = /^#\/\$defs\/(\w+)$/.exec(String(part.$ref))?.[1]
      assert.ok(target !== undefined && schema.$defs?.[target] !== undefined, `${name}: ${part.$ref}`)
    }
  }
})

test('every object says what it is, describes each of its keys and takes no other', () => {
  for (const [name, schema] of all) {
    for (const [part, definition] of Object.entries(schema.$defs ?? {})) {
      assert.ok(definition.description, `${name}: ${part}`)
      if (definition.properties === undefined) continue
      assert.equal(definition.additionalProperties, false, part)
      for (const [key, property] of Object.entries(definition.properties)) {
        assert.ok(isObject(property) && typeof property.description === 'string', `${name}: ${part}.${key}`)
      }
    }
  }
})

// The end of a key → the word its description must hold.
const units: [RegExp, RegExp][] = [
  [/_ml_per_min_per_kg$/, /millilitres per minute per kilogram/i],
  [/_seconds$/, /second/i],
  [/_minutes$/, /minutes/i],
  [/_meters$/, /metres/i],
  [/_meters_per_second(_high|_low)?$/, /metres per second/i],
  [/_bpm(_high|_low)?$/, /beats per minute/i],
  [/_kilojoules$|_kj$/, /kilojoules/i],
  [/_mg$/, /milligrams/i],
  [/_g$/, /grams/i],
  [/_kg$/, /kilograms/i],
  [/_ml$/, /millilit/i],
  [/_cm$/, /centimetres/i],
  [/_celsius$/, /degrees Celsius/i],
  [/_percentage(_high|_low)?$/, /percent/i],
  [/watts?(_high|_low)?$/, /watts/i],
  [/_mg_per_d[lL]$/, /milligrams per decilitre/i],
  [/_bp$/, /mmHg/i],
  [/^(avg_)?hrv_(rmssd|sdnn)$|_ms$/, /milliseconds/i],
  [/calories$/, /kilocalories/i],
  [/_rpm$/, /revolutions/i],
  [/_days$/, /days/i],
]

test('the description of a quantity names its unit', () => {
  let found = 0
  for (const [, schema] of all) {
    for (const [part, definition] of Object.entries(schema.$defs ?? {})) {
      for (const [key, property] of Object.entries(definition.properties ?? {})) {
        const unit = units.find(([suffix]) => suffix.test(key))?.[1]
        if (unit === undefined || !isObject(property)) continue
        assert.match(String(property.description), unit, `${part}.${key}`)
        found++
      }
    }
  }
  assert.ok(found > 200, `${found} quantities`)
})

test('an enumeration of numbers is of whole numbers and says what each is', () => {
  const level = records.sleep.$defs?.SleepLevel
  assert.equal(level?.type, 'integer')
  assert.deepEqual(level?.enum, [0, 1, 2, 3, 4, 5, 6])
  assert.match(String(level?.description), /6 REM Sleep/)
})
