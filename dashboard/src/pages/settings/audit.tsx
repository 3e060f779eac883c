import { Unwritten } from '../unwritten.tsx'

export default function AuditPage() {
  return <Unwritten title="Audit log" />
}
