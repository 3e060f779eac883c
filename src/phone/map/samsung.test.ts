import { join } from 'node:path'
import { phoneFixturesIn, phoneSuite } from '../../testing/phone-suite.ts'

phoneSuite('samsung', phoneFixturesIn(join(import.meta.dirname, '../fixtures'), 'samsung'))
