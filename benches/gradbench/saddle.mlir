// A saddle point of (x1^2 + y1^2) - (x2^2 + y2^2) by gradient descent: the minimum over (x1, y1) of the maximum over (x2, y2).
// After Pearlmutter and Siskind, "Using Programming Language Theory to Make Automatic Differentiation Sound and Efficient", 2008.
//
// @rf differentiates in reverse what the minimum is of, and forward what the maximum inside is of; and so on.

!P = tuple<f64, f64>
!cost = !functional.fn<(tuple<f64, f64>) -> f64>
!slope = !functional.fn<(tuple<f64, f64>) -> tuple<f64, f64>>
!gradient = !functional.fn<(!functional.fn<(tuple<f64, f64>) -> f64>) -> !functional.fn<(tuple<f64, f64>) -> tuple<f64, f64>>>

func.func private @reverse(%f: !cost) -> !slope {
  %g = functional.grad %f : !cost
  return %g : !slope
}

func.func private @forward(%f: !cost) -> !slope {
  %d = functional.jvp %f : !cost
  %g = functional.lambda (%p: tuple<f64, f64>) -> tuple<f64, f64> {
    %zero = arith.constant 0.0 : f64
    %one = arith.constant 1.0 : f64
    %ex = functional.tuple %one, %zero : f64, f64
    %ey = functional.tuple %zero, %one : f64, f64
    %x:2 = functional.apply %d(%p, %ex) : !functional.fn<(tuple<f64, f64>, tuple<f64, f64>) -> (f64, f64)>
    %y:2 = functional.apply %d(%p, %ey) : !functional.fn<(tuple<f64, f64>, tuple<f64, f64>) -> (f64, f64)>
    %r = functional.tuple %x#1, %y#1 : f64, f64
    functional.return %r : tuple<f64, f64>
  }
  return %g : !slope
}

// p - k q
func.func private @step(%p: !P, %k: f64, %q: !P) -> !P {
  %px = functional.get %p[0] : !P
  %py = functional.get %p[1] : !P
  %qx = functional.get %q[0] : !P
  %qy = functional.get %q[1] : !P
  %kx = arith.mulf %k, %qx : f64
  %ky = arith.mulf %k, %qy : f64
  %x = arith.subf %px, %kx : f64
  %y = arith.subf %py, %ky : f64
  %r = functional.tuple %x, %y : f64, f64
  return %r : !P
}

func.func private @magnitude(%p: !P) -> f64 {
  %x = functional.get %p[0] : !P
  %y = functional.get %p[1] : !P
  %xx = arith.mulf %x, %x : f64
  %yy = arith.mulf %y, %y : f64
  %s = arith.addf %xx, %yy : f64
  %r = math.sqrt %s : f64
  return %r : f64
}

// Where f is least, downhill from x: the step doubles after ten successes, and is halved after a failure.
func.func private @argmin(%gradient: !gradient, %f: !cost, %start: !P) -> !P {
  %slope = functional.apply %gradient(%f) : !gradient
  %f0 = functional.apply %f(%start) : !cost
  %g0 = functional.apply %slope(%start) : !slope
  %small = arith.constant 1.0e-5 : f64
  %one = arith.constant 1.0 : f64
  %two = arith.constant 2.0 : f64
  %none = arith.constant 0 : i32
  %next = arith.constant 1 : i32
  %ten = arith.constant 10 : i32
  %true = arith.constant true
  %false = arith.constant false
  %end:6 = scf.while (%x = %start, %fx = %f0, %gx = %g0, %eta = %small, %i = %none, %go = %true)
      : (!P, f64, !P, f64, i32, i1) -> (!P, f64, !P, f64, i32, i1) {
    scf.condition(%go) %x, %fx, %gx, %eta, %i, %go : !P, f64, !P, f64, i32, i1
  } do {
  ^bb0(%x: !P, %fx: f64, %gx: !P, %eta: f64, %i: i32, %go: i1):
    %size = func.call @magnitude(%gx) : (!P) -> f64
    %flat = arith.cmpf ole, %size, %small : f64
    %s:6 = scf.if %flat -> (!P, f64, !P, f64, i32, i1) {
      scf.yield %x, %fx, %gx, %eta, %i, %false : !P, f64, !P, f64, i32, i1
    } else {
      %lucky = arith.cmpi eq, %i, %ten : i32
      %t:6 = scf.if %lucky -> (!P, f64, !P, f64, i32, i1) {
        %faster = arith.mulf %two, %eta : f64
        scf.yield %x, %fx, %gx, %faster, %none, %true : !P, f64, !P, f64, i32, i1
      } else {
        %y = func.call @step(%x, %eta, %gx) : (!P, f64, !P) -> !P
        %moved = func.call @step(%x, %one, %y) : (!P, f64, !P) -> !P
        %distance = func.call @magnitude(%moved) : (!P) -> f64
        %still = arith.cmpf ole, %distance, %small : f64
        %u:6 = scf.if %still -> (!P, f64, !P, f64, i32, i1) {
          scf.yield %x, %fx, %gx, %eta, %i, %false : !P, f64, !P, f64, i32, i1
        } else {
          %fy = functional.apply %f(%y) : !cost
          %better = arith.cmpf olt, %fy, %fx : f64
          %v:5 = scf.if %better -> (!P, f64, !P, f64, i32) {
            %gy = functional.apply %slope(%y) : !slope
            %more = arith.addi %i, %next : i32
            scf.yield %y, %fy, %gy, %eta, %more : !P, f64, !P, f64, i32
          } else {
            %slower = arith.divf %eta, %two : f64
            scf.yield %x, %fx, %gx, %slower, %none : !P, f64, !P, f64, i32
          }
          scf.yield %v#0, %v#1, %v#2, %v#3, %v#4, %true : !P, f64, !P, f64, i32, i1
        }
        scf.yield %u#0, %u#1, %u#2, %u#3, %u#4, %u#5 : !P, f64, !P, f64, i32, i1
      }
      scf.yield %t#0, %t#1, %t#2, %t#3, %t#4, %t#5 : !P, f64, !P, f64, i32, i1
    }
    scf.yield %s#0, %s#1, %s#2, %s#3, %s#4, %s#5 : !P, f64, !P, f64, i32, i1
  }
  return %end#0 : !P
}

