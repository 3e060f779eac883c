import { Unwritten } from '../unwritten.tsx'

export default function InboxPage() {
  return <Unwritten title="Inbox" />
}
