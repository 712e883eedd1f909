import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantOfWallClock } from '../../base/index.ts';
import { wallClockReader } from './wall-clock.ts';

const ZONES = [
  'America/New_York',
  'America/Sao_Paulo',
  'Europe/London',
  'Asia/Shanghai',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
];

describe('wallClockReader', () => {
  it('equals the slow reading at any time in any zone, whatever was asked before', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ZONES),
        fc.array(fc.integer({ min: Date.UTC(2009, 0, 1) / 1000, max: Date.UTC(2019, 0, 1) / 1000 }), {
          minLength: 1,
          maxLength: 20,
        }),
        (zone, seconds) => {
          const read = wallClockReader(zone);
          for (const s of [...seconds, ...seconds]) {
            const text = new Date(s * 1000).toISOString().slice(0, 19);
            expect(read(s * 1000)).toBe(new Date(instantOfWallClock(text, zone)).toISOString());
          }
        },
      ),
    );
  });

  it('is right on both sides of every change of clocks of 2017', () => {
    const changes: [zone: string, day: string][] = [
      ['America/New_York', '2017-03-12'],
      ['America/New_York', '2017-11-05'],
      ['America/Sao_Paulo', '2017-02-18'],
      ['America/Sao_Paulo', '2017-10-15'],
      ['Europe/London', '2017-03-26'],
      ['Europe/London', '2017-10-29'],
      ['Australia/Lord_Howe', '2017-04-02'],
      ['Australia/Lord_Howe', '2017-10-01'],
    ];
    for (const [zone, day] of changes) {
      const read = wallClockReader(zone);
      const noon = Date.parse(`${day}T12:00:00Z`);
      for (let ms = noon - 86_400_000; ms < noon + 86_400_000; ms += 600_000) {
        const text = new Date(ms).toISOString().slice(0, 19);
        expect(read(ms), `${zone} ${text}`).toBe(new Date(instantOfWallClock(text, zone)).toISOString());
      }
    }
  });
});
