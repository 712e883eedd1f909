export interface Reading {
  readonly name: string;
  readonly value: string;
  /** A CSS colour: the one of the mark it reads. */
  readonly color?: string | undefined;
}

/** What the pointer or the focus stands on, in numbers; beside it, and within the chart. */
export function Readout({
  head,
  lines,
  note,
  x,
  y,
  width,
}: {
  head: string;
  lines: readonly Reading[];
  note?: string | undefined;
  x: number;
  y: number;
  /** Of the chart: the box opens towards its middle. */
  width: number;
}) {
  const side = x > width / 2 ? { right: width - x + 12 } : { left: x + 12 };
  return (
    <div className="readout" style={{ ...side, top: y }} aria-hidden="true">
      <strong>{head}</strong>
      {note ? <p>{note}</p> : null}
      <dl>
        {lines.map((line) => (
          <div key={line.name}>
            <dt>
              {line.color ? <i style={{ background: line.color }} /> : null}
              {line.name}
            </dt>
            <dd>{line.value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
