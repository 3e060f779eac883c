import { dexcomEu } from '../../../src/sandbox/doubles/dexcom/dexcom.ts'
import { tellStory } from './story.ts'

tellStory(dexcomEu)
