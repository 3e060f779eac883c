import assert from 'node:assert/strict'
import type { LightMyRequestResponse } from 'fastify'
import { z } from 'zod'
import type { Described } from '../http/route.ts'
import { problemSchema } from '../schema/management/shared.ts'

const prefix = '/admin/api'

/**
 * Gives a check of answers of the management API against what their routes promise, so that a test that calls a route
 * fails when its answer drifts from its schema.
 */
export function answerCheck(described: readonly Described[]) {
  // As the router does: what stands in a path word for word goes before what varies.
  const routes = [...described].sort((a, b) => variables(a.url) - variables(b.url))
  return (method: string, url: string, response: LightMyRequestResponse): void => {
    const path = url.split('?')[0] ?? ''
    if (!path.startsWith(`${prefix}/`)) return
    const route = routes.find((one) => one.method === method && patternOf(one.url).test(path.slice(prefix.length)))
    if (route === undefined || response.statusCode === 204) return
    const isProblem = String(response.headers['content-type']).startsWith('application/problem+json')
    const schema = isProblem ? problemSchema : route.answer
    if (schema === undefined || (!isProblem && route.answerType !== 'application/json')) return
    const parsed = schema.safeParse(response.json())
    assert.ok(
      parsed.success,
      parsed.success
        ? ''
        : `${method} ${route.url} answers otherwise than its schema:\n${z.prettifyError(parsed.error)}`,
    )
  }
}

const variables = (url: string): number => url.split(':').length
const patternOf = (url: string): RegExp => new RegExp(`^${url.replaceAll(/:\w+/g, '[^/]+')}/?$`)
