/** The reference semantics of StableHLO, to be listed as extensions of the dialect. */
import { contractionMeanings } from "./contraction.ts";
import { controlMeanings } from "./control.ts";
import { elementwiseMeanings } from "./elementwise.ts";
import { fourierMeanings } from "./fourier.ts";
import { indexingMeanings } from "./indexing.ts";
import { layoutMeanings } from "./layout.ts";
import { normalizationMeanings } from "./normalization.ts";
import { reductionMeanings } from "./reduction.ts";

export const meanings = [
  ...layoutMeanings,
  ...elementwiseMeanings,
  ...contractionMeanings,
  ...reductionMeanings,
  ...indexingMeanings,
  ...normalizationMeanings,
  ...controlMeanings,
  ...fourierMeanings,
];
