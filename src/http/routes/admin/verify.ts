import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Hub } from '../../../hub.ts'
import { explainSignature } from '../../../inbox/explain.ts'
import { verificationSchema } from '../../../schema/management/verification.ts'
import { instant } from '../../parameters.ts'
import { routesOf } from '../../route.ts'

const asked = z.strictObject({
  header: z.string().max(10_000),
  body: z.string(),
  secret: z.string().min(1).max(500),
  now: z.union([z.number(), instant.transform((ms) => ms / 1000)], 'expected unix seconds or a time').optional(),
  tolerance_seconds: z.number().int().min(0).max(1_000_000_000).default(300),
})

/** `POST /verify`: checks any header, body and secret; nothing of them is kept. */
export function verifyRoutes(server: FastifyInstance, hub: Hub): void {
  routesOf(
    server,
    hub,
  )({
    method: 'POST',
    url: '/verify',
    needs: 'viewer',
    summary: 'Checks a signature and says which rule was broken',
    body: asked,
    answer: verificationSchema,
    handle: async ({ body }) =>
      explainSignature({
        header: body.header,
        body: body.body,
        secrets: [body.secret.trim()],
        nowSeconds: Math.floor(body.now ?? hub.clock.now() / 1000),
        toleranceSeconds: body.tolerance_seconds,
      }),
  })
}
