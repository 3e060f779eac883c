import { type DeviceText, rankSources, type Source } from '../../import/apple-health/collect/sources.ts'
import type { Origin } from '../wire/healthkit.ts'
import { nameOf } from '../wire/shape.ts'

/** Numbers the apps and devices behind the items as they come, as `collect/sources.ts` does for an export. */
export function createOrigins() {
  const numbers = new Map<string, number>()
  const list: { name: string; device: DeviceText | null }[] = []
  return {
    numberOf({ source, device }: Origin): number {
      const name = nameOf(source?.name) ?? nameOf(source?.bundle) ?? 'unknown source'
      const text = device == null ? null : deviceText(device)
      const key = JSON.stringify([name, text])
      const known = numbers.get(key)
      if (known !== undefined) return known
      numbers.set(key, list.length)
      list.push({ name, device: text })
      return list.length - 1
    },
    /** All of them by number, ranked by trust. */
    ranked: (): Source[] => rankSources(list),
  }
}

export type Origins = ReturnType<typeof createOrigins>

const deviceText = ({ name, manufacturer, model, hw, sw }: NonNullable<Origin['device']>): DeviceText => ({
  name: nameOf(name),
  manufacturer: nameOf(manufacturer),
  model: nameOf(model),
  hardware: nameOf(hw),
  software: nameOf(sw),
})
