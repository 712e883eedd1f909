import { useQuery } from '@tanstack/react-query';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { queries } from '../api/queries.ts';
import { say } from '../i18n/index.ts';
import { Results } from '../ui/results.tsx';
import { Missing } from '../ui/states.tsx';

export function Category() {
  const { category } = useParams({ from: '/category/$category' });
  const search = useSearch({ from: '/category/$category' });
  const { data } = useQuery(queries.tree());
  const here = data?.data.find(({ category_id }) => category_id === category);
  if (data && !here) return <Missing />;
  const below = (id: string | null) =>
    data?.data.filter(({ parent_id, item_count }) => parent_id === id && item_count > 0) ?? [];
  const children = below(category);
  // A leaf shows its neighbours; the place is kept while the tree is asked for, and where there is none.
  const shown = children.length > 0 ? children : here?.parent_id ? below(here.parent_id) : [];
  return (
    <>
      <nav className="chips" aria-label={here && say(here.name)}>
        {shown.map(({ category_id, name }) => (
          <Link key={category_id} to="/category/$category" params={{ category: category_id }} search={{}}>
            {say(name)}
          </Link>
        ))}
      </nav>
      <Results search={search} category={category} heading={here ? say(here.name) : '\u00a0'} />
    </>
  );
}
