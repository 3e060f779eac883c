import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { activityTypeNames } from './enums.ts'
import { jsonSchemas } from './json-schema.ts'
import { plannedWorkoutSummarySchema } from './planned-workout.ts'
import { workoutTemplateSchema } from './workout-template.ts'

const document = fileURLToPath(new URL('../../../shared/terra/openapi/v2-bundled.yaml', import.meta.url))
const absent = existsSync(document) ? false : 'the reference material beside the repository is absent'

interface Published {
  properties: string[]
  required: string[]
  parents: string[]
  choices: { value: string; title: string | undefined }[]
  /** `activity_seconds minimum 0` */
  bounds: string[]
}

// Reads only what stands at the fixed depths of this one machine-written document; a YAML parser is not a dependency.
function readPublished(yaml: string): Map<string, Published> {
  const found = new Map<string, Published>()
  let current: Published | undefined
  let section = ''
  for (const line of yaml.slice(yaml.indexOf('\n  schemas:\n')).split('\n')) {
    const name = /^ {4}(\w+):$/.exec(line)?.[1]
    if (name !== undefined) {
      current = { properties: [], required: [], parents: [], choices: [], bounds: [] }
      found.set(name, current)
      section = ''
    }
    if (current === undefined) continue
    section = /^ {6}(\w+):$/.exec(line)?.[1] ?? (/^ {6}\S/.test(line) ? '' : section)
    const property = /^ {8}(\w+):$/.exec(line)?.[1]
    const bound = /^ {10}(minimum|maximum): (\d{1,3})$/.exec(line)
    const item = /^ {8}- (\w+)$/.exec(line)?.[1]
    const parent = /^ {8}- \$ref: '#\/components\/schemas\/(\w+)'$/.exec(line)?.[1]
    const value = /^ {10}const: '?(\w+)'?$/.exec(line)?.[1]
    const title = /^ {10}title: (.+)$/.exec(line)?.[1]
    if (section === 'properties' && property !== undefined) current.properties.push(property)
    if (section === 'properties' && bound !== null) {
      current.bounds.push(`${current.properties.at(-1)} ${bound[1]} ${bound[2]}`)
    }
    if (section === 'enum' && item !== undefined) current.choices.push({ value: item, title: undefined })
    if (section === 'required' && item !== undefined) current.required.push(item)
    if (section === 'allOf' && parent !== undefined && parent !== 'WebhookEvent') current.parents.push(parent)
    if ((section === 'oneOf' || section === 'anyOf') && value !== undefined)
      current.choices.push({ value, title: undefined })
    const last = current.choices.at(-1)
    if (section === 'oneOf' && title !== undefined && last !== undefined) last.title = title
  }
  return found
}

const withParents = (all: Map<string, Published>, name: string): Published => {
  const own = all.get(name) ?? { properties: [], required: [], parents: [], choices: [], bounds: [] }
  const parents = own.parents.map((parent) => withParents(all, parent))
  return {
    ...own,
    properties: [...new Set([...own.properties, ...parents.flatMap((parent) => parent.properties)])],
    required: [...new Set([...own.required, ...parents.flatMap((parent) => parent.required)])],
  }
}

const ours = () => {
  const { records, events } = jsonSchemas()
  const alone = [workoutTemplateSchema, plannedWorkoutSummarySchema].map((schema) => z.toJSONSchema(schema))
  const all = [...Object.values(records), ...Object.values(events), ...alone]
  return new Map(all.flatMap((schema) => Object.entries(schema.$defs ?? {})))
}

// The base of all events has an optional status, which Tellus sends only where an event names it; hence no WebhookEvent.
// Keys of older clients, of queue messages and of merged events, which the document lacks.
const added: Record<string, string[]> = {
  AuthSuccessEvent: ['reference_id', 'version'],
  AuthErrorEvent: ['message', 'widget_session_id'],
  S3PayloadEvent: ['payload_reference', 'reference_id', 'user_id'],
  ...Object.fromEntries(
    ['Activity', 'Athlete', 'Body', 'Daily', 'Menstruation', 'Nutrition', 'Sleep'].map((type) => [
      `${type}Event`,
      ['made_of'],
    ]),
  ),
}
// Schemas of ours that name a kind of text, or an event that only the clients know or only Tellus has.
const unpublished = new Set([
  'Timestamp',
  'LocalDate',
  'DateOrTimestamp',
  'Rfc3339',
  'Position',
  'ProcessingEvent',
  'RateLimitHitEvent',
  'HealthcheckEvent',
  'DestinationReference',
  'MergedPart',
  'DestinationFailingEvent',
  'DestinationDisabledEvent',
])

test('every object has the keys of the published document, and requires the same ones', { skip: absent }, () => {
  const all = readPublished(readFileSync(document, 'utf8'))
  let compared = 0
  for (const [name, schema] of ours()) {
    if (unpublished.has(name)) continue
    assert.ok(all.has(name), `${name} is not in the document`)
    if (schema.properties === undefined) continue
    const published = withParents(all, name)
    const extra = added[name] ?? []
    assert.deepEqual(Object.keys(schema.properties).sort(), [...published.properties, ...extra].sort(), name)
    assert.deepEqual([...(schema.required ?? [])].sort(), published.required.sort(), name)
    compared++
  }
  assert.ok(compared > 130, `${compared} objects compared`)
})

test('a key is bounded exactly where the published document bounds it', { skip: absent }, () => {
  const all = readPublished(readFileSync(document, 'utf8'))
  const found: string[] = []
  for (const [name, schema] of ours()) {
    const properties = Object.entries(schema.properties ?? {})
    const bounds = properties.flatMap(([key, property]) =>
      ['minimum', 'maximum'].flatMap((bound) => {
        const limit = new RegExp(`"${bound}":(\\d+)`).exec(JSON.stringify(property))?.[1]
        return limit === undefined ? [] : [`${key} ${bound} ${limit}`]
      }),
    )
    assert.deepEqual(bounds.sort(), (all.get(name)?.bounds ?? []).sort(), name)
    found.push(...bounds)
  }
  assert.ok(found.length > 40, `${found.length} bounds compared`)
})

test('every enumeration has the values of the published document', { skip: absent }, () => {
  const all = readPublished(readFileSync(document, 'utf8'))
  let compared = 0
  for (const [name, schema] of ours()) {
    if (schema.enum === undefined) continue
    assert.deepEqual(
      schema.enum.map(String).sort(),
      all
        .get(name)
        ?.choices.map((choice) => choice.value)
        .sort(),
      name,
    )
    compared++
  }
  assert.ok(compared > 30, `${compared} enumerations compared`)
})

test('every activity type has the name of the published document', { skip: absent }, () => {
  const published = readPublished(readFileSync(document, 'utf8')).get('ActivityType')?.choices ?? []
  assert.ok(published.length > 100)
  for (const { value, title } of published) assert.equal(activityTypeNames.get(Number(value)), title, value)
})
