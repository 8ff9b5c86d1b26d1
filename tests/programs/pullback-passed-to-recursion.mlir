// A pullback of a function that is known when the program runs goes to a recursive function, which applies it to 1, 2 and 3 and
// adds the results up: twice from x, of λy. y² where x > 2 (12·12·x), else of λy. x·y (6·x).
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [3.0], "results": [432.0]}
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.5], "results": [3.0]}

!g = !functional.fn<(f64) -> f64>
func.func private @sum(%pb: !g, %n: i32, %s: f64) -> f64 {
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  %stop = arith.cmpi eq, %n, %zero : i32
  %r = scf.if %stop -> f64 {
    scf.yield %s : f64
  } else {
    %m = arith.subi %n, %one : i32
    %k = arith.sitofp %n : i32 to f64
    %d = functional.apply %pb(%k) : !g
    %t = arith.addf %s, %d : f64
    %u = func.call @sum(%pb, %m, %t) : (!g, i32, f64) -> f64
    scf.yield %u : f64
  }
  return %r : f64
}
func.func private @walk(%f: !g, %n: i32, %x: f64) -> f64 {
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  %three = arith.constant 3 : i32
  %z = arith.constant 0.0 : f64
  %stop = arith.cmpi eq, %n, %zero : i32
  %r = scf.if %stop -> f64 {
    scf.yield %x : f64
  } else {
    %m = arith.subi %n, %one : i32
    %v = functional.vjp %f : !g
    %y, %pb = functional.apply %v(%x) : !functional.fn<(f64) -> (f64, !g)>
    %u = func.call @sum(%pb, %three, %z) : (!g, i32, f64) -> f64
    %w = func.call @walk(%f, %m, %u) : (!g, i32, f64) -> f64
    scf.yield %w : f64
  }
  return %r : f64
}
func.func @f(%x: f64) -> f64 {
  %two = arith.constant 2.0 : f64
  %n = arith.constant 2 : i32
  %c = arith.cmpf ogt, %x, %two : f64
  %a = functional.lambda (%y: f64) -> f64 { %r = arith.mulf %y, %y : f64 functional.return %r : f64 }
  %b = functional.lambda (%y: f64) -> f64 { %r = arith.mulf %y, %x : f64 functional.return %r : f64 }
  %k = arith.select %c, %a, %b : !g
  %r = func.call @walk(%k, %n, %x) : (!g, i32, f64) -> f64
  return %r : f64
}
