/**
 * A growing column of 32-bit integers, read as 0 where nothing was written: fresh memory means "none".
 * `data` is public so that hot loops index the typed array itself; take it anew after `ensure`, which may replace it.
 */
export class IntColumn {
  data: Int32Array;

  constructor(capacity: number) {
    this.data = new Int32Array(Math.max(capacity, 16));
  }

  /** Makes `index` writable. */
  ensure(index: number): void {
    if (index < this.data.length) return;
    const grown = new Int32Array(Math.max(index + 1, this.data.length * 2));
    grown.set(this.data);
    this.data = grown;
  }

  get(index: number): number {
    return this.data[index] ?? 0;
  }

  set(index: number, value: number): void {
    if (index >= this.data.length) this.ensure(index);
    this.data[index] = value;
  }
}
