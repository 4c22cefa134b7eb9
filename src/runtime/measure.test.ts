import { expect, test } from "vitest";
import { measure, measureInTurns, percentile } from "./measure.ts";

/** A clock that goes on only when told to. */
function handClock() {
  let now = 1000;
  return {
    clock: () => now,
    spend: (milliseconds: number) => {
      now += milliseconds;
    },
  };
}

test("only calls after the warm-up count, in nanoseconds", async () => {
  const { clock, spend } = handClock();
  let calls = 0;
  const run = () => spend(++calls <= 3 ? 100 : calls);
  const result = await measure(run, { warmup: 3, settle: 0, rounds: 4, limit: 1e9, clock });
  expect([...result.sorted]).toEqual([4e6, 5e6, 6e6, 7e6]);
  expect([result.min, result.median, result.mean]).toEqual([4e6, 5.5e6, 5.5e6]);
});

test("alternatives take turns", async () => {
  const { clock, spend } = handClock();
  const order: string[] = [];
  const run = (name: string, milliseconds: number) => () => {
    order.push(name);
    spend(milliseconds);
  };
  const [a, b] = await measureInTurns([run("a", 1), run("b", 2)], {
    warmup: 1,
    settle: 0,
    rounds: 2,
    limit: 1e9,
    clock,
  });
  expect(order.join("")).toBe("ababab");
  expect([a?.median, b?.median]).toEqual([1e6, 2e6]);
});

test("the limit ends it after a whole round", async () => {
  const { clock, spend } = handClock();
  const result = await measure(() => spend(10), { warmup: 0, settle: 0, rounds: 1000, limit: 25, clock });
  expect(result.sorted.length).toBe(3);
  expect((await measure(() => spend(10), { warmup: 0, settle: 0, rounds: 1000, limit: 0, clock })).sorted.length).toBe(
    1,
  );
});

test("promises are awaited within the time that counts", async () => {
  const { clock, spend } = handClock();
  const run = async () => {
    await Promise.resolve();
    spend(7);
  };
  expect((await measure(run, { warmup: 0, settle: 0, rounds: 1, clock })).min).toBe(7e6);
});

test("percentiles lie between neighbours", () => {
  const sorted = Float64Array.of(10, 20, 30, 40, 50);
  expect([0, 25, 50, 90, 100].map((percent) => percentile(sorted, percent))).toEqual([10, 20, 30, 46, 50]);
});

test("the machine's clock is used by default", async () => {
  const result = await measure(() => Math.sqrt(2), { warmup: 1, settle: 0, rounds: 5 });
  expect(result.sorted.length).toBe(5);
  expect(result.min).toBeGreaterThanOrEqual(0);
});

test("short functions warm up for a time, not for a number of calls", async () => {
  const { clock, spend } = handClock();
  let calls = 0;
  const run = () => {
    calls++;
    spend(2);
  };
  const result = await measure(run, { warmup: 3, warmupTime: 100, settle: 0, rounds: 1, limit: 1e9, clock });
  expect([calls, result.sorted.length]).toEqual([51, 1]);
});
