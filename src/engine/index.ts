export {
  type Demo,
  type DemoOptions,
  type DemoProgress,
  hasDemoLogins,
  type Login,
  newPassword,
  prepareDemo,
  publishDemo,
  removeDemo,
} from './demo.ts';
export { openEngine } from './engine.ts';
export type { Audit, Engine, EngineOptions, Imports, SettingsService } from './face.ts';
export { type FolderLock, readLock } from './folder.ts';
export type { EngineLogger } from './logger.ts';
export { checkCondition, dryRun, placements, standing } from './policy/index.ts';
export {
  explainOwnSearch,
  explainSearch,
  judgeSearch,
  measureSearch,
  searchQuality,
} from './search/index.ts';
export { itemView, shopTree, shopView } from './serving/index.ts';
export { VERSION } from './version.ts';
