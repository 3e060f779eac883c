import { polar } from '../../../src/sandbox/doubles/polar/polar.ts'
import { tellStory } from './story.ts'

tellStory(polar)
