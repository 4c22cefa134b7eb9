/** The public API of lathe-ir. What is not named here may change tomorrow. A long list: one line a name, as the formatter has it. */

import * as arith from "../dialects/arith/ops.ts";
import * as builtin from "../dialects/builtin/ops.ts";
import * as func from "../dialects/func/ops.ts";
import * as kernel from "../dialects/kernel/ops.ts";
import * as math from "../dialects/math/ops.ts";
import * as memref from "../dialects/memref/ops.ts";
import * as scf from "../dialects/scf/ops.ts";
import * as tensor from "../dialects/tensor/ops.ts";
import * as vector from "../dialects/vector/ops.ts";
import * as affine from "./ir/affine.ts";
import * as option from "./pass/options.ts";

export { passes } from "../passes/index.ts";
export type { Analysis } from "./analysis/analysis.ts";
// Analyses.
export { AnalysisCache, defineAnalysis } from "./analysis/analysis.ts";
export type { Roofline } from "./cost/analytic.ts";
export { analyticPrediction, roofline } from "./cost/analytic.ts";
export type { Alternative, Comparison, CostService, Predictor } from "./cost/cost-service.ts";
export { costService, createCostService } from "./cost/cost-service.ts";
export type { Decision } from "./cost/decision.ts";
export { decisionLog, decisionRemark, decisionText, durationText } from "./cost/decision.ts";
export { genericMachine } from "./cost/generic-machine.ts";
export type { InstructionClass, MachineDescription, MemoryLevel } from "./cost/machine.ts";
// Cost.
export { instructionClasses } from "./cost/machine.ts";
export type { Distribution, Metric, Metrics, Prediction } from "./cost/prediction.ts";
export { sum, within } from "./cost/prediction.ts";
export type { Footprint, Work, WorkCounter } from "./cost/work.ts";
export { noInstructions, noWork, work } from "./cost/work.ts";
export type {
  AssemblyParser,
  AssemblyPrinter,
  CustomAssembly,
  CustomDirective,
  Delimiter,
  DirectiveScope,
  InsertImplicit,
  OperationState,
  ParsedArgument,
  UnresolvedOperand,
} from "./definition/assembly.ts";
export type { AttributeConstraint, ElementsAttribute } from "./definition/attribute-constraint.ts";
export {
  AffineMapArrayAttr,
  AffineMapAttr,
  AnyAttr,
  ArrayAttr,
  ArrayAttrOf,
  BoolAttr,
  confined,
  DenseBoolArrayAttr,
  DenseF32ArrayAttr,
  DenseI32ArrayAttr,
  DenseI64ArrayAttr,
  DialectEnumAttr,
  DictionaryAttr,
  ElementsAttr,
  FlagsAttr,
  FlatSymbolRefAttr,
  FunctionTypeAttr,
  I8Attr,
  I32Attr,
  I64Attr,
  IndexAttr,
  IntegerEnumAttr,
  isElements,
  StrAttr,
  SymbolNameAttr,
  SymbolRefAttr,
  TypeAttr,
  TypedAttr,
  typeOfAttribute,
  UnitAttr,
} from "./definition/attribute-constraint.ts";
export type { ContextOptions } from "./definition/context.ts";
export { Context, createContext } from "./definition/context.ts";
export type {
  Branch,
  Call,
  Callable,
  LoopLike,
  OpAsm,
  RegionBranch,
  RegionBranchTerminator,
  RegionSuccessor,
  SymbolUser,
} from "./definition/control-flow.ts";
export {
  branch,
  call,
  callable,
  inlinable,
  loopLike,
  opAsm,
  regionBranch,
  regionBranchTerminator,
  symbolUser,
} from "./definition/control-flow.ts";
export type { AttributeDefinition, Dialect, DialectDeclaration, TypeDefinition } from "./definition/dialect.ts";
export { defineDialect } from "./definition/dialect.ts";
export type { Effect, EffectKind } from "./definition/effects.ts";
export {
  effectsOf,
  isMemoryEffectFree,
  isSpeculatable,
  memoryEffects,
  speculatable,
  wouldBeTriviallyDead,
} from "./definition/effects.ts";
export type { InterfaceKey, Supply } from "./definition/interface.ts";
export { defineInterface, Interface } from "./definition/interface.ts";
export type {
  Arity,
  AttributeSlot,
  AttributeSpec,
  BuildExtras,
  FoldResult,
  InferenceInput,
  Inferred,
  NamedAttributeSlot,
  NamedRegion,
  NamedSlot,
  NamedSuccessor,
  OpDeclaration,
  OpDefinition,
  OpSchema,
  RegionConstraint,
  Report,
  Slot,
  SlotSpec,
  SuccessorSpec,
  View,
  ViewOf,
} from "./definition/operation.ts";
// Definitions: dialects, operations, constraints, interfaces.
export {
  AnyRegion,
  defaultAttr,
  defineOp,
  MaxSizedRegion1,
  optional,
  optionalAttr,
  SizedRegion1,
  tacitDefaultAttr,
  VariadicRegion,
  variadic,
} from "./definition/operation.ts";
export type { BuiltinTrait, ParametricTrait, Trait } from "./definition/trait.ts";
export { AllTypesMatch, HasParent, SingleBlockImplicitTerminator, TypesMatchWith } from "./definition/trait.ts";
export type { TypeConstraint } from "./definition/type-constraint.ts";
export {
  AnyComplex,
  AnyFloat,
  AnyFunction,
  AnyInteger,
  AnyMemRef,
  AnyRankedOrUnrankedMemRef,
  AnyRankedTensor,
  AnyShaped,
  AnySignlessInteger,
  AnySignlessIntegerOrIndex,
  AnyTensor,
  AnyType,
  AnyVector,
  allOf,
  anyTypeOf,
  BoolLike,
  exactly,
  F32,
  F64,
  FloatLike,
  floatNamed,
  I1,
  I32,
  I64,
  Index,
  integerOfWidth,
  isFloat,
  isInteger,
  isMemRef,
  isSignless,
  isTensor,
  isVector,
  likeOf,
  memRefOf,
  NoneLike,
  rankedTensorOf,
  SignlessIntegerLike,
  SignlessIntegerOrIndexLike,
  tensorOf,
  typeConstraint,
  vectorOf,
} from "./definition/type-constraint.ts";
export type { Compilation, CompileOptions } from "./driver/compile.ts";
export { compileModule, findTarget } from "./driver/compile.ts";
// What ships.
export { defaultDialects } from "./driver/dialects.ts";
export type { DecisionRow, Explanation, MemoryReport, PassStep } from "./driver/explain.ts";
export { countKinds, explainCompilation } from "./driver/explain.ts";
export { DEFAULT_TARGET, defaultTargets } from "./driver/targets.ts";
export type { ModelCheck, Unsupported } from "./import/onnx/check.ts";
export { checkModel } from "./import/onnx/check.ts";
// ONNX models.
export { decodeOnnxModel, decodeOnnxTensor } from "./import/onnx/decode.ts";
export type { OnnxImportOptions } from "./import/onnx/import.ts";
export { importOnnx, NAME_ATTRIBUTE } from "./import/onnx/import.ts";
export type { OnnxModel } from "./import/onnx/model.ts";
export type { AttributeRule, OnnxOperator, OnnxOperatorSpec } from "./import/onnx/operator.ts";
export { anyValue, attributeProblem, defineOnnxOperator, OperatorTable, oneOf } from "./import/onnx/operator.ts";
export { onnxOperators } from "./import/onnx/operators.ts";
export type { InterpretOptions, Progress } from "./interpret/interpreter.ts";
export { interpret, interpretValues } from "./interpret/interpreter.ts";
export type {
  BinaryEvaluator,
  ConstantEvaluator,
  Evaluator,
  Frame,
  GeneralEvaluator,
  Outcome,
  RegionPlan,
  Semantics,
  Setup,
  UnaryEvaluator,
} from "./interpret/semantics.ts";
// Reference semantics.
export {
  binary,
  constant,
  Fault,
  fault,
  general,
  isFault,
  Jump,
  jump,
  Leave,
  leave,
  meaningOf,
  StateKey,
  semantics,
  unary,
} from "./interpret/semantics.ts";
export type { MemRefValue, RuntimeValue } from "./interpret/value.ts";
export type {
  AffineMapAttribute,
  ArrayAttribute,
  Attribute,
  CallSiteLocation,
  ComplexType,
  DenseArrayAttribute,
  DenseElementsAttribute,
  DenseResourceAttribute,
  DenseStringsAttribute,
  DialectAttribute,
  DialectType,
  DictionaryAttribute,
  DistinctAttribute,
  FileLocation,
  FloatAttribute,
  FloatName,
  FloatType,
  FunctionType,
  FusedLocation,
  IndexType,
  IntegerAttribute,
  IntegerSetAttribute,
  IntegerType,
  Location,
  LocationAttribute,
  MemRefType,
  NamedAttribute,
  NameLocation,
  NoneType,
  OpaqueAttribute,
  OpaqueLocation,
  OpaqueType,
  ShapedType,
  Signedness,
  SparseElementsAttribute,
  StridedLayoutAttribute,
  StringAttribute,
  SymbolRefAttribute,
  TensorType,
  TupleType,
  Type,
  UnitAttribute,
  UnknownLocation,
  UnrankedMemRefType,
  UnrankedTensorType,
  VectorType,
} from "./ir/attribute.ts";
// Types and attributes: interned, compared with ===.
export {
  affineMapAttribute,
  arrayAttribute,
  bf16,
  boolAttribute,
  complexType,
  DYNAMIC,
  denseArrayAttribute,
  denseElementsAttribute,
  denseResourceAttribute,
  denseStringsAttribute,
  dialectAttribute,
  dialectType,
  dictionaryAttribute,
  dictionaryOf,
  distinctAttribute,
  dtypeOf,
  elementCountOf,
  elementTypeOrSelf,
  emptyAffineMapAttribute,
  emptyDictionary,
  FLOAT_NAMES,
  f16,
  f32,
  f64,
  falseAttribute,
  findAttribute,
  floatAttributeFromBits,
  floatType,
  functionType,
  hasStaticShape,
  i1,
  i8,
  i16,
  i32,
  i64,
  indexType,
  integerAttribute,
  integerSetAttribute,
  integerType,
  isShaped,
  isType,
  locationAttribute,
  memRefType,
  noneType,
  opaqueAttribute,
  opaqueType,
  SourceLocation,
  sparseElementsAttribute,
  stridedLayoutAttribute,
  stringAttribute,
  symbolRefAttribute,
  tensorType,
  trueAttribute,
  tupleType,
  typeOfDType,
  unitAttribute,
  unrankedMemRefType,
  unrankedTensorType,
  vectorType,
  withAttribute,
  withElementType,
} from "./ir/attribute.ts";
export { Body } from "./ir/body.ts";
export type { Use } from "./ir/body-view.ts";
export { BodyView } from "./ir/body-view.ts";
export type { CloneOptions } from "./ir/clone.ts";
export { cloneOperation, cloneRegion, IrMapping } from "./ir/clone.ts";
export { floatAttribute, floatAttributeOfBits } from "./ir/float.ts";
export { BlockHandle, OperationHandle, RegionHandle, Value } from "./ir/handle.ts";
export type { BlockId, BodyId, OperationId, RegionId, ValueId } from "./ir/ids.ts";
// The program: modules, bodies, handles, locations, symbols.
export { ROOT } from "./ir/ids.ts";
export type { JournalEntry, Placement } from "./ir/journal.ts";
export { invert } from "./ir/journal.ts";
export { fileLocation, fusedLocation, nameLocation, namesOf, placeOf, unknownLocation } from "./ir/location.ts";
export type { BodyEntry, ModuleMetadata } from "./ir/module.ts";
export { emptyModule, Module, TOP } from "./ir/module.ts";
export type { ModuleCheckpoint } from "./ir/module-rewriter.ts";
export { ModuleRewriter } from "./ir/module-rewriter.ts";
export { OperationName, operationName } from "./ir/name.ts";
export type {
  BlockSpec,
  Checkpoint,
  InsertionPoint,
  JournalListener,
  OperationSpec,
  RegionSpec,
} from "./ir/rewriter.ts";
// Change: one rewriter a body, one journal.
export { Rewriter } from "./ir/rewriter.ts";
export type { IsSymbolTable, OperationPlace, Redefinition, SymbolTable, Visibility } from "./ir/symbol.ts";
export { forEachSymbolUse, ModuleSymbols, referencesIn, symbolNameOf, symbolsOf, visibilityOf } from "./ir/symbol.ts";
export type { PassDone, PassEvent, PassFailure, PassInstrument } from "./pass/instrument.ts";
export type { Pass, PassDeclaration, PassDefinition, PassInstance, PassScope } from "./pass/pass.ts";
// Passes and pipelines.
export { definePass } from "./pass/pass.ts";
export type { PassStatistics, PipelineOptions, PipelineResult, Reproducer } from "./pass/pass-manager.ts";
export { runPipeline } from "./pass/pass-manager.ts";
export type { Pipeline, PipelineItem } from "./pass/pipeline.ts";
export {
  parsePipeline,
  parsePipelineSource,
  passesOf,
  pipelineOf,
  printPipeline,
  TOP_ANCHOR,
} from "./pass/pipeline.ts";
export type { Clock, TimingNode } from "./pass/timing.ts";
export { renderTiming, Timing } from "./pass/timing.ts";
export { canonicalizationPatterns, canonicalizations, canonicalizationsOf } from "./rewrite/canonicalizations.ts";
export type { ConversionOptions, ConversionResult } from "./rewrite/conversion.ts";
export { convertDialects } from "./rewrite/conversion.ts";
export type { ConversionDeclaration, ConversionPattern, ConversionScope } from "./rewrite/conversion-pattern.ts";
export { conversionOf, defineAnyConversion, defineConversion } from "./rewrite/conversion-pattern.ts";
export type {
  ConversionTargetSpec,
  Legality,
  LegalityPredicate,
  OperationSelector,
} from "./rewrite/conversion-target.ts";
export { ConversionTarget, conversionTarget } from "./rewrite/conversion-target.ts";
export type { GreedyOptions, GreedyResult, Refusal } from "./rewrite/greedy.ts";
export { patternExplanations, rewriteGreedily } from "./rewrite/greedy.ts";
export type {
  PatternDeclaration,
  PatternRoot,
  PatternScope,
  RewriteOutcome,
  RewritePattern,
} from "./rewrite/pattern.ts";
// Rewriting: patterns, the greedy driver, dialect conversion.
export { defineAnyPattern, definePattern, NoMatch, noMatch, PatternSet } from "./rewrite/pattern.ts";
export type { Materialization, TypeConversion, TypeConverterSpec } from "./rewrite/type-converter.ts";
export { TypeConverter, typeConverter } from "./rewrite/type-converter.ts";
// Running compiled programs.
export type { EntryPoint, ProgramAbi, TensorSlot } from "./runtime/abi.ts";
export type { CompiledProgram, Executable, ExecutableEntry } from "./runtime/instantiate.ts";
export { instantiate } from "./runtime/instantiate.ts";
export type { Measurement, MeasureOptions } from "./runtime/measure.ts";
export { measure, measureInTurns } from "./runtime/measure.ts";
export type { Diagnostic, Note, Place, Result, Severity } from "./source/diagnostic.ts";
// Diagnostics: everything a user is told, as values.
export { atRange, error, failure, MAX_DIAGNOSTICS, remark, success, warning } from "./source/diagnostic.ts";
export { renderDiagnostic, renderDiagnostics } from "./source/render.ts";
export type { LineColumn, SourceRange } from "./source/source.ts";
export { Source } from "./source/source.ts";
export type {
  Emission,
  MemorySpace,
  OutputFile,
  PipelineChoices,
  ProgramEntry,
  RunnableProgram,
  Target,
  TargetDeclaration,
  TensorDescription,
} from "./target/target.ts";
// Targets, and compiling for one.
export { defineTarget } from "./target/target.ts";
export { Blob, blobFromBytes, blobFromStorage } from "./tensor/blob.ts";
export type { Tolerance } from "./tensor/compare.ts";
export { allClose, compareTensors, identicalTensors, maxUlpDistance, ulpDistance } from "./tensor/compare.ts";
export type { DType, Storage } from "./tensor/dtype.ts";
// Tensors in memory.
export { byteWidth } from "./tensor/dtype.ts";
export type { NpyResult } from "./tensor/npy.ts";
export { readNpy, writeNpy } from "./tensor/npy.ts";
export { elementText, floatText, printTensor } from "./tensor/print-tensor.ts";
export type { Complex, Tensor } from "./tensor/tensor.ts";
export {
  copyTensor,
  getAt,
  getComplex,
  getElement,
  getSlot,
  reshaped,
  scalar,
  setComplex,
  setElement,
  tensorByteSize,
  tensorBytes,
  tensorElementCount,
  tensorOver,
  tensorOverBytes,
  tensorTypeText,
  zeros,
} from "./tensor/tensor.ts";
// Text.
export { parseAttribute, parseModule, parseType, splitInput } from "./text/parse.ts";
export type { PrintOptions } from "./text/print.ts";
export { printAttribute, printModule, printModuleTo, printOperation, printType } from "./text/print.ts";
export type { VerifyOptions } from "./verify/verify.ts";
// Verification.
export { verifyBody, verifyModule, verifyOperation } from "./verify/verify.ts";
// Namespaces: affine expressions and maps; options of passes; the definitions of the dialects that ship.
export { affine, arith, builtin, func, kernel, math, memref, option, scf, tensor, vector };
