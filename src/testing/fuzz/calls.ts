import * as fc from 'fast-check'
import { examples } from './examples.ts'
import { fitting, nearly, type Reading } from './from-schema.ts'
import type { Operation } from './operations.ts'
import { wildText, wildValue } from './wild.ts'

/** Whose credentials a call carries. */
export type Caller = 'right' | 'wrong' | 'none' | 'other'

export interface FuzzCall {
  operation: Operation
  method: string
  /** Path and query as they are sent. */
  target: string
  headers: Record<string, string>
  body: string | null
  caller: Caller
}

/** Calls of an operation: mostly ones that fit, then ones that nearly do, then wild ones. */
export function callsOf(operation: Operation, reading: Reading): fc.Arbitrary<FuzzCall> {
  return fc.oneof(
    { weight: 5, arbitrary: callsLike(operation, reading, 'fit') },
    { weight: 4, arbitrary: callsLike(operation, reading, 'near') },
    { weight: 3, arbitrary: callsLike(operation, reading, 'wild') },
  )
}

type Mode = 'fit' | 'near' | 'wild'

const plainText = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'object' ? JSON.stringify(value) : String(value)

function valuesOf(schema: unknown, reading: Reading, name: string, mode: Mode): fc.Arbitrary<unknown> {
  if (mode === 'fit') return fitting(schema, reading, name)
  if (mode === 'near')
    return fc.oneof({ weight: 3, arbitrary: fitting(schema, reading, name) }, { weight: 1, arbitrary: wildText })
  return fc.oneof({ weight: 1, arbitrary: fitting(schema, reading, name) }, { weight: 2, arbitrary: wildText })
}

function callsLike(operation: Operation, reading: Reading, mode: Mode): fc.Arbitrary<FuzzCall> {
  return fc
    .record({
      target: targetOf(operation, reading, mode),
      method: methodOf(operation, mode),
      body: bodyOf(operation, reading, mode),
      headers: mode === 'fit' ? fc.constant<Record<string, string>>({}) : oddHeaders,
      caller: callerOf(mode),
    })
    .map(({ target, method, body, headers, caller }) => ({
      operation,
      method,
      target,
      headers: { ...(body === null ? {} : { 'content-type': body.mediaType }), ...headers },
      body: body?.text ?? null,
      caller,
    }))
}

const callerOf = (mode: Mode): fc.Arbitrary<Caller> =>
  mode === 'fit'
    ? fc.constant<Caller>('right')
    : fc.oneof(
        { weight: 16, arbitrary: fc.constant<Caller>('right') },
        { weight: 1, arbitrary: fc.constantFrom<Caller>('wrong', 'none', 'other') },
      )

