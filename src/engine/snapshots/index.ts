export { SnapshotSchedule } from './schedule.ts';
export { Snapshots } from './service.ts';
