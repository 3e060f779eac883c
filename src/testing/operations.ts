import { compile, type JSONSchema } from 'json-schema-to-typescript'
import { z } from 'zod'

/** A JSON Schema of OpenAPI 3.1, handed on as it is. */
const schema = z.record(z.string(), z.unknown())
const media = z.record(z.string(), z.object({ schema: schema.default({}) }))
const operation = z.object({
  summary: z.string(),
  parameters: z
    .array(z.object({ name: z.string(), in: z.string(), required: z.boolean().optional(), schema }))
    .default([]),
  requestBody: z.object({ content: media }).optional(),
  responses: z.record(z.string(), z.object({ content: media.optional() })),
})
/** As much of the description of the management API as its client is made of. */
const description = z.object({
  paths: z.record(z.string(), z.record(z.string(), operation)),
  components: z.object({ schemas: z.record(z.string(), schema) }),
})

const banner = `// Made by \`npm run client\` from the description of the management API, which is made from its routes. A change of a
// route changes this file; a test fails while the two differ.`

/**
 * The text of `src/client/operations.ts`: what each call of the management API takes and answers, as types. Calls that
 * answer otherwise than with JSON (the stream) are left out. Throws where the document is not described as expected.
 */
export async function operationsOf(document: unknown): Promise<string> {
  const { paths, components } = description.parse(document)
  const calls: [name: string, call: JSONSchema][] = []
  for (const [path, methods] of Object.entries(paths))
    for (const [method, one] of Object.entries(methods)) {
      const answer = answerOf(one)
      if (answer !== null) calls.push([`${method.toUpperCase()} ${path}`, callOf(one, answer)])
    }
  const whole: JSONSchema = {
    ...strictObject(Object.fromEntries(calls)),
    description: 'Every call of the management API by its method and path.',
    definitions: components.schemas,
  }
  return compile(JSON.parse(JSON.stringify(whole), localReference), 'Operations', {
    bannerComment: banner,
    // The server answers what its schemas say and no more; the few that say they are open stay so.
    additionalProperties: false,
    ignoreMinAndMaxItems: true,
    style: { printWidth: 120, semi: false, singleQuote: true },
  })
}

/**
 * References as a schema by itself has them. One with a description of its own would be taken for another type of the same
 * name, so the two are set side by side.
 */
function localReference(_: string, value: unknown): unknown {
  const parsed = reference.safeParse(value)
  if (!parsed.success) return value
  const { $ref, ...more } = parsed.data
  const local = { $ref: $ref.replace('#/components/schemas/', '#/definitions/') }
  return Object.keys(more).length === 0 ? local : { ...more, allOf: [local] }
}
const reference = z.looseObject({ $ref: z.string().startsWith('#/components/schemas/') })

type Operation = z.output<typeof operation>
type Properties = Record<string, JSONSchema>

const strictObject = (properties: Properties, required = Object.keys(properties)): JSONSchema => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
})

/** Null for a call whose answer is no JSON. */
function answerOf({ responses }: Operation): JSONSchema | null {
  const [, success] = Object.entries(responses).find(([status]) => status.startsWith('2')) ?? []
  if (success?.content === undefined) return { type: 'null' }
  return success.content['application/json']?.schema ?? null
}

function callOf({ summary, parameters, requestBody }: Operation, answer: JSONSchema): JSONSchema {
  const within = (place: string) => parameters.filter((parameter) => parameter.in === place)
  const properties: Properties = {}
  const path = within('path')
  if (path.length > 0)
    properties['path'] = strictObject(Object.fromEntries(path.map(({ name }) => [name, { type: 'string' }])))
  const query = within('query')
  if (query.length > 0)
    properties['query'] = strictObject(
      Object.fromEntries(query.map((parameter) => [parameter.name, asWritten(parameter.schema)])),
      query.filter(({ required }) => required === true).map(({ name }) => name),
    )
  if (requestBody !== undefined) properties['body'] = bodyOf(requestBody.content)
  return { ...strictObject({ ...properties, answer }), description: summary }
}

/** In an address all is text; what is read as a number or a truth may be given as one. */
function asWritten(parameter: z.output<typeof schema>): JSONSchema {
  const isNumber = String(parameter['pattern']).startsWith('^\\d')
  const isTruth = Array.isArray(parameter['examples']) && parameter['examples'].includes('true')
  if (!isNumber && !isTruth) return parameter
  return { ...parameter, type: ['string', isNumber ? 'number' : 'boolean'] }
}

/** JSON, or the bytes of a file. */
const bodyOf = (content: z.output<typeof media>): JSONSchema =>
  content['application/json']?.schema ?? { tsType: 'Blob | ReadableStream<Uint8Array>' }