const methodOf = ({ method }: Operation, mode: Mode): fc.Arbitrary<string> =>
  mode === 'wild'
    ? fc.oneof(
        { weight: 6, arbitrary: fc.constant(method) },
        { weight: 1, arbitrary: fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS') },
      )
    : fc.constant(method)

function targetOf(operation: Operation, reading: Reading, mode: Mode): fc.Arbitrary<string> {
  const names = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
  const inPath = fc.tuple(...names.map((name) => inPathOf(operation, reading, name, mode)))
  const inQuery = fc.tuple(
    ...operation.parameters.filter((one) => one.in === 'query').map((one) => pairsOf(one, reading, mode)),
  )
  const extra =
    mode === 'wild'
      ? fc.array(fc.tuple(fc.constantFrom('__proto__', 'x', 'user_id', 'limit', '', 'constructor[a]'), wildText), {
          maxLength: 2,
        })
      : fc.constant<[string, string][]>([])
  return fc.tuple(inPath, inQuery, extra).map(([path, query, more]) => {
    const filled = names.reduce((text, name, index) => text.replace(`{${name}}`, segment(path[index])), operation.path)
    const pairs = [...query.flat(), ...more].map(([key, value]) => `${escaped(key)}=${escaped(value)}`)
    return pairs.length === 0 ? filled : `${filled}?${pairs.join('&')}`
  })
}

const inPathOf = (operation: Operation, reading: Reading, name: string, mode: Mode): fc.Arbitrary<unknown> => {
  const schema = operation.parameters.find((one) => one.in === 'path' && one.name === name)?.schema
  // In a path an id is called `id`: what it is the id of stands before it.
  const before = operation.path.split('/')[operation.path.split('/').indexOf(`{${name}}`) - 1] ?? ''
  return valuesOf(schema ?? { type: 'string' }, reading, name === 'id' ? `${before}/id` : name, mode)
}

/** A parameter not at all, once, or twice. */
function pairsOf(
  { name, required, schema }: Operation['parameters'][number],
  reading: Reading,
  mode: Mode,
): fc.Arbitrary<[string, string][]> {
  const pair = valuesOf(schema, reading, name, mode).map((value): [string, string] => [name, plainText(value)])
  const once = pair.map((one) => [one])
  const none = fc.constant<[string, string][]>([])
  if (mode === 'fit' && required) return once
  const twice = fc.tuple(pair, pair)
  return mode === 'fit'
    ? fc.oneof({ weight: 2, arbitrary: once }, { weight: 3, arbitrary: none })
    : fc.oneof(
        { weight: required ? 8 : 3, arbitrary: once },
        { weight: 3, arbitrary: none },
        { weight: 1, arbitrary: twice },
      )
}

/** Escaped for the wire; a text that is half a character cannot be, and a `%` is now and then left as it is. */
const escaped = (text: string): string => {
  if (text === '%zz' || text === '%00') return text
  return encodeURIComponent(text.toWellFormed())
}
/** A part of a path is never empty, and never one that a client would take away by itself. */
const segment = (value: unknown): string => {
  const text = escaped(plainText(value))
  return text === '' || text === '.' || text === '..' ? '%20' : text
}

interface Body {
  mediaType: string
  text: string
}

function bodyOf(operation: Operation, reading: Reading, mode: Mode): fc.Arbitrary<Body | null> {
  if (operation.method === 'GET') return mode === 'wild' ? fc.oneof(fc.constant(null), wildBody) : fc.constant(null)
  if (operation.bodies.length === 0) return mode === 'fit' ? fc.constant(null) : fc.oneof(fc.constant(null), wildBody)
  if (mode === 'wild') return wildBody
  const made = operation.bodies.map(({ mediaType, schema }) => {
    const known = examples[operation.name] ?? []
    const values = fitting(schema, reading)
    const all =
      known.length === 0
        ? values
        : fc.oneof({ weight: 1, arbitrary: values }, { weight: 3, arbitrary: fc.constantFrom(...known) })
    return (mode === 'near' ? nearly(all) : all).map((one) => ({
      mediaType,
      text: typeof one === 'string' ? one : (JSON.stringify(one) ?? ''),
    }))
  })
  return fc.oneof(...made)
}

const mediaTypes = [
  'application/json',
  'application/json; charset=utf-16',
  'application/x-ndjson',
  'application/merge-patch+json',
  'text/plain',
  'multipart/form-data; boundary=x',
  'application/x-www-form-urlencoded',
  'application/octet-stream',
  'json',
  ';;;',
]
const brokenTexts = [
  '',
  '{',
  '[1,',
  '{"a":1,}',
  '"',
  'nul',
  '\ufeff{}',
  '{"a":1}{"b":2}',
  '{"__proto__":{"x":1}}',
  '[]\n[]',
]

const wildBody: fc.Arbitrary<Body> = fc.record({
  mediaType: fc.oneof(
    { weight: 3, arbitrary: fc.constant('application/json') },
    { weight: 1, arbitrary: fc.constantFrom(...mediaTypes) },
  ),
  text: fc.oneof(
    { weight: 3, arbitrary: wildValue.map((value) => JSON.stringify(value) ?? '') },
    { weight: 2, arbitrary: fc.constantFrom(...brokenTexts) },
    { weight: 1, arbitrary: wildText },
  ),
})

const headerText = fc.constantFrom('', 'x', 'é', '"', 'a'.repeat(2000), '-1', 'null', '*/*', 'gzip', 'br, gzip;q=0')
const oddHeaders: fc.Arbitrary<Record<string, string>> = fc
  .array(
    fc.tuple(
      fc.constantFrom(
        'accept',
        'accept-encoding',
        'content-encoding',
        'if-none-match',
        'last-event-id',
        'tellus-environment',
        'origin',
        'sec-fetch-site',
        'x-forwarded-for',
        'x-csrf-token',
        'content-disposition',
        'authorization',
        'cookie',
        'range',
        'x-http-method-override',
      ),
      headerText,
    ),
    { maxLength: 2 },
  )
  .map((pairs) => Object.fromEntries(pairs))
