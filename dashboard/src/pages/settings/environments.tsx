import { Unwritten } from '../unwritten.tsx'

export default function EnvironmentsPage() {
  return <Unwritten title="Environments" />
}
