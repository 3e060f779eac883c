import { Unwritten } from '../unwritten.tsx'

export default function SessionsPage() {
  return <Unwritten title="Your account" />
}
