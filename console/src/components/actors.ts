import { useQuery } from '@tanstack/react-query';
import { queries } from '../api/queries.ts';
import { useMe } from '../app/session.ts';

/** Who an id in a record is: a person's or a key's name to those who may list them; otherwise, and for the system itself, the id. */
export function useActors(): (id: string) => string {
  const enabled = useMe().role === 'operator';
  const users = useQuery({ ...queries.users(), enabled }).data?.data ?? [];
  const keys = useQuery({ ...queries.keys(), enabled }).data?.data ?? [];
  const names = new Map([
    ...users.map((user) => [user.user_id, user.name || user.email] as const),
    ...keys.map((key) => [key.key_id, key.name] as const),
  ]);
  return (id) => names.get(id) ?? id;
}
