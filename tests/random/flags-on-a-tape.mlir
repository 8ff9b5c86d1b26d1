// A tape with flags and integers between floats was given less memory than it takes, and the next one wrote into it.
func.func @recursive14(%v15: i64, %v16: f64, %v17: f64) -> f64 {
%v51 = arith.constant 0 : i64
%v52 = arith.cmpi sle, %v15, %v51 : i64
%v53 = scf.if %v52 -> (f64) {
%v18 = arith.constant 0 : i64
%v19 = arith.constant 1 : i64
%v20 = arith.constant 4 : i64
%v21:2 = scf.while (%v22 = %v18, %v23 = %v16) : (i64, f64) -> (i64, f64) {
%v26 = arith.cmpi slt, %v22, %v20 : i64
%v27 = arith.maximumf %v16, %v23 : f64
%v28 = math.tanh %v27 : f64
%v31 = arith.mulf %v28, %v28 : f64
scf.condition(%v26) %v22, %v31 : i64, f64
} do {
^bb0(%v24: i64, %v25: f64):
%v32 = arith.addi %v24, %v19 : i64
%v33 = arith.constant 1.0 : f64
scf.yield %v32, %v33 : i64, f64
}
scf.yield %v21#1 : f64
} else {
%v38 = arith.constant 1 : i64
%v39 = arith.subi %v15, %v38 : i64
%v40 = arith.mulf %v16, %v17 : f64
%v41 = math.sin %v40 : f64
%v42 = arith.mulf %v41, %v17 : f64
%v46 = arith.mulf %v41, %v42 : f64
%v47 = func.call @recursive14(%v39, %v46, %v17) : (i64, f64, f64) -> f64
%v48 = func.call @recursive14(%v39, %v17, %v16) : (i64, f64, f64) -> f64
%v49 = arith.mulf %v47, %v48 : f64
scf.yield %v49 : f64
}
return %v53 : f64
}
func.func @f(%x: f64, %y: f64) -> f64 {
%n = arith.constant 2 : i64
%r = func.call @recursive14(%n, %x, %y) : (i64, f64, f64) -> f64
return %r : f64
}
