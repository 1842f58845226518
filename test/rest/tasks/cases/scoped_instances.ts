import type { GivenInstance } from "../task_case.ts";

/** Instances with variables of their own, and such of their tasks. */
export const SCOPED: readonly GivenInstance[] = [
  {
    variables: {
      a: { type: "Integer", value: 1 },
      b: { type: "String", value: "shared" },
    },
    tasks: [
      {
        localVariables: {
          b: { type: "String", value: "own" },
          c: { type: "Boolean", value: true },
        },
      },
      { localVariables: { b: { type: "Integer", value: 2 } } },
    ],
  },
];
