import { Unwritten } from '../unwritten.tsx'
import { EventDrawer } from './event-drawer.tsx'

/** The list of events; with an id, that event is open beside it. */
export default function EventsPage({ id }: { id?: string | undefined }) {
  return id === undefined ? <Unwritten title="Events" /> : <EventDrawer id={id} />
}
