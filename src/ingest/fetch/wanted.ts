import { type CloudProvider, typesOf } from '../../providers/provider.ts'
import { type DataType, dataTypes } from '../../schema/records.ts'
import type { User } from '../../users/user.ts'

/** The types that are granted and wanted, the person first; all that are granted when none are named. */
export function wantedTypes(provider: CloudProvider, user: User, types: readonly DataType[] | undefined): DataType[] {
  const granted = typesOf(provider, user.scopes?.split(',') ?? null)
  return (['athlete', ...dataTypes.filter((one) => one !== 'athlete')] as const).filter(
    (type) => granted.includes(type) && (types?.includes(type) ?? true),
  )
}
