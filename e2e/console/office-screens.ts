import { expect, test } from 'vitest';
import type { AuditEntry, Receipt, User } from '../../src/contracts/index.ts';
import { PATIENCE, type Stage } from './harness.ts';

/** What came in, and who may do what: rejected rows, imports, keys, people, settings, audit. Called inside the console's suite, which has the one server. */
export function officeScreens(cx: Stage): void {
  test(
    'a rejected row is read, mended, replayed, and becomes a fact',
    async () => {
      const line = {
        fact: 'order_line',
        source_id: `e2e-${Date.now()}`,
        order: 'e2e-order',
        account: 'e2e-account',
        quantity: 1,
        gross_minor: 1200,
        paid_minor: -1200,
        currency: 'CNY',
        ordered_at: '2026-10-01T10:00:00+08:00',
        paid_at: '2026-10-01T10:00:00+08:00',
      };
      const receipt = await cx.operator().post<Receipt>('/v1/facts', { source: 'pos', facts: [line] });
      expect(receipt.rejected).toBe(1);
      const v = await cx.visit('operator');
      await v.go(`/rejected?source=pos&open=${receipt.rejections[0]!.rejected_id}`);
      const editor = v.page.getByLabel('The row, as JSON');
      await editor.waitFor();
      await v.shot('rejected-row');
      await cx.sound(v);
      await editor.fill('{ "fact": ');
      expect(await v.page.getByRole('button', { name: /Replay/ }).isDisabled()).toBe(true);
      await editor.fill(JSON.stringify({ ...line, paid_minor: 1200 }, null, 2));
      await v.page.getByRole('button', { name: 'Replay mended row' }).click();
      await v.page.getByText('Accepted: the row is now a fact.').waitFor();
      await v.page.keyboard.press('Escape');
      const left = await cx.operator().get<{ data: unknown[] }>('/v1/rejected?source=pos&status=open');
      expect(left.data).toEqual([]);
      expect(v.faults).toEqual([]);
    },
    PATIENCE,
  );

  test(
    'imports: the example’s is listed; a path that is not there is refused in words',
    async () => {
      const v = await cx.visit('operator');
      await v.go('/imports');
      await v.page.getByRole('link', { name: 'Example marketplace' }).first().waitFor();
      await v.shot('imports');
      await cx.sound(v);
      await v.page.getByRole('link', { name: 'Example marketplace' }).first().click();
      await v.page.getByText(/Every row ended somewhere/).waitFor();
      await v.shot('import');
      await v.page.goBack();
      await v.page.getByRole('button', { name: 'Start an import' }).click();
      await v.page.getByLabel('Path on the server').fill('/nowhere/orders.csv');
      await v.page.getByRole('button', { name: 'Start dry run' }).click();
      await v.page.getByRole('alert').last().waitFor();
      await v.shot('import-refused');
    },
    PATIENCE,
  );

  test(
    'keys, people, settings and audit',
    async () => {
      const v = await cx.visit('operator');
      await v.go('/keys');
      await v.page.getByRole('button', { name: 'Make a key' }).click();
      await v.page.getByRole('dialog').getByLabel('Name').fill('Reports');
      await v.page.getByRole('dialog').getByRole('button', { name: 'Make a key' }).click();
      await v.page.getByText('shown this once').waitFor();
      await v.page.keyboard.press('Escape');
      await v.page.getByRole('cell', { name: 'Reports' }).waitFor();
      await v.shot('keys');
      for (const path of ['people', 'settings', 'audit']) {
        await v.go(`/${path}`);
        await v.shot(path);
        await cx.sound(v);
      }
      await v.page.getByText('import.start').first().waitFor();
      const { data: entries } = await cx.operator().get<{ data: AuditEntry[] }>('/v1/audit');
      const { data: users } = await cx.operator().get<{ data: User[] }>('/v1/users');
      const { actor } = entries.find(({ action }) => action === 'key.create')!;
      const row = v.page.getByRole('row').filter({ hasText: 'key.create' }).first();
      await row.getByText(users.find(({ user_id }) => user_id === actor)!.name, { exact: true }).waitFor();
    },
    PATIENCE,
  );
}
