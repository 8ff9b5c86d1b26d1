// The Lotka-Volterra equations x' = a x - b x y, y' = d x y - c y, by so many steps of the classical Runge-Kutta method; then x + 2 y.

func.func private @prey(%a: f64, %b: f64, %x: f64, %y: f64) -> f64 {
  %born = arith.mulf %a, %x : f64
  %meet = arith.mulf %b, %x : f64
  %eaten = arith.mulf %meet, %y : f64
  %r = arith.subf %born, %eaten : f64
  return %r : f64
}

func.func private @predator(%c: f64, %d: f64, %x: f64, %y: f64) -> f64 {
  %meet = arith.mulf %d, %x : f64
  %fed = arith.mulf %meet, %y : f64
  %dead = arith.mulf %c, %y : f64
  %r = arith.subf %fed, %dead : f64
  return %r : f64
}

// x + h k
func.func private @along(%x: f64, %h: f64, %k: f64) -> f64 {
  %hk = arith.mulf %h, %k : f64
  %r = arith.addf %x, %hk : f64
  return %r : f64
}

// x + h/6 (k1 + 2 k2 + 2 k3 + k4)
func.func private @average(%x: f64, %h: f64, %k1: f64, %k2: f64, %k3: f64, %k4: f64) -> f64 {
  %two = arith.constant 2.0 : f64
  %six = arith.constant 6.0 : f64
  %k22 = arith.mulf %two, %k2 : f64
  %k33 = arith.mulf %two, %k3 : f64
  %s1 = arith.addf %k1, %k22 : f64
  %s2 = arith.addf %s1, %k33 : f64
  %s3 = arith.addf %s2, %k4 : f64
  %h6 = arith.divf %h, %six : f64
  %r = func.call @along(%x, %h6, %s3) : (f64, f64, f64) -> f64
  return %r : f64
}

func.func @f(%a: f64, %b: f64, %c: f64, %d: f64, %x0: f64, %y0: f64) -> f64 {
  %zero = arith.constant 0 : index
  %one = arith.constant 1 : index
  %steps = arith.constant 10000 : index
  %h = arith.constant 1.0e-3 : f64
  %half = arith.constant 0.5e-3 : f64
  %two = arith.constant 2.0 : f64
  %end:2 = scf.for %i = %zero to %steps step %one iter_args(%x = %x0, %y = %y0) -> (f64, f64) {
    %k1 = func.call @prey(%a, %b, %x, %y) : (f64, f64, f64, f64) -> f64
    %l1 = func.call @predator(%c, %d, %x, %y) : (f64, f64, f64, f64) -> f64
    %x2 = func.call @along(%x, %half, %k1) : (f64, f64, f64) -> f64
    %y2 = func.call @along(%y, %half, %l1) : (f64, f64, f64) -> f64
    %k2 = func.call @prey(%a, %b, %x2, %y2) : (f64, f64, f64, f64) -> f64
    %l2 = func.call @predator(%c, %d, %x2, %y2) : (f64, f64, f64, f64) -> f64
    %x3 = func.call @along(%x, %half, %k2) : (f64, f64, f64) -> f64
    %y3 = func.call @along(%y, %half, %l2) : (f64, f64, f64) -> f64
    %k3 = func.call @prey(%a, %b, %x3, %y3) : (f64, f64, f64, f64) -> f64
    %l3 = func.call @predator(%c, %d, %x3, %y3) : (f64, f64, f64, f64) -> f64
    %x4 = func.call @along(%x, %h, %k3) : (f64, f64, f64) -> f64
    %y4 = func.call @along(%y, %h, %l3) : (f64, f64, f64) -> f64
    %k4 = func.call @prey(%a, %b, %x4, %y4) : (f64, f64, f64, f64) -> f64
    %l4 = func.call @predator(%c, %d, %x4, %y4) : (f64, f64, f64, f64) -> f64
    %x5 = func.call @average(%x, %h, %k1, %k2, %k3, %k4) : (f64, f64, f64, f64, f64, f64) -> f64
    %y5 = func.call @average(%y, %h, %l1, %l2, %l3, %l4) : (f64, f64, f64, f64, f64, f64) -> f64
    scf.yield %x5, %y5 : f64, f64
  }
  %r = func.call @along(%end#0, %two, %end#1) : (f64, f64, f64) -> f64
  return %r : f64
}
