import { Unwritten } from '../unwritten.tsx'

export default function CredentialsPage() {
  return <Unwritten title="Credentials" />
}
