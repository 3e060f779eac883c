import { Unwritten } from '../unwritten.tsx'

export default function VerifyPage() {
  return <Unwritten title="Verify signature" />
}
