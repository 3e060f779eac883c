import { join } from 'node:path'
import { phoneFixturesIn, phoneSuite } from '../../testing/phone-suite.ts'

phoneSuite('health_connect', phoneFixturesIn(join(import.meta.dirname, '../fixtures'), 'health_connect'))
