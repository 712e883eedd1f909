/** Names of layers, in their order and colours; the shape is a square, as in the bars. */
export function Legend({ items }: { items: readonly { name: string; color: string }[] }) {
  return (
    <ul className="legend">
      {items.map((i) => (
        <li key={i.name}>
          <span style={{ background: i.color }} aria-hidden="true" />
          {i.name}
        </li>
      ))}
    </ul>
  );
}
