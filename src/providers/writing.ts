import type { Access } from './provider.ts'

/** What the provider made of a record. */
export interface Written {
  /** Its id there; that of several things where one record takes several. */
  id: string
  /** What of the record it has no form for, a few words each; absent where all was kept. */
  lost?: readonly string[]
}

/** Notes what of a record a provider has no form for: `Written.lost`. */
export type Lose = (what: string) => void

/** What is known beside the record. */
export interface WriteContext {
  nowMs: number
  /** IANA zone of the person; null when nobody knows it. */
  zone: string | null
}

/** One data type that a provider lets others write. */
export interface Writing {
  /**
   * Puts a record of the schema there. Throws `ProviderError`: `refused` for what the provider has no form for, before
   * anything is sent.
   */
  write(access: Access, record: object, context: WriteContext): Promise<Written>
  /** Takes a record away by its id; gives the provider's status (204 gone, 404 not there). Throws `ProviderError`. */
  remove?(access: Access, id: string): Promise<number>
}
