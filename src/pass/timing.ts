/** The timing tree (`--mlir-timing`): wall time by pipeline and pass, with a report laid out as upstream's. The clock is handed in. */
import type { PassEvent, PassInstrument } from "./instrument.ts";

/** Milliseconds since some moment. */
export type Clock = () => number;

export interface TimingNode {
  readonly name: string;
  readonly milliseconds: number;
  readonly children: readonly TimingNode[];
}

interface Timer {
  readonly name: string;
  milliseconds: number;
  started: number;
  readonly children: Timer[];
}

export class Timing {
  readonly #clock: Clock;
  readonly #root: Timer;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#root = { name: "Total", milliseconds: 0, started: clock(), children: [] };
  }

  /** Times what is not a pass: the parser, the output. Such entries stand at the top of the tree. */
  async measure<T>(name: string, work: () => T | Promise<T>): Promise<T> {
    const timer = this.#at([name]);
    timer.started = this.#clock();
    const result = await work();
    timer.milliseconds += this.#clock() - timer.started;
    return result;
  }

  /** The instrument to run the pipeline with. Pipelines on nested operations add up over the operations. */
  readonly instrument: PassInstrument = {
    beforePass: (event) => this.#start([...pathOf(event), event.instance.pass.name]),
    afterPass: (event) => this.#stop([...pathOf(event), event.instance.pass.name]),
    passFailed: (event) => this.#stop([...pathOf(event), event.instance.pass.name]),
    beforeVerify: (event) => this.#start([...pathOf(event), "(verify)"]),
    afterVerify: (event) => this.#stop([...pathOf(event), "(verify)"]),
  };

  /** The tree up to now, with what no entry covers as "Rest". */
  tree(): TimingNode {
    const total = this.#clock() - this.#root.started;
    const children = this.#root.children.map(frozen);
    const rest = total - children.reduce((sum, child) => sum + child.milliseconds, 0);
    return {
      name: "Total",
      milliseconds: total,
      children: [...children, { name: "Rest", milliseconds: rest, children: [] }],
    };
  }

  #start(path: readonly string[]): void {
    this.#at(path).started = this.#clock();
  }

  #stop(path: readonly string[]): void {
    const timer = this.#at(path);
    timer.milliseconds += this.#clock() - timer.started;
  }

  #at(path: readonly string[]): Timer {
    let node = this.#root;
    for (const name of path) {
      let child = node.children.find((other) => other.name === name);
      if (child === undefined) {
        child = { name, milliseconds: 0, started: 0, children: [] };
        node.children.push(child);
      }
      node = child;
    }
    return node;
  }
}

/** The outermost anchor is the whole program and has no entry of its own, as in upstream's report. */
function pathOf(event: PassEvent): readonly string[] {
  return event.path.slice(1).map((anchor) => `'${anchor}' Pipeline`);
}

/** A pipeline's own time is the sum of its passes. */
function frozen(timer: Timer): TimingNode {
  const children = timer.children.map(frozen);
  const inside = children.reduce((sum, child) => sum + child.milliseconds, 0);
  return { name: timer.name, milliseconds: Math.max(timer.milliseconds, inside), children };
}

/** Upstream's layout: seconds, share of the total, and the name indented by depth. */
export function renderTiming(root: TimingNode): string {
  const rule = `===${"-".repeat(73)}===`;
  const lines = [rule, `${" ".repeat(25)}... Execution time report ...`, rule];
  lines.push(`  Total Execution Time: ${seconds(root)} seconds`, "", "  ----Wall Time----  ----Name----");
  const show = (node: TimingNode, depth: number): void => {
    const share = root.milliseconds === 0 ? 0 : (100 * node.milliseconds) / root.milliseconds;
    lines.push(`  ${seconds(node).padStart(8)} (${share.toFixed(1).padStart(5)}%)  ${"  ".repeat(depth)}${node.name}`);
    for (const child of node.children) show(child, depth + 1);
  };
  for (const child of root.children) show(child, 0);
  lines.push(`  ${seconds(root).padStart(8)} (100.0%)  Total`);
  return lines.join("\n");
}

function seconds(node: TimingNode): string {
  return (node.milliseconds / 1000).toFixed(4);
}
