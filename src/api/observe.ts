import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Receipt } from '../contracts/index.ts';
import type { Engine } from '../engine/index.ts';
import type { Gate } from './gate.ts';

/** What Prometheus reads at /metrics. One registry a server, so that two in one process do not mix. */
export class Observations {
  readonly registry = new Registry();
  readonly #requests = new Histogram({
    name: 'grandcanal_http_request_seconds',
    help: 'Time to answer, by route, method and status.',
    labelNames: ['route', 'method', 'status'],
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [this.registry],
  });
  readonly #rows = new Counter({
    name: 'grandcanal_ingest_rows_total',
    help: 'Rows received over HTTP, by what became of them.',
    labelNames: ['outcome'],
    registers: [this.registry],
  });

  constructor(engine: Engine, gates: readonly Gate[]) {
    collectDefaultMetrics({ register: this.registry, prefix: 'grandcanal_' });
    const gauge = (name: string, help: string, read: () => number) =>
      new Gauge({
        name,
        help,
        registers: [this.registry],
        collect() {
          this.set(read());
        },
      });
    const position = () => engine.ingest.position();
    gauge('grandcanal_committed_seq', 'Highest sequence acknowledged.', () => position().committed_seq);
    gauge('grandcanal_loaded_seq', 'Highest sequence that the warehouse shows.', () => position().loaded_seq);
    gauge('grandcanal_log_bytes', 'Bytes of the log that wait to be loaded.', () => position().log_bytes);
    for (const gate of gates) {
      gauge(`grandcanal_${gate.name}_running`, `Running ${gate.name} requests.`, () => gate.load.running);
      gauge(`grandcanal_${gate.name}_waiting`, `Waiting ${gate.name} requests.`, () => gate.load.waiting);
      gauge(`grandcanal_${gate.name}_shed`, `${gate.name} requests refused under overload.`, () => gate.shed);
    }
  }

  request(route: string, method: string, status: number, seconds: number): void {
    this.#requests.observe({ route, method, status }, seconds);
  }

  receipt(receipt: Receipt): void {
    this.#rows.inc({ outcome: 'accepted' }, receipt.accepted);
    this.#rows.inc({ outcome: 'duplicate' }, receipt.duplicate);
    this.#rows.inc({ outcome: 'rejected' }, receipt.rejected);
  }
}
