import type { Schema, Schemas } from '../../api/openapi.ts'
import { resolve } from './schema.ts'

const byFormat: Readonly<Record<string, string>> = {
  uuid: '00000000-0000-4000-8000-000000000000',
  'date-time': '2026-07-01T06:04:11.000Z',
  email: 'ada@example.org',
  uri: 'https://example.com',
}

const byName: Readonly<Record<string, string>> = {
  url: 'https://api.example.com/consumeTerraWebhook',
  provider: 'GARMIN',
  reference_id: 'me',
}

/** A body to begin with: what must be there, with values of the right kind. */
export function exampleOf(schema: Schema, schemas: Schemas, name = ''): unknown {
  const whole = resolve(schema, schemas)
  const given = whole.examples?.[0] ?? whole.const ?? whole.default ?? whole.enum?.[0]
  if (given !== undefined) return given
  const form = (whole.anyOf ?? whole.oneOf)?.find(({ type }) => type !== 'null')
  if (form !== undefined) return exampleOf(form, schemas, name)
  const type = typeof whole.type === 'string' ? whole.type : whole.type?.find((one) => one !== 'null')
  switch (type) {
    case 'object':
      return Object.fromEntries(
        (whole.required ?? []).map((key) => [key, exampleOf(whole.properties?.[key] ?? {}, schemas, key)]),
      )
    case 'array':
      return whole.items === undefined ? [] : [exampleOf(whole.items, schemas, name)]
    case 'integer':
    case 'number':
      return whole.minimum === undefined || whole.minimum < 0 ? 1 : Math.max(1, whole.minimum)
    case 'boolean':
      return true
    case 'string':
      return textOf(whole, name)
    default:
      return {}
  }
}

function textOf({ format, pattern }: Schema, name: string): string {
  const prefix = /^\^([a-z]{3})_\[/.exec(pattern ?? '')?.[1]
  if (prefix !== undefined) return `${prefix}_…`
  if (format !== undefined && byFormat[format] !== undefined) return byFormat[format]
  return byName[name] ?? '…'
}
