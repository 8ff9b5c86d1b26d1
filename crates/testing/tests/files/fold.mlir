// PIPELINE: func.func(canonicalize)
func.func @f() -> i32 {
  %0 = arith.constant 20 : i32
  %1 = arith.addi %0, %0 : i32
  return %1 : i32
}
