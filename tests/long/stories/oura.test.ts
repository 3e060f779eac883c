import { oura } from '../../../src/sandbox/doubles/oura.ts'
import { tellStory } from './story.ts'

tellStory(oura)
