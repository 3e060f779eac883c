import type { Random } from '../../src/generate/random.ts'
import type { World } from '../../src/testing/world/world.ts'
import type { Subject } from './truth.ts'

/** What goes wrong with a few people at each turn; each ends by itself. */
const orders = [
  { action: 'fault', fault: 'unavailable', calls: 3 },
  { action: 'fault', fault: 'malformed', calls: 2 },
  { action: 'fault', fault: 'unauthorized', calls: 2 },
  { action: 'fault', fault: 'refresh_down', calls: 1 },
  { action: 'fault', notifications: 'duplicate' },
  { action: 'fault', notifications: 'reorder' },
  { action: 'fault', notifications: 'malformed' },
  { action: 'fault', notifications: null },
  { action: 'expire' },
] as const

/** Orders faults for some of the people; gives how many. */
export async function orderFaults(world: World, subjects: readonly Subject[], random: Random): Promise<number> {
  const share = 0.04
  let ordered = 0
  for (const { userId } of subjects) {
    if (!random.chance(share)) continue
    const { status } = await world.tellus().call('POST', `/admin/api/users/${userId}/sandbox`, random.pick(orders))
    if (status === 200) ordered++
  }
  return ordered
}

/** Ends all that was ordered. */
export const endFaults = (world: World) => world.db`
  update sandbox_grants
  set fault = null, fault_calls = null, fault_seconds = null, notices = null`
