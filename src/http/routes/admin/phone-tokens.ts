import type { FastifyInstance } from 'fastify'
import { tryPhonePath } from '../../../connect/phone/page.ts'
import type { Hub } from '../../../hub.ts'
import { phoneTokenAnswer } from '../../../schema/management/phone-token.ts'
import { generateAuthToken } from '../../../users/sign-in/phone-token.ts'
import { routesOf } from '../../route.ts'

/** Tokens by which an app on a phone connects, for who is signed in. */
export function phoneTokenRoutes(server: FastifyInstance, hub: Hub): void {
  const route = routesOf(server, hub)

  route({
    method: 'POST',
    url: '/phone-tokens',
    status: 201,
    summary: 'Makes a token with which an app on a phone connects, as `POST /v2/auth/generateAuthToken` does.',
    answer: phoneTokenAnswer,
    async handle({ environment }) {
      const { token, expiresIn } = await generateAuthToken(hub, environment.id)
      // In the fragment, which browsers send to nobody: no log on the way holds it.
      const url = hub.config.sandbox === 'on' ? `${hub.publicUrl()}${tryPhonePath}#token=${token}` : null
      return { token, expires_in: expiresIn, try_url: url }
    },
  })
}
