// One op of math after another.
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.37, 1.21], "results": [2.089888808616447]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "wrt": [0, 1], "inputs": [0.37, 1.21], "value": [2.089888808616447], "gradients": [-2.731256295506121, 1.9344321868762435]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "wrt": [0, 1], "inputs": [0.37, 1.21], "value": [2.089888808616447], "gradients": [-2.731256295506121, 1.9344321868762435]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "reverse", "order": 2, "wrt": [0], "inputs": [0.37, 1.21], "gradients": [23.47537792514193]}
// CHECK-CALL: {"entry": "f", "command": "grad", "mode": "forward", "order": 2, "wrt": [0], "inputs": [0.37, 1.21], "gradients": [23.47537792514193]}

func.func @f(%x: f64, %y: f64) -> f64 {
  %0 = math.atan2 %x, %y : f64
  %1 = math.erf %0 : f64
  %2 = math.cbrt %y : f64
  %3 = math.expm1 %1 : f64
  %4 = math.log1p %3 : f64
  %5 = math.fma %4, %2, %x : f64
  %6 = math.copysign %5, %y : f64
  %7 = math.absf %6 : f64
  %8 = math.powf %7, %2 : f64
  %9 = math.erfc %8 : f64
  %10 = math.asinh %9 : f64
  %11 = math.acosh %y : f64
  %12 = math.atanh %x : f64
  %13 = arith.mulf %10, %11 : f64
  %14 = arith.divf %13, %12 : f64
  %15 = math.log2 %y : f64
  %16 = math.exp2 %15 : f64
  %17 = math.log10 %16 : f64
  %18 = math.rsqrt %y : f64
  %19 = math.sinh %17 : f64
  %20 = math.cosh %18 : f64
  %21 = arith.mulf %19, %20 : f64
  %22 = math.asin %x : f64
  %23 = math.acos %x : f64
  %24 = math.atan %22 : f64
  %25 = math.tan %24 : f64
  %26 = arith.mulf %25, %23 : f64
  %27 = arith.addf %21, %26 : f64
  %28 = arith.addf %27, %14 : f64
  %29 = arith.remf %28, %y : f64
  %30 = math.trunc %29 : f64
  %31 = arith.addf %30, %29 : f64
  return %31 : f64
}
