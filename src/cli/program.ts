import { Command, Option } from 'commander';
import { SCENARIOS } from '../../sim/world/index.ts';
import { ImportKind } from '../contracts/index.ts';
import { VERSION } from '../engine/index.ts';
import type { Context } from './commands/context.ts';
import { simulate } from './commands/demo.ts';
import { importFiles } from './commands/import.ts';
import * as market from './commands/market.ts';
import { metrics, publish } from './commands/metrics.ts';
import * as models from './commands/models.ts';
import * as operate from './commands/operate.ts';
import * as policy from './commands/policy.ts';
import * as search from './commands/search.ts';
import { serve } from './commands/serve.ts';
import * as slates from './commands/slates.ts';
import * as snapshots from './commands/snapshots.ts';
import * as survey from './commands/survey.ts';
import type { Translate } from './words.ts';

/** The commands. `cx` is filled once the global options are known. */
export function programOf(t: Translate, cx: () => Context): Command {
  const program = new Command('grandcanal')
    .description(t('about'))
    .version(VERSION)
    .option('--data <dir>', t('option.data'))
    .option('--json', t('option.json'))
    .addOption(new Option('--lang <lang>', t('option.lang')).choices(['en', 'zh-CN']))
    .option('--server <url>', t('option.server'))
    .showSuggestionAfterError()
    .addHelpText('after', `\n${t('exit')}`)
    .exitOverride();
  const o = (name: string) => t(`option.${name}`);
  const command = (usage: string, of: string, parent = program) =>
    parent
      .command(usage)
      .description(t(`command.${of}`))
      .exitOverride();

  for (const name of ['serve', 'demo'] as const) {
    const server = command(name, name)
      .option('-p, --port <port>', o('port'))
      .option('--host <host>', o('host'))
      .option('--body-limit <MiB>', o('requestLimit'))
      .action((options) => serve(cx(), options, name === 'demo'));
    if (name === 'serve') continue;
    server
      .option('--scenario <name>', `${o('scenario')}: ${SCENARIOS.join(', ')}`)
      .option('--seed <seed>', o('seed'))
      .option('--people <n>', o('people'))
      .option('--reset', o('reset'))
      .option('--no-live', o('noLive'));
  }
  command('simulate', 'simulate')
    .option('--speed <factor>', o('speed'))
    .action((options) => simulate(cx(), options));
  command('import <kind> <path>', 'import')
    .usage(`<${ImportKind.options.join('|')}> <path>`)
    .option('--mapping <file>', o('mapping'))
    .option('--dry-run', o('dryRun'))
    .option('--source <name>', o('source'))
    .option('--replace', o('replace'))
    .action((kind, path, options) => importFiles(cx(), kind, path, options));
  command('imports', 'imports').action(() => operate.listImports(cx()));
  command('metrics [id]', 'metrics')
    .option('--as-of <date>', o('asOf'))
    .option('--known-at <seq>', o('knownAt'))
    .option('--grain <grain>', o('grain'))
    .option('--level <n>', o('level'))
    .option('--category <id>', o('category'))
    .option('--merchant <id>', o('merchant'))
    .option('--variant <variant>', o('variant'))
    .option('--lookback <days>', o('lookback'))
    .option('--horizon <days>', o('horizon'))
    .option('--period <days>', o('period'))
    .option('--csv', o('csv'))
    .action((id, options) => metrics(cx(), id, options));
  command('publish <date>', 'publish')
    .option('--metric <id...>', o('metric'))
    .option('--force', o('force'))
    .action((date, options) => publish(cx(), date, options));

  command('survey', 'survey')
    .option('--as-of <date>', o('asOf'))
    .option('--known-at <seq>', o('knownAt'))
    .option('--level <n>', o('surveyLevel'))
    .option('--lookback <days>', o('lookback'))
    .option('--horizon <days>', o('horizon'))
    .option('--control <mode>', o('control'))
    .action((options) => survey.survey(cx(), options));
  const reads = (c: Command) =>
    c
      .option('--level <n>', o('surveyLevel'))
      .option('--survey <id>', o('survey'))
      .option('--from <category>', o('from'))
      .option('--to <category>', o('to'))
      .option('--limit <n>', o('limit'))
      .option('--csv', o('csv'));
  reads(command('flows', 'flows'))
    .option('--evidence <kind>', o('evidence'))
    .action((options) => survey.flows(cx(), options));
  const canals = reads(command('canals [id]', 'canals')).action((id, options) =>
    survey.canals(cx(), id, options),
  );
  command('open <id>', 'canalOpen', canals)
    .option('--slots <n>', o('slots'))
    .option('--scenario <name...>', o('surface'))
    .action((id, options) => policy.openCanal(cx(), id, options));
  command('close <id>', 'canalClose', canals).action((id) => policy.closeCanal(cx(), id));

  command('journey', 'journey')
    .option('--since <date>', o('windowFrom'))
    .option('--until <date>', o('windowTo'))
    .addOption(new Option('--who <who>', o('who')).choices(['signed_in', 'visitor']))
    .addOption(new Option('--member <yes|no>', o('member')).choices(['yes', 'no']))
    .addOption(new Option('--buyer <buyer>', o('buyer')).choices(['known', 'new']))
    .option('--region <region>', o('region'))
    .option('--category <id>', o('category'))
    .option('--merchant <id>', o('merchant'))
    .option('--csv', o('csv'))
    .action((options) => market.journey(cx(), options));
  command('prices', 'prices')
    .addOption(new Option('--by <what>', o('pricesBy')).choices(['category', 'merchant']))
    .option('--merchant <id>', o('merchant'))
    .option('--category <id>', o('category'))
    .option('--band <n>', o('band'))
    .option('--limit <n>', o('limit'))
    .option('--csv', o('csv'))
    .action((options) => market.prices(cx(), options));

  const policies = command('policy', 'policy').action(() => policy.listPolicies(cx()));
  command('show [version]', 'policyShow', policies).action((version) => policy.showPolicy(cx(), version));
  command('changes', 'policyChanges', policies).action(() => policy.listChanges(cx()));
  command('propose <file>', 'policyPropose', policies)
    .addOption(new Option('--kind <kind>', o('changeKind')).choices(['regular', 'correction', 'emergency']))
    .option('--reason <text>', o('reason'))
    .option('--at <instant>', o('effectiveAt'))
    .action((file, options) => policy.propose(cx(), file, options));
  command('withdraw <change>', 'policyWithdraw', policies).action((id) => policy.withdraw(cx(), id));
  command('rollback <version>', 'policyRollback', policies)
    .requiredOption('--reason <text>', o('reason'))
    .action((version, options) => policy.rollback(cx(), version, options));
  command('try <file>', 'policyTry', policies)
    .option('--requests <n>', o('requests'))
    .option('--surface <name>', o('surface'))
    .action((file, { requests, surface }) => policy.dryRun(cx(), file, { requests, scenario: surface }));
  command('placements', 'placements').action(() => policy.listPlacements(cx()));
  const rules = command('rules', 'rules').action(() => policy.listRules(cx()));
  command('check <condition>', 'ruleCheck', rules).action((when) => policy.checkRule(cx(), when));
  command('experiments', 'experiments').action(() => policy.listExperiments(cx()));
  command('parameters', 'parameters').action(() => policy.parameters(cx()));
  command('explain <decision> [offer]', 'explainDecision')
    .option('--merchant <id>', o('ownView'))
    .action((decision, offer, options) => policy.explain(cx(), decision, offer, options));

  command('slate', 'slate')
    .requiredOption('--scenario <name>', o('onSurface'))
    .option('--account <id>', o('account'))
    .option('--source <name>', o('source'))
    .option('--item <id>', o('pageItem'))
    .option('--category <id>', o('pageCategory'))
    .option('--shop <id>', o('pageShop'))
    .option('-k, --k <n>', o('k'))
    .option('--impersonal', o('impersonal'))
    .action((options) => slates.slate(cx(), options));
  const decisions = command('decisions', 'decisions')
    .option('--scenario <name>', o('surface'))
    .option('--account <id>', o('account'))
    .option('--limit <n>', o('limit'))
    .action((options) => slates.listDecisions(cx(), options));
  command('replay <id>', 'decisionReplay', decisions).action((id) => slates.replayDecision(cx(), id));

  command('query <words>', 'query')
    .option('--account <id>', o('account'))
    .option('--offer <id>', o('absentOffer'))
    .action((words, options) => search.explainQuery(cx(), words, options));
  const synonyms = command('synonyms', 'synonyms').action(() => search.listSynonyms(cx()));
  command('add <words...>', 'synonymsAdd', synonyms).action((words) => search.addSynonyms(cx(), words));
  command('remove <word>', 'synonymsRemove', synonyms).action((word) => search.removeSynonyms(cx(), word));
  command('search-quality', 'searchQuality')
    .option('--measure', o('measure'))
    .action((options) => search.searchQuality(cx(), options));
  command('judge <query> <item> <grade>', 'judge')
    .option('--source <name>', o('source'), 'storefront')
    .action((query, item, grade, options) => search.judge(cx(), query, item, grade, options.source));

  const trained = command('models', 'models').action(() => models.listModels(cx()));
  command('train', 'train', trained)
    .option('--as-of <date>', o('asOf'))
    .option('--horizon <days>', o('horizon'))
    .action((options) => models.trainModel(cx(), options));
  command('show <id>', 'show', trained).action((id) => models.showModel(cx(), id));
  command('explain <id> <account> <category>', 'explain', trained).action((id, account, category) =>
    models.explainModel(cx(), id, account, category),
  );

  const snapshot = command('snapshot', 'snapshot').action(() => snapshots.listSnapshots(cx()));
  command('list', 'list', snapshot).action(() => snapshots.listSnapshots(cx()));
  command('build', 'snapshotBuild', snapshot)
    .option('--no-activate', o('noActivate'))
    .action((options) => snapshots.buildSnapshot(cx(), options));
  command('activate <id>', 'snapshotActivate', snapshot).action((id) => snapshots.activateSnapshot(cx(), id));

  const rejected = command('rejected', 'rejected')
    .option('--code <code>', o('code'))
    .option('--status <status>', o('status'))
    .option('--source <name>', o('source'))
    .option('--limit <n>', o('limit'))
    .action((options) => operate.listRejected(cx(), options));
  command('replay <id>', 'replay', rejected)
    .option('--row <json>', o('row'))
    .action((id, options) => operate.replayRejected(cx(), id, options));
  command('dismiss <id>', 'dismiss', rejected).action((id) => operate.dismissRejected(cx(), id));

  const keys = command('keys', 'keys').action(() => operate.listKeys(cx()));
  command('create <name>', 'create', keys)
    .requiredOption('--scopes <list>', o('scopes'))
    .option('--merchant <id>', o('merchant'))
    .option('--signed', o('signed'))
    .action((name, options) => operate.createKey(cx(), name, options));
  command('revoke <id>', 'revoke', keys).action((id) => operate.revokeKey(cx(), id));

  const users = command('users', 'users').action(() => operate.listUsers(cx()));
  command('create <email> <name>', 'create', users)
    .requiredOption('--role <role>', o('role'))
    .option('--merchant <id>', o('merchant'))
    .option('--industries <list>', o('industries'))
    .option('--password <password>', o('password'))
    .action((email, name, options) => operate.createUser(cx(), email, name, options));
  command('remove <id>', 'remove', users).action((id) => operate.removeUser(cx(), id));

  command('erase <source> <account>', 'erase')
    .option('--yes', o('yes'))
    .action((source, account, options) => operate.erase(cx(), source, account, options));
  command('settings [changes...]', 'settings').action((changes) => operate.settings(cx(), changes));
  command('doctor', 'doctor').action(() => operate.doctor(cx()));
  command('openapi', 'openapi').action(() => operate.openapi(cx()));
  return program;
}
