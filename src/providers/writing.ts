import type { Access } from './provider.ts'

/** One data type that a provider lets others write. */
export interface Writing {
  /** Puts records of the schema there; gives the provider's id of each, in their order. Throws `ProviderError`. */
  write(access: Access, records: readonly object[]): Promise<string[]>
  /** Takes records away by those ids; gives the provider's status for each (204 gone, 404 not there). */
  remove?(access: Access, ids: readonly string[]): Promise<{ id: string; status: number }[]>
}
