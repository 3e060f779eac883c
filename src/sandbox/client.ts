import { timingSafeEqual } from 'node:crypto'
import type { Client } from '../providers/oauth2.ts'
import { hashOf } from './authorize.ts'

/** Whether an `Authorization` header, or the form where there is none, shows a client. */
export function isClientOf(client: Client, authorization: string | undefined, form: URLSearchParams): boolean {
  const [, basic] = /^Basic (.+)$/i.exec(authorization ?? '') ?? []
  const [id, secret] =
    basic === undefined
      ? [form.get('client_id') ?? '', form.get('client_secret') ?? '']
      : Buffer.from(basic, 'base64').toString('utf8').split(':').map(decodedOf)
  return id === client.id && timingSafeEqual(hashOf(secret ?? ''), hashOf(client.secret))
}

/** A part of Basic credentials, which are form-encoded (RFC 6749, 2.3.1). */
function decodedOf(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
