import assert from 'node:assert/strict'
import { test } from 'node:test'
import { generateRecords } from '../generate/generate.ts'
import type { DataType } from './records.ts'
import { withoutSamples } from './samples.ts'
import { textWithoutSamples } from './samples-text.ts'

const parsed = (text: string): string => JSON.stringify(withoutSamples('activity', JSON.parse(text)))

for (const provider of ['GARMIN', 'APPLE'] as const)
  test(`samples of ${provider} are left out of the text as they are of the record`, () => {
    for (const type of ['activity', 'daily', 'sleep', 'body', 'nutrition', 'athlete'] satisfies DataType[])
      for (const record of generateRecords({ provider, type, days: 5, seed: 'text', endDate: '2026-07-01' })) {
        const text = JSON.stringify(record)
        assert.equal(textWithoutSamples(type, text), JSON.stringify(withoutSamples(type, record)))
      }
  })

const awkward = {
  'a bracket in a text of a sample': '{"hr_samples":[{"n":"a ] b"},{"n":"c"}],"b":1}',
  'a bracket in a text, before what looks like the end': '{"hr_samples":[{"n":"],"},{"n":"}"}],"b":{"c":"]"}}',
  'an open bracket in one text and its end in another': '{"hr_samples":[{"n":"["}],"b":["]",3],"c":2}',
  'a list of numbers in a text': '{"hr_samples":[{"n":"[1,2]"}],"b":[1]}',
  'places, which are lists of numbers': '{"position_samples":[{"at":[51.5,-0.1]},{"at":[1e-7,2]}],"b":[1]}',
  'lists within samples': '{"laps":[{"of":[{"n":1},{"n":[2]}]}],"b":[1]}',
  'samples within what is no list of samples': '{"list":[{"hr_samples":[1]},{"hr_samples":[2,3]}],"b":[[4]]}',
  'a text that looks like samples': '{"note":",\\"hr_samples\\":[1]","b":"\\\\","hr_samples":[1]}',
  'a text that ends like the name of samples': '{"b":"{","hr_samples":[],"c":"hr_samples"}',
  'samples that are null, or none': '{"hr_samples":null,"laps":[],"samples":[{}]}',
  'no samples at all': '{}',
}
for (const [what, text] of Object.entries(awkward))
  test(`the text is cut as the record is: ${what}`, () => {
    assert.equal(textWithoutSamples('activity', text), parsed(text))
  })