func.func private @argmax(%gradient: !gradient, %f: !cost, %start: !P) -> !P {
  %minus = functional.lambda (%p: tuple<f64, f64>) -> f64 {
    %v = functional.apply %f(%p) : !functional.fn<(tuple<f64, f64>) -> f64>
    %r = arith.negf %v : f64
    functional.return %r : f64
  }
  %r = func.call @argmin(%gradient, %minus, %start) : (!gradient, !cost, !P) -> !P
  return %r : !P
}

func.func private @max(%gradient: !gradient, %f: !cost, %start: !P) -> f64 {
  %at = func.call @argmax(%gradient, %f, %start) : (!gradient, !cost, !P) -> !P
  %r = functional.apply %f(%at) : !cost
  return %r : f64
}

func.func private @squares(%p: !P) -> f64 {
  %x = functional.get %p[0] : !P
  %y = functional.get %p[1] : !P
  %xx = arith.mulf %x, %x : f64
  %yy = arith.mulf %y, %y : f64
  %r = arith.addf %xx, %yy : f64
  return %r : f64
}

func.func private @objective(%p: !P, %q: !P) -> f64 {
  %a = func.call @squares(%p) : (!P) -> f64
  %b = func.call @squares(%q) : (!P) -> f64
  %r = arith.subf %a, %b : f64
  return %r : f64
}

func.func private @saddle(%outer: !gradient, %inner: !gradient, %start: !P) -> (!P, !P) {
  %objective = functional.ref @objective : !functional.fn<(tuple<f64, f64>, tuple<f64, f64>) -> f64>
  %worst = functional.lambda (%p: tuple<f64, f64>) -> f64 {
    %at = functional.partial %objective(%p) : !functional.fn<(tuple<f64, f64>, tuple<f64, f64>) -> f64>
    %r = func.call @max(%inner, %at, %start) : (!gradient, !cost, !P) -> f64
    functional.return %r : f64
  }
  %p = func.call @argmin(%outer, %worst, %start) : (!gradient, !cost, !P) -> !P
  %at = functional.partial %objective(%p) : !functional.fn<(tuple<f64, f64>, tuple<f64, f64>) -> f64>
  %q = func.call @argmax(%outer, %at, %start) : (!gradient, !cost, !P) -> !P
  return %p, %q : !P, !P
}

func.func @ff(%x: f64, %y: f64) -> (f64, f64, f64, f64) {
  %start = functional.tuple %x, %y : f64, f64
  %outer = functional.ref @forward : !gradient
  %inner = functional.ref @forward : !gradient
  %r:2 = func.call @saddle(%outer, %inner, %start) : (!gradient, !gradient, !P) -> (!P, !P)
  %a = functional.get %r#0[0] : !P
  %b = functional.get %r#0[1] : !P
  %c = functional.get %r#1[0] : !P
  %d = functional.get %r#1[1] : !P
  return %a, %b, %c, %d : f64, f64, f64, f64
}

func.func @fr(%x: f64, %y: f64) -> (f64, f64, f64, f64) {
  %start = functional.tuple %x, %y : f64, f64
  %outer = functional.ref @forward : !gradient
  %inner = functional.ref @reverse : !gradient
  %r:2 = func.call @saddle(%outer, %inner, %start) : (!gradient, !gradient, !P) -> (!P, !P)
  %a = functional.get %r#0[0] : !P
  %b = functional.get %r#0[1] : !P
  %c = functional.get %r#1[0] : !P
  %d = functional.get %r#1[1] : !P
  return %a, %b, %c, %d : f64, f64, f64, f64
}

func.func @rf(%x: f64, %y: f64) -> (f64, f64, f64, f64) {
  %start = functional.tuple %x, %y : f64, f64
  %outer = functional.ref @reverse : !gradient
  %inner = functional.ref @forward : !gradient
  %r:2 = func.call @saddle(%outer, %inner, %start) : (!gradient, !gradient, !P) -> (!P, !P)
  %a = functional.get %r#0[0] : !P
  %b = functional.get %r#0[1] : !P
  %c = functional.get %r#1[0] : !P
  %d = functional.get %r#1[1] : !P
  return %a, %b, %c, %d : f64, f64, f64, f64
}

func.func @rr(%x: f64, %y: f64) -> (f64, f64, f64, f64) {
  %start = functional.tuple %x, %y : f64, f64
  %outer = functional.ref @reverse : !gradient
  %inner = functional.ref @reverse : !gradient
  %r:2 = func.call @saddle(%outer, %inner, %start) : (!gradient, !gradient, !P) -> (!P, !P)
  %a = functional.get %r#0[0] : !P
  %b = functional.get %r#0[1] : !P
  %c = functional.get %r#1[0] : !P
  %d = functional.get %r#1[1] : !P
  return %a, %b, %c, %d : f64, f64, f64, f64
}
