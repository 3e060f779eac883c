import { useQuery } from '@tanstack/react-query'
import { addressOf, call } from './client.ts'

/** A JSON Schema, as far as the description of the management API uses it. */
export interface Schema {
  $ref?: string
  type?: string | readonly string[]
  format?: string
  description?: string
  properties?: Readonly<Record<string, Schema>>
  required?: readonly string[]
  items?: Schema
  additionalProperties?: boolean | Schema
  anyOf?: readonly Schema[]
  oneOf?: readonly Schema[]
  allOf?: readonly Schema[]
  enum?: readonly unknown[]
  const?: unknown
  default?: unknown
  examples?: readonly unknown[]
  pattern?: string
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  minItems?: number
  maxItems?: number
}
export type Schemas = Readonly<Record<string, Schema>>
export type Content = Readonly<Record<string, { schema?: Schema }>>

export interface Parameter {
  in: 'path' | 'query' | 'header'
  name: string
  required?: boolean
  description?: string
  schema?: Schema
}
export interface Operation {
  operationId: string
  tags?: readonly string[]
  summary?: string
  security?: readonly Readonly<Record<string, readonly string[]>>[]
  parameters?: readonly Parameter[]
  requestBody?: { content: Content }
  responses: Readonly<Record<string, { description: string; content?: Content }>>
}
export interface OpenApi {
  servers?: readonly { url: string }[]
  paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  components?: { schemas?: Schemas }
}

/** Where the description itself is, to be downloaded. */
export const openApiAddress = addressOf('/openapi.json')

/** The description of the management API, the same for as long as the server runs. */
export const useOpenApi = () =>
  useQuery({
    queryKey: ['openapi'],
    queryFn: ({ signal }) => call<OpenApi>('GET', '/openapi.json', { signal }),
    staleTime: Infinity,
  })
