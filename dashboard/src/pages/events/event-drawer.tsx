import { Unwritten } from '../unwritten.tsx'

/** One event beside the list it was opened from, or as a page on a small screen. */
export function EventDrawer({ id }: { id: string }) {
  return <Unwritten title={id} />
}
