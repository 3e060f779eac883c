import { z } from 'zod'

const status = z.literal('success')

export const widgetSessionSchema = z
  .strictObject({
    status,
    session_id: z.guid(),
    url: z.url().meta({ description: 'the page to send the person to' }),
    expires_in: z.int().meta({ description: 'how long the page works, seconds' }),
  })
  .meta({ id: 'WidgetSession' })

export const authLinkSchema = z
  .strictObject({
    status,
    user_id: z.guid().meta({ description: 'the id the user will have; nothing is known under it before' }),
    auth_url: z.url().meta({ description: 'where the person signs in to the source' }),
  })
  .meta({ id: 'AuthLink' })

export const phoneTokenSchema = z
  .strictObject({
    status,
    token: z.string().regex(/^[0-9a-f]{64}$/),
    expires_in: z.int().meta({ description: 'how long it can be used, once; seconds' }),
  })
  .meta({ id: 'PhoneToken' })

/** Says no more than that it worked. */
export const successSchema = z.strictObject({ status }).meta({ id: 'Success' })
