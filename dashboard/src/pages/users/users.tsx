import { Unwritten } from '../unwritten.tsx'

export default function UsersPage() {
  return <Unwritten title="Users" />
}
