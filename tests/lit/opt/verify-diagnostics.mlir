// RUN: pullback-opt %s --split-input-file --verify-diagnostics
// RUN: not pullback-opt %s --split-input-file 2>&1 | FileCheck %s

func.func @returns_nothing() -> f64 {
  // CHECK: [[@LINE+2]]:3: error: 'func.return' op has 0 operands
  // expected-error @+1 {{has 0 operands, but enclosing function (@returns_nothing) returns 1}}
  return
}

// -----

func.func @unknown(%x: f64) -> f64 {
  // expected-error @+1 {{use of undeclared SSA value name}}
  return %y : f64
}
