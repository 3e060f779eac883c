import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { TellusError } from './errors.ts'

/**
 * Encrypts short texts at rest (signing secrets, provider tokens, custom headers) with AES-256-GCM.
 * A sealed text is `v1.<key id>.<base64url of iv, tag, ciphertext>`; the key id names the key it was made with, so
 * that a wrong TELLUS_SECRET_KEY gives a sentence and not a riddle.
 */
export interface Vault {
  seal(text: string): string
  open(sealed: string): string
}

/** A vault from the operator's key: any text of at least 32 characters; the AES key is its SHA-256. */
export function vault(secretKey: string): Vault {
  const key = createHash('sha256').update(secretKey, 'utf8').digest()
  const keyId = createHash('sha256').update('tellus key id').update(key).digest('hex').slice(0, 8)
  return {
    seal(text) {
      const iv = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', key, iv)
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return `v1.${keyId}.${Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')}`
    },
    open(sealed) {
      const [version, id, data] = sealed.split('.')
      if (version !== 'v1' || data === undefined)
        throw new TellusError('internal', 'A sealed value has an unknown form.')
      if (id !== keyId)
        throw new TellusError(
          'internal',
          `A stored secret was encrypted with another key (${id}, now ${keyId}): start Tellus with the TELLUS_SECRET_KEY it was made with.`,
        )
      const bytes = Buffer.from(data, 'base64url')
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12))
      decipher.setAuthTag(bytes.subarray(12, 28))
      return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
    },
  }
}
