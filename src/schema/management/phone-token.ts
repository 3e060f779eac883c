import { z } from 'zod'

export const phoneTokenAnswer = z
  .strictObject({
    token: z.string().regex(/^[0-9a-f]{64}$/),
    expires_in: z.int().meta({ description: 'how long it can be used, once; seconds' }),
    try_url: z.url().nullable().meta({
      description: 'a page that uploads as a phone would, with the token in it; null where the sandbox is off',
    }),
  })
  .meta({ id: 'MadePhoneToken' })
