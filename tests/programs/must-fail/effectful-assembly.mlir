// Inline assembly: an op of another dialect, whose effect nothing says.
//
// CHECK-ERROR: 'llvm.inline_asm' cannot be differentiated
// CHECK-ERROR: express it through ops of
// CHECK-CALL-ARGS: grad --entry f --inputs [1.0]

func.func @f(%x: f64) -> f64 {
  %r = llvm.inline_asm has_side_effects "nop", "=x,x" %x : (f64) -> f64
  return %r : f64
}
