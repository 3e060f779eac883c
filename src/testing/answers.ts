import assert from 'node:assert/strict'
import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import { z } from 'zod'
import type { Described } from '../http/route.ts'
import { problemSchema } from '../schema/management/shared.ts'

/**
 * Gives a check of answers of the management API and of Terra's paths against what their routes promise, so that a test
 * that calls a route fails when its answer drifts from its schema.
 */
export function answerCheck(server: Pick<FastifyInstance, 'described' | 'terra' | 'terraAtRoot'>) {
  const apis: [prefix: string, routes: Described[]][] = [
    ['/admin/api', inOrder(server.described)],
    ['/api/v2', inOrder(server.terra.described)],
    ['/v2', inOrder(server.terra.described)],
    ['', inOrder(server.terraAtRoot.described)],
  ]
  return (method: string, url: string, response: LightMyRequestResponse): void => {
    const path = url.split('?')[0] ?? ''
    const [prefix, routes] = apis.find(([start]) => path.startsWith(`${start}/`)) ?? ['', []]
    const route = routes.find((one) => one.method === method && patternOf(one.url).test(path.slice(prefix.length)))
    // A compressed answer is the same answer.
    const isCompressed = response.headers['content-encoding'] !== undefined
    if (route === undefined || response.statusCode === 204 || isCompressed) return
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

/** As the router does: what stands in a path word for word goes before what varies. */
const inOrder = (routes: readonly Described[]): Described[] =>
  [...routes].sort((a, b) => variables(a.url) - variables(b.url))
const variables = (url: string): number => url.split(':').length
const patternOf = (url: string): RegExp => new RegExp(`^${url.replaceAll(/:\w+/g, '[^/]+')}/?$`)
