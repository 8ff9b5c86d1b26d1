// A wrong pipeline is shown with a caret and the nearest name, before the input is read.

// RUN: not pullback-opt --pass-pipeline='builtin.module(cse,func.func(canonicalise))' no-such-file 2>&1 \
// RUN:   | FileCheck %s --check-prefix=NAME --strict-whitespace --match-full-lines
// RUN: not pullback-opt -pass-pipeline 'builtin.module(cse,func.func(canonicalise))' no-such-file 2>&1 \
// RUN:   | FileCheck %s --check-prefix=NAME --strict-whitespace --match-full-lines
// NAME:MLIR Textual PassPipeline Parser:1:30: error: 'canonicalise' does not refer to a registered pass or pass pipeline
// NAME-NEXT:builtin.module(cse,func.func(canonicalise))
// NAME-NEXT:                             ^
// NAME-NEXT:note: did you mean `canonicalize`?

// RUN: not pullback-opt --pass-pipeline='builtin.module(functional-simplfy)' %s 2>&1 \
// RUN:   | FileCheck %s --check-prefix=OURS
// OURS: note: did you mean `functional-simplify`?

// RUN: not pullback-opt --pass-pipeline='builtin.module(knit-a-jumper)' %s 2>&1 | FileCheck %s --check-prefix=FAR
// FAR: note: `pullback-opt --list-passes` lists the known passes

// RUN: not pullback-opt --pass-pipeline='builtin.module(cse' %s 2>&1 | FileCheck %s --check-prefix=OPEN
// OPEN: error: encountered unbalanced parentheses while parsing pipeline
// RUN: not pullback-opt --pass-pipeline='builtin.module(canonicalize{max-iterations=many})' %s 2>&1 \
// RUN:   | FileCheck %s --check-prefix=VALUE
// VALUE: for the --max-iterations option: 'many' value invalid
// VALUE: error: failed to add `canonicalize` with options `max-iterations=many`
// RUN: not pullback-opt --pass-pipeline='builtin.module(canonicalize{max-rounds=1})' %s 2>&1 \
// RUN:   | FileCheck %s --check-prefix=OPTION
// OPTION: no such option max-rounds

// RUN: not pullback-opt --canonicalise %s 2>&1 | FileCheck %s --check-prefix=FLAG
// FLAG: Unknown command line argument '--canonicalise'
// FLAG-NEXT: Did you mean '--canonicalize'?

module {}
