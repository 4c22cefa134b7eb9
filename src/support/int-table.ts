/**
 * A growing table of 32-bit integers, `width` to a row, read as 0 where nothing was written. The fields of a row share a cache line,
 * which is why it is not a column a field: walking a list of rows in a large program waits for memory once a row.
 * `data` is public so that hot loops index the typed array itself; take it anew after `ensure`, which may replace it.
 */
export class IntTable {
  data: Int32Array;
  readonly width: number;

  constructor(rows: number, width: number) {
    this.data = new Int32Array(Math.max(rows, 16) * width);
    this.width = width;
  }

  /** Makes a row writable. */
  ensure(row: number): void {
    const end = (row + 1) * this.width;
    if (end <= this.data.length) return;
    const grown = new Int32Array(Math.max(end, this.data.length * 2));
    grown.set(this.data);
    this.data = grown;
  }

  get(row: number, field: number): number {
    return this.data[row * this.width + field] ?? 0;
  }

  set(row: number, field: number, value: number): void {
    this.ensure(row);
    this.data[row * this.width + field] = value;
  }
}
