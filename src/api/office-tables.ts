import type { Tables } from './call.ts';
import { column, plain, sheetOf, textOf } from './sheet.ts';

/** Exports of the lists by which an instance is run: imports, publications, keys, people, crowds, models. */
export const officeTables: Tables<
  'listImports' | 'listPublications' | 'listKeys' | 'listUsers' | 'listCrowds' | 'listModels'
> = {
  listImports: (a) => ({
    name: 'imports',
    sheet: (lang) =>
      sheetOf<(typeof a.data)[number]>(
        [
          plain('import_id', 'Import', '导入'),
          plain('kind', 'Format', '格式'),
          plain('source', 'Source', '来源'),
          plain('path', 'Path', '路径'),
          plain('dry_run', 'Dry run', '试运行'),
          plain('state', 'State', '状态'),
          plain('received', 'Received', '接收'),
          plain('accepted', 'Accepted', '接受'),
          plain('duplicate', 'Duplicates', '重复'),
          plain('rejected', 'Rejected', '拒收'),
          plain('rejected_by_code', 'Rejected, by code', '拒收原因'),
          plain('started_at', 'Started', '开始'),
          plain('ended_at', 'Ended', '结束'),
        ],
        a.data,
        lang,
      ),
  }),
  listPublications: (a) => ({
    name: 'publications',
    sheet: (lang) =>
      sheetOf<(typeof a.data)[number]>(
        [
          plain('publication_id', 'Publication', '发布'),
          plain('metric', 'Metric', '指标'),
          plain('grain', 'Grain', '粒度'),
          plain('as_of', 'As of', '统计日'),
          plain('revision', 'Revision', '修订'),
          plain('known_at', 'Known at', '知识点'),
          plain('published_at', 'Published', '发布时间'),
        ],
        a.data,
        lang,
      ),
  }),
  listKeys: (a) => ({
    name: 'keys',
    sheet: (lang) =>
      sheetOf<(typeof a.data)[number]>(
        [
          plain('key_id', 'Key', '密钥'),
          plain('name', 'Name', '名称'),
          plain('prefix', 'Begins with', '前缀'),
          column('scopes', 'May', '权限', (row) => row.scopes.join(' ')),
          plain('merchant_id', 'Merchant', '商家'),
          plain('signed', 'Signed', '签名'),
          plain('created_at', 'Made', '创建时间'),
          plain('last_used_at', 'Last used', '最近使用'),
          plain('revoked_at', 'Revoked', '撤销时间'),
        ],
        a.data,
        lang,
      ),
  }),
  listUsers: (a) => ({
    name: 'people',
    sheet: (lang) =>
      sheetOf<(typeof a.data)[number]>(
        [
          plain('user_id', 'Person', '人员'),
          plain('name', 'Name', '姓名'),
          plain('email', 'Email', '邮箱'),
          plain('role', 'Role', '角色'),
          plain('merchant_id', 'Merchant', '商家'),
          column('industries', 'Industries', '行业', (row) => row.industries.join(' ')),
          plain('created_at', 'Since', '加入时间'),
        ],
        a.data,
        lang,
      ),
  }),
  listCrowds: (a) => ({
    name: 'crowds',
    sheet: (lang) =>
      sheetOf<(typeof a.data)[number]>(
        [
          plain('crowd_id', 'Crowd', '人群'),
          column('name', 'Name', '名称', (row, l) => textOf(row.name, l)),
          plain('holds_category_id', 'Bought', '已购类目'),
          plain('lacks_category_id', 'Not yet', '未购类目'),
          plain('breadth', 'Breadth', '广度'),
          plain('as_of', 'As of', '统计日'),
          plain('lookback_days', 'Look-back', '回溯天数'),
          plain('created_at', 'Saved', '保存时间'),
          plain('created_by', 'By', '保存者'),
        ],
        a.data,
        lang,
      ),
  }),
  listModels: (a) => ({
    name: 'models',
    sheet: (lang) =>
      sheetOf<(typeof a.data)[number]>(
        [
          plain('model_id', 'Model', '模型'),
          plain('kind', 'Kind', '类型'),
          plain('version', 'Version', '版本'),
          plain('status', 'State', '状态'),
          plain('as_of', 'As of', '训练截止日'),
          plain('people_count', 'People', '人数'),
          column('ndcg_at_10', 'nDCG@10', 'nDCG@10', (row) => row.quality?.ndcg_at_10),
          column('recall_at_10', 'Recall@10', '召回率@10', (row) => row.quality?.recall_at_10),
          column(
            'baseline',
            'Recall@10 of popularity',
            '热门排序召回率@10',
            (row) => row.quality?.baseline.recall_at_10,
          ),
          column('slope', 'Calibration slope', '校准斜率', (row) => row.quality?.calibration.slope),
          column('leakage', 'Leakage test passed', '泄漏测试通过', (row) => row.leakage?.passed),
          plain('trained_at', 'Trained', '训练时间'),
          plain('trained_by', 'By', '训练者'),
        ],
        a.data,
        lang,
      ),
  }),
};
