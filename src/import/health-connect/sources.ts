import type { DeviceData } from '../../schema/records.ts'
import { createSourceBook, nameOf, type Source } from '../days/sources.ts'
import type { Database } from './database.ts'

/** Health Connect's groups of data, for each of which the person puts apps in order (AOSP `HealthDataCategory`). */
export const Category = { ACTIVITY: 1, NUTRITION: 4, SLEEP: 5 } as const
export type Category = (typeof Category)[keyof typeof Category]

/** More apps or devices than a person has. */
const mostEntries = 10_000

/** Types of devices that measure by themselves: watch, scale, ring, head, band, strap; not phone or display (AOSP `Device`). */
export const ownDevices: ReadonlySet<number> = new Set([1, 3, 4, 5, 6, 7])

interface DeviceInfo {
  manufacturer: string | null
  model: string | null
  type: number
}

/** Apps that the person did not put in order come after those that are; a device of its own before a phone. */
const unordered = 1000

/** The apps and devices of an export, in the person's own order where they made one. */
export function readSources(db: Database) {
  const apps = new Map<number, { package: string; label: string | null }>()
  for (const row of db.rows('application_info_table', { row_id: 'number', package_name: 'text', app_name: 'text' })) {
    if (row.row_id === null || apps.size >= mostEntries) continue
    const name = nameOf(row.package_name)
    if (name !== null) apps.set(row.row_id, { package: name, label: nameOf(row.app_name) })
  }
  const devices = new Map<number, DeviceInfo>()
  const deviceColumns = { row_id: 'number', manufacturer: 'text', model: 'text', device_type: 'number' } as const
  for (const row of db.rows('device_info_table', deviceColumns)) {
    if (row.row_id === null || devices.size >= mostEntries) continue
    const { manufacturer, model, device_type } = row
    devices.set(row.row_id, { manufacturer: nameOf(manufacturer), model: nameOf(model), type: device_type ?? 0 })
  }
  const orders = readOrders(db)
  const book = createSourceBook()

  function make(category: Category, appId: number | null, deviceId: number | null): Source {
    const app = apps.get(appId ?? Number.NaN)
    const info = devices.get(deviceId ?? Number.NaN)
    const place = orders.get(category)?.indexOf(appId ?? Number.NaN) ?? -1
    const isDevice = ownDevices.has(info?.type ?? 0)
    return {
      name: app?.package ?? 'unknown app',
      rank: place >= 0 ? place : unordered + (isDevice ? 0 : 1),
      isDevice,
      device: deviceOf(app?.label ?? app?.package ?? null, info),
    }
  }

  return {
    /** By the numbers that `numberOf` gives. */
    list: book.list,
    /** Number of an app with a device, as far as one group of data is concerned. */
    numberOf: (category: Category, appId: number | null, deviceId: number | null): number =>
      book.numberOf(`${category} ${appId} ${deviceId}`, () => make(category, appId, deviceId)),
  }
}

export type Sources = ReturnType<typeof readSources>

function deviceOf(app: string | null, info: DeviceInfo | undefined): DeviceData {
  const name = info?.model ?? app
  return {
    ...(name !== null && name !== undefined && { name }),
    ...(info?.manufacturer && { manufacturer: info.manufacturer }),
  }
}

/** The person's order of apps by group of data: ids with commas between them. */
function readOrders(db: Database): ReadonlyMap<number, readonly number[]> {
  const orders = new Map<number, readonly number[]>()
  const columns = { health_data_category: 'number', app_id_priority_order: 'text' } as const
  for (const row of db.rows('health_data_category_priority_table', columns)) {
    const { health_data_category: category, app_id_priority_order: order } = row
    if (category !== null && order !== null && orders.size < mostEntries)
      orders.set(category, order.split(',').map(Number))
  }
  return orders
}
