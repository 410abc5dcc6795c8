import { BarChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { type ECharts, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';
import type { ElementLoad } from '../../../server/api/index.ts';
import { fontFamily } from '../../app/theme.ts';

use([BarChart, GridComponent, LegendComponent, TooltipComponent, SVGRenderer]);

const series = [
  { key: 'normal', name: '正常', color: '#1554ad' },
  { key: 'near', name: '临期', color: '#c98a1b' },
  { key: 'over', name: '超期', color: '#b42318' },
] as const;

/** Cases per step, stacked by state. Loaded only on the board. */
export default function LoadChart({ load }: { load: ElementLoad[] }) {
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts | null>(null);
  useEffect(() => {
    if (!host.current) return;
    const element = host.current;
    chart.current = init(element, undefined, { renderer: 'svg' });
    const observer = new ResizeObserver(() => chart.current?.resize());
    observer.observe(element);
    return () => {
      observer.disconnect();
      chart.current?.dispose();
      chart.current = null;
    };
  }, []);
  const steps = load
    .filter((one) => one.active > 0)
    .sort((a, b) => a.active - b.active)
    .slice(-8);
  useEffect(() => {
    const value = {
      normal: (one: ElementLoad) => Math.max(0, one.active - one.near - one.over),
      near: (one: ElementLoad) => one.near,
      over: (one: ElementLoad) => one.over,
    };
    chart.current?.setOption(
      {
        animation: false,
        textStyle: { fontFamily },
        grid: { left: 8, right: 24, top: 30, bottom: 4, containLabel: true },
        legend: { top: 0, right: 8, itemWidth: 12, itemHeight: 12 },
        tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' } },
        xAxis: { type: 'value', minInterval: 1 },
        yAxis: {
          type: 'category',
          data: steps.map((one) => one.elementName),
          axisTick: { show: false },
          axisLabel: { color: '#1d232b' },
        },
        series: series.map((one) => ({
          name: one.name,
          type: 'bar',
          stack: 'cases',
          barMaxWidth: 18,
          color: one.color,
          data: steps.map((step) => value[one.key](step)),
        })),
      },
      true,
    );
  });
  const summary = steps.map((one) => `${one.elementName} ${one.active} 件`).join('，');
  return (
    <div
      ref={host}
      className="chart"
      style={{ height: 50 + steps.length * 30 }}
      role="img"
      aria-label={`各环节在办：${summary}`}
    />
  );
}
