import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OpenApi, Schema, Schemas } from '../../api/openapi.ts'
import { exampleOf } from './example.ts'
import { limitsOf } from './limits.ts'
import { accessOf, commandOf, matching, sectionsOf } from './operations.ts'
import { treeOf } from './schema.ts'

const schemas: Schemas = {
  Destination: {
    type: 'object',
    properties: {
      id: { type: 'string', pattern: '^dst_[0-9a-z]{26}$' },
      url: { anyOf: [{ type: 'string', format: 'uri' }, { type: 'null' }], description: 'null for an inbox' },
      parent: { $ref: '#/components/schemas/Destination' },
      counts: { type: 'object', additionalProperties: { type: 'integer', minimum: 0 } },
    },
    required: ['id', 'url'],
  },
}
const list: Schema = {
  type: 'object',
  properties: { items: { type: 'array', items: { $ref: '#/components/schemas/Destination' } } },
  required: ['items'],
}

test('a schema is drawn by its fields, through lists and references, and one that holds itself ends', () => {
  const [items] = treeOf(list, schemas).children
  assert.equal(items?.type, 'list of Destination')
  assert.deepEqual(
    items?.children.map(({ name, type, isRequired }) => [name, type, isRequired]),
    [
      ['id', 'string', true],
      ['url', 'uri or null', true],
      ['parent', 'Destination', false],
      ['counts', 'map of integer', false],
    ],
  )
  assert.equal(items?.children[1]?.description, 'null for an inbox')
  assert.deepEqual(items?.children[2]?.children, [])
})

test('several forms are named apart where they hold fields, and one type where they do not', () => {
  assert.equal(treeOf({ anyOf: [{ type: 'string' }, { type: 'number' }] }, {}).type, 'string or number')
  const forms = treeOf({ oneOf: [list, { type: 'object', properties: { a: { const: 'b' } } }] }, schemas)
  assert.equal(forms.type, 'one of 2')
  assert.deepEqual(
    forms.children.map(({ name, children }) => [name, children.map(({ type }) => type)]),
    [
      ['either 1', ['list of Destination']],
      ['either 2', ['always b']],
    ],
  )
  assert.deepEqual(treeOf({ type: 'string', enum: ['a', 'b'] }, {}).values, ['a', 'b'])
})

test('limits are words, and what limits nothing is left out', () => {
  assert.equal(limitsOf({ type: 'integer', minimum: 1, maximum: 31, default: 1 }), '1 to 31, 1 unless told')
  assert.equal(limitsOf({ type: 'integer', minimum: 0, maximum: Number.MAX_SAFE_INTEGER }), 'at least 0')
  assert.equal(limitsOf({ type: 'string', minLength: 1, maxLength: 200 }), 'at most 200 characters')
  assert.equal(limitsOf({ type: 'string', format: 'date-time', pattern: '^\\d+$' }), null)
})

const key = [{ devId: [], apiKey: [] }, { session: [] }]
const api: OpenApi = {
  servers: [{ url: 'http://127.0.0.1:4000/admin/api' }],
  components: { schemas },
  paths: {
    '/first-steps': { get: { operationId: 'get_first_steps', tags: ['first-steps'], security: key, responses: {} } },
    '/destinations': {
      post: {
        operationId: 'post_destinations',
        tags: ['destinations'],
        summary: 'Adds one',
        security: key,
        requestBody: {
          content: {
            'application/json': {
              schema: {
                type: 'object',
                properties: {
                  kind: { const: 'webhook' },
                  url: { type: 'string' },
                  timeout_seconds: { type: 'integer' },
                },
                required: ['kind', 'url'],
              },
            },
          },
        },
        responses: {},
      },
    },
    '/accounts': {
      get: { operationId: 'get_accounts', tags: ['accounts'], security: [{ session: [] }], responses: {} },
    },
  },
}

test('operations are in sections, and found by path, word and field', () => {
  const sections = sectionsOf(api)
  assert.deepEqual(
    sections.map(({ title }) => title),
    ['Accounts', 'Destinations', 'First steps'],
  )
  const found = (text: string) => matching(sections, text).flatMap(({ operations }) => operations.map(({ id }) => id))
  assert.deepEqual(found('POST dest'), ['post_destinations'])
  assert.deepEqual(found('timeout_seconds'), ['post_destinations'])
  assert.deepEqual(found('nothing of this'), [])
  assert.equal(found('  ').length, 3)
})

test('a command holds the dev-id, the key of the shell, and a body with what must be there', () => {
  const placed = sectionsOf(api).flatMap(({ operations }) => operations)
  const command = (id: string) => {
    const one = placed.find((operation) => operation.id === id)
    return one && commandOf(one, { server: 'http://127.0.0.1:4000/admin/api', devId: 'acme', schemas })
  }
  assert.equal(
    command('post_destinations'),
    [
      'curl -X POST http://127.0.0.1:4000/admin/api/destinations \\',
      "  -H 'dev-id: acme' \\",
      '  -H "x-api-key: $API_KEY" \\',
      "  -H 'content-type: application/json' \\",
      `  --data-binary '{"kind":"webhook","url":"https://api.example.com/consumeTerraWebhook"}'`,
    ].join('\n'),
  )
  assert.equal(command('get_accounts'), null)
  assert.equal(accessOf({ operationId: 'x', responses: {}, security: [] }), 'open')
})

test('an example has values of the right kind', () => {
  assert.deepEqual(exampleOf({ $ref: '#/components/schemas/Destination' }, schemas), {
    id: 'dst_…',
    url: 'https://example.com',
  })
  assert.deepEqual(exampleOf({ type: 'array', items: { type: ['integer', 'null'] } }, {}), [1])
})
