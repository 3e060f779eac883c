import { curlWithKey } from '../../api/keys.ts'
import type { OpenApi, Operation, Schemas } from '../../api/openapi.ts'
import { curlCommand } from '../../components/curl.ts'
import { en } from '../../strings/en.ts'
import { exampleOf } from './example.ts'

/** An operation with where it is. */
export interface Placed {
  id: string
  method: string
  path: string
  operation: Operation
}
export interface Section {
  tag: string
  title: string
  operations: readonly Placed[]
}
/** Who may call an operation. */
export type Access = 'key' | 'person' | 'open'

const named: Readonly<Record<string, string>> = en.docs.tags

/** `first-steps` → `First steps`. */
const titleOf = (tag: string): string => {
  if (named[tag] !== undefined) return named[tag]
  const words = tag.replaceAll('-', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** All operations by their tag, in the order of the description. */
export function sectionsOf({ paths }: OpenApi): readonly Section[] {
  const byTag = new Map<string, Placed[]>()
  for (const [path, methods] of Object.entries(paths))
    for (const [method, operation] of Object.entries(methods)) {
      const tag = operation.tags?.[0] ?? ''
      const placed = { id: operation.operationId, method: method.toUpperCase(), path, operation }
      byTag.set(tag, [...(byTag.get(tag) ?? []), placed])
    }
  return [...byTag]
    .map(([tag, operations]) => ({ tag, title: titleOf(tag), operations }))
    .sort((a, b) => a.title.localeCompare(b.title))
}

/** Everything of an operation that a reader may look for. */
const textOf = ({ method, path, operation }: Placed, tag: string): string => {
  const fields = JSON.stringify(operation.requestBody ?? '').matchAll(/"(\w+)":/g)
  const names = [...(operation.parameters ?? []).map(({ name }) => name), ...[...fields].map(([, name]) => name)]
  return [tag, method, path, operation.summary, ...names].join(' ').toLowerCase()
}

/** The sections with what matches every word of a text; sections without any are left out. */
export function matching(sections: readonly Section[], wanted: string): readonly Section[] {
  const words = wanted.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return sections
  return sections
    .map((section) => ({
      ...section,
      operations: section.operations.filter((placed) => {
        const text = textOf(placed, section.title)
        return words.every((word) => text.includes(word))
      }),
    }))
    .filter(({ operations }) => operations.length > 0)
}

export function accessOf({ security = [] }: Operation): Access {
  if (security.length === 0) return 'open'
  return security.some((one) => 'apiKey' in one) ? 'key' : 'person'
}

/** An operation as a command to begin with; null where no command can call it without a person. */
export function commandOf(
  { method, path, operation }: Placed,
  from: { server: string; devId: string; schemas: Schemas },
): string | null {
  const access = accessOf(operation)
  if (access === 'person') return null
  const needed = (operation.parameters ?? []).filter((one) => one.in === 'query' && one.required)
  const query = needed.map(
    ({ name, schema }) => `${name}=${encodeURIComponent(String(exampleOf(schema ?? {}, from.schemas, name)))}`,
  )
  const url = `${from.server}${path}${query.length === 0 ? '' : `?${query.join('&')}`}`
  const json = operation.requestBody?.content['application/json']
  const body = json?.schema === undefined ? undefined : exampleOf(json.schema, from.schemas)
  if (access === 'open') {
    const headers = body === undefined ? {} : { 'content-type': 'application/json' }
    return curlCommand({ method, url, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
  }
  const command = curlWithKey({ method, url, devId: from.devId, ...(body === undefined ? {} : { body }) })
  return operation.requestBody !== undefined && json === undefined ? `${command} \\\n  --data-binary @FILE` : command
}
