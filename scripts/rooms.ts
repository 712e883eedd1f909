/**
 * Holds src/ against rooms.json: dependency-cruiser rules are generated from the map, so that the map
 * cannot lie. Fails on an upward import, a deep import past a room's index.ts, a cycle, a room missing
 * from the map, or I/O reached from a pure room.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { cruise, type ICruiseResult, type IFlattenedRuleSet } from 'dependency-cruiser';

interface Room {
  owns: string;
  pure?: boolean;
  imports: string[];
}

const { rooms } = JSON.parse(readFileSync('rooms.json', 'utf8')) as { rooms: Record<string, Room> };
const names = Object.keys(rooms);
const folders = readdirSync('src', { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

const problems: string[] = [];
for (const folder of folders) if (!rooms[folder]) problems.push(`src/${folder} is not in rooms.json`);
for (const name of names) {
  if (!folders.includes(name)) problems.push(`rooms.json names ${name}, which src/ lacks`);
  for (const other of rooms[name]!.imports)
    if (!rooms[other]) problems.push(`${name} imports unknown room ${other}`);
}

/** Test files and benches may look inside rooms: they check what the face hides. */
const TEST = '\\.(test|test-prop|test-d)\\.ts$|/testing/';
/** Node modules that a pure room may use: they compute, they do not reach out. */
const PURE_CORE = '^(node:)?(crypto|assert|util|util/types|buffer)$';

const forbidden: NonNullable<IFlattenedRuleSet['forbidden']> = [
  { name: 'no-cycle', severity: 'error', from: { pathNot: TEST }, to: { circular: true } },
];
for (const name of names) {
  const room = rooms[name]!;
  const allowed = [name, ...room.imports].join('|');
  forbidden.push(
    {
      name: `${name}-imports-only-its-list`,
      severity: 'error',
      from: { path: `^src/${name}/`, pathNot: TEST },
      to: { path: '^src/[^/]+/', pathNot: `^src/(${allowed})/` },
    },
    {
      name: `${name}-is-entered-by-index`,
      severity: 'error',
      from: { path: '^(src|sim)/', pathNot: `^src/${name}/|${TEST}` },
      to: { path: `^src/${name}/`, pathNot: `^src/${name}/index\\.ts$` },
    },
  );
  if (room.pure) {
    forbidden.push({
      name: `${name}-is-pure`,
      severity: 'error',
      from: { path: `^src/${name}/`, pathNot: TEST },
      to: { dependencyTypes: ['core'], pathNot: PURE_CORE },
    });
  }
}
forbidden.push({
  name: 'sim-speaks-only-contracts-and-http',
  severity: 'error',
  from: { path: '^sim/', pathNot: TEST },
  to: { path: '^src/', pathNot: '^src/(base|contracts|math|client)/' },
});

const { output } = await cruise(['src', 'sim'], {
  ruleSet: { forbidden },
  validate: true,
  tsPreCompilationDeps: true,
  doNotFollow: { path: 'node_modules' },
  enhancedResolveOptions: { extensions: ['.ts', '.js', '.json'] },
});
const result = output as ICruiseResult;
for (const violation of result.summary.violations) {
  problems.push(`${violation.rule.name}: ${violation.from} -> ${violation.to}`);
}
// A cruise that finds nothing would pass every rule: see to it that it looked.
const modules = result.modules.filter((module) => module.source.startsWith('src/')).length;
if (modules < 30) problems.push(`only ${modules} modules were seen; the check did not look at the code`);

for (const problem of problems) console.error(problem);
console.log(`rooms: ${names.length} rooms, ${modules} modules, ${problems.length} problems`);
process.exitCode = problems.length > 0 ? 1 : 0;
