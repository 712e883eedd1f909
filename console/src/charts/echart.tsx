import { BarChart, LineChart } from 'echarts/charts';
import { AriaComponent, GridComponent, TooltipComponent } from 'echarts/components';
import { type EChartsCoreOption, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';

use([LineChart, BarChart, GridComponent, TooltipComponent, AriaComponent, SVGRenderer]);

export type ChartOption = EChartsCoreOption;

const still = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

/** ECharts with only the parts in use, in a box of fixed height, so nothing moves when it arrives. */
export default function EChart({
  option,
  height,
  label,
  onPick,
}: {
  option: ChartOption;
  height: number;
  label: string;
  /** Called with the datum that was clicked; the same things must be reachable by keyboard elsewhere. */
  onPick?: (data: unknown) => void;
}) {
  const box = useRef<HTMLDivElement>(null);
  const pick = useRef(onPick);
  pick.current = onPick;
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const chart = init(element, null, { renderer: 'svg' });
    chart.setOption({ animation: false, ...(still() ? {} : { animationDuration: 200 }), ...option });
    chart.on('click', (event) => pick.current?.(event.data));
    const observer = new ResizeObserver(() => chart.resize());
    observer.observe(element);
    return () => {
      observer.disconnect();
      chart.dispose();
    };
  }, [option]);
  return <div ref={box} className="chart-box" style={{ height }} role="img" aria-label={label} />;
}
