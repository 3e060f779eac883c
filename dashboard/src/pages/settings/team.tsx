import { Unwritten } from '../unwritten.tsx'

export default function TeamPage() {
  return <Unwritten title="Team" />
}
