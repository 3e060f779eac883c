import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { jsonMember } from './json-member.ts'

test('a member of a JSON object is found as it was written', () => {
  const json = '{ "a" : 1.0 , "body" : {"big": 12345678901234567890, "s":"\\"}{,"} ,"z":[1,{"body":2}] }'
  assert.equal(jsonMember(json, 'body'), '{"big": 12345678901234567890, "s":"\\"}{,"}')
  assert.equal(jsonMember(json, 'a'), '1.0')
  assert.equal(jsonMember(json, 'z'), '[1,{"body":2}]')
  assert.equal(jsonMember(json, 'none'), null)
  assert.equal(jsonMember('{}', 'a'), null)
  assert.equal(jsonMember('{"a":1,"\\u0061":true}', 'a'), 'true')
})

test('every member of every object reads as it would have been parsed', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.constantFrom(undefined, 2), (object, indent) => {
      const json = JSON.stringify(object, null, indent)
      const parsed: Record<string, unknown> = JSON.parse(json)
      for (const [name, value] of Object.entries(parsed)) {
        const text = jsonMember(json, name)
        assert.deepEqual(text === null ? null : JSON.parse(text), value)
      }
    }),
  )
})
