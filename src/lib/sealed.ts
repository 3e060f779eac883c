import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { TellusError } from './errors.ts'

/**
 * Encrypts short texts at rest (signing secrets, provider tokens, custom headers) with AES-256-GCM.
 * A sealed text is `v1.<key id>.<base64url of iv, tag, ciphertext>`; the key id names the key it was made with, so
 * that a wrong TELLUS_SECRET_KEY gives a sentence and not a riddle, and a key can be replaced while both are in use.
 */
export interface Vault {
  /** Seals with the current key. */
  seal(text: string): string
  /** Opens what the current key or a previous one sealed. */
  open(sealed: string): string
  /** Ids of the keys that open, the current one first. */
  keyIds(): string[]
}

/** The operator's keys: any texts of at least 32 characters; the AES key of each is its SHA-256. */
export interface KeyRing {
  /** Seals, and opens. */
  current: string
  /** Only open: keys that were current before, or will be once every process knows them. */
  previous: readonly string[]
}

/** What the sealed texts of a key begin with. */
export const sealedBy = (keyId: string): string => `v1.${keyId}.`

/** The id of a key, as sealed texts name it. */
export const keyIdOf = (secretKey: string): string => idOf(aesKey(secretKey))

const aesKey = (secretKey: string): Buffer => createHash('sha256').update(secretKey, 'utf8').digest()
const idOf = (key: Buffer): string => createHash('sha256').update('tellus key id').update(key).digest('hex').slice(0, 8)

const fixed =
  (ring: KeyRing): (() => KeyRing) =>
  () =>
    ring

/**
 * A vault of one key, or of a ring that may change while the process runs: `ring` is asked before each sealing and when
 * a text names a key that is not known, and gives the same object for as long as nothing changed.
 */
export function vault(keys: string | (() => KeyRing)): Vault {
  const ring = typeof keys === 'string' ? fixed({ current: keys, previous: [] }) : keys
  let from: KeyRing | null = null
  let known = new Map<string, Buffer>()
  let current: { id: string; key: Buffer } = { id: '', key: Buffer.alloc(0) }
  const refresh = (): void => {
    const now = ring()
    if (now === from) return
    known = new Map([now.current, ...now.previous].map(aesKey).map((key) => [idOf(key), key]))
    const key = aesKey(now.current)
    current = { id: idOf(key), key }
    from = now
  }
  const keyOf = (id: string): Buffer => {
    if (!known.has(id)) refresh()
    const key = known.get(id)
    if (key === undefined)
      throw new TellusError(
        'internal',
        `A stored secret was encrypted with another key (${id}, now ${current.id}): start Tellus with the TELLUS_SECRET_KEY it was made with, or name that in TELLUS_SECRET_KEY_PREVIOUS.`,
      )
    return key
  }
  refresh()
  return {
    seal(text) {
      refresh()
      const iv = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', current.key, iv)
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return sealedBy(current.id) + Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')
    },
    open(sealed) {
      const [version, id, data] = sealed.split('.')
      if (version !== 'v1' || id === undefined || data === undefined)
        throw new TellusError('internal', 'A sealed value has an unknown form.')
      const key = keyOf(id)
      const bytes = Buffer.from(data, 'base64url')
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12), { authTagLength: 16 })
      decipher.setAuthTag(bytes.subarray(12, 28))
      return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
    },
    keyIds() {
      refresh()
      return [...known.keys()]
    },
  }
}
