// The gradient of a function that only the caller of a recursive function knows: three steps of gradient descent,
// descend(g, n, x) = n = 0 ? x : descend(g, n − 1, x − g′(x)/10), with g = x > 1 ? (λy. a·y²) : (λy. a·sin y).
//
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [0.7, 1.3], "results": [0.37881918828303607]}
// CHECK-CALL: {"entry": "f", "command": "run", "inputs": [1.5, 1.1], "results": [0.7118279999999999]}

!g = !functional.fn<(f64) -> f64>
func.func private @descend(%g: !g, %n: i32, %x: f64) -> f64 {
  %zero = arith.constant 0 : i32
  %one = arith.constant 1 : i32
  %ten = arith.constant 10.0 : f64
  %stop = arith.cmpi eq, %n, %zero : i32
  %r = scf.if %stop -> (f64) {
    scf.yield %x : f64
  } else {
    %m = arith.subi %n, %one : i32
    %dg = functional.grad %g : !g
    %slope = functional.apply %dg(%x) : !g
    %step = arith.divf %slope, %ten : f64
    %y = arith.subf %x, %step : f64
    %z = func.call @descend(%g, %m, %y) : (!g, i32, f64) -> f64
    scf.yield %z : f64
  }
  return %r : f64
}

func.func @f(%x: f64, %a: f64) -> f64 {
  %one = arith.constant 1.0 : f64
  %three = arith.constant 3 : i32
  %big = arith.cmpf ogt, %x, %one : f64
  %square = functional.lambda (%y: f64) -> f64 {
    %yy = arith.mulf %y, %y : f64
    %r = arith.mulf %a, %yy : f64
    functional.return %r : f64
  }
  %wave = functional.lambda (%y: f64) -> f64 {
    %s = math.sin %y : f64
    %r = arith.mulf %a, %s : f64
    functional.return %r : f64
  }
  %g = arith.select %big, %square, %wave : !g
  %r = func.call @descend(%g, %three, %x) : (!g, i32, f64) -> f64
  return %r : f64
}
