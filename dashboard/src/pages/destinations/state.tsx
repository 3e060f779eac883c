import type { Destination } from '../../../../src/client/operations.ts'
import { CustomStatus, Status } from '../../components/status.tsx'
import { en } from '../../strings/en.ts'

const words = en.destinations.status

/** What the server writes of a destination that a person switched off. */
const byHand = 'Switched off by hand.'

/** How a destination stands: `paused` by a person, `disabled` because of how it answered. */
export function stateOf(destination: Pick<Destination, 'status' | 'disabled_reason'>) {
  if (destination.status !== 'disabled') return destination.status
  return destination.disabled_reason === byHand ? 'paused' : 'disabled'
}

/** The state of a destination as shape, word and colour. */
export function DestinationStatus({ destination }: { destination: Pick<Destination, 'status' | 'disabled_reason'> }) {
  const state = stateOf(destination)
  switch (state) {
    case 'active':
      return <Status status="active">{words.active}</Status>
    case 'paused':
      return <Status status="paused">{words.paused}</Status>
    default:
      return (
        <CustomStatus shape="square" tone="bad">
          {words[state]}
        </CustomStatus>
      )
  }
}
