/** A `terra-signature` header taken apart; what is not there is null or empty. */
export interface SignatureHeader {
  /** Unix seconds. */
  t: number | null
  signatures: readonly string[]
}

/** Takes `t=1723808700,v1=…` apart, to be shown; the server is who judges it. */
export function signatureOf(header: string): SignatureHeader {
  const pairs = header.split(',').map((part) => part.trim().split('=', 2))
  const t = pairs.find(([key]) => key === 't')?.[1] ?? ''
  return {
    t: /^\d{1,15}$/.test(t) ? Number(t) : null,
    signatures: pairs.flatMap(([key, value]) => (key === 'v1' && value ? [value] : [])),
  }
}

/** What one tool hands to *Verify*: kept in memory, for bodies are data of people and belong in no address. */
export interface Handed {
  header: string
  body: string
}

let handed: Handed | null = null

/** Puts a header and body where *Verify* takes them from. */
export function handToVerify(what: Handed): void {
  handed = what
}

/** What was handed over last, once. */
export function takeHanded(): Handed | null {
  const what = handed
  handed = null
  return what
}

/** The text of a file byte for byte, its byte order mark too; null when it is not UTF-8. */
export function exactText(bytes: ArrayBuffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}
