// A charge moves through the field of two others that stand still, one of them at a height that w controls; w is chosen by gradient
// descent so that the charge meets the x axis in the origin.
// After Pearlmutter and Siskind, "Using Programming Language Theory to Make Automatic Differentiation Sound and Efficient", 2008.
//
// @rf differentiates in reverse what the minimum is of, and forward the potential in each step of Euler's method; and so on.

!P = tuple<f64>
!cost = !functional.fn<(tuple<f64>) -> f64>
!slope = !functional.fn<(tuple<f64>) -> tuple<f64>>
!gradient = !functional.fn<(!functional.fn<(tuple<f64>) -> f64>) -> !functional.fn<(tuple<f64>) -> tuple<f64>>>
!potential = !functional.fn<(f64, f64) -> f64>
!field = !functional.fn<(f64, f64) -> (f64, f64)>
!potential_to_field = !functional.fn<(!functional.fn<(f64, f64) -> f64>) -> !functional.fn<(f64, f64) -> (f64, f64)>>

func.func private @reverse(%f: !cost) -> !slope {
  %g = functional.grad %f : !cost
  return %g : !slope
}

func.func private @forward(%f: !cost) -> !slope {
  %d = functional.jvp %f : !cost
  %g = functional.lambda (%p: tuple<f64>) -> tuple<f64> {
    %one = arith.constant 1.0 : f64
    %e = functional.tuple %one : f64
    %v:2 = functional.apply %d(%p, %e) : !functional.fn<(tuple<f64>, tuple<f64>) -> (f64, f64)>
    %r = functional.tuple %v#1 : f64
    functional.return %r : tuple<f64>
  }
  return %g : !slope
}

func.func private @reverse_field(%f: !potential) -> !field {
  %g = functional.grad %f : !potential
  return %g : !field
}

func.func private @forward_field(%f: !potential) -> !field {
  %d = functional.jvp %f : !potential
  %g = functional.lambda (%x: f64, %y: f64) -> (f64, f64) {
    %zero = arith.constant 0.0 : f64
    %one = arith.constant 1.0 : f64
    %ex:2 = functional.apply %d(%x, %y, %one, %zero) : !functional.fn<(f64, f64, f64, f64) -> (f64, f64)>
    %ey:2 = functional.apply %d(%x, %y, %zero, %one) : !functional.fn<(f64, f64, f64, f64) -> (f64, f64)>
    functional.return %ex#1, %ey#1 : f64, f64
  }
  return %g : !field
}

// p - k q
func.func private @step(%p: !P, %k: f64, %q: !P) -> !P {
  %px = functional.get %p[0] : !P
  %qx = functional.get %q[0] : !P
  %kx = arith.mulf %k, %qx : f64
  %x = arith.subf %px, %kx : f64
  %r = functional.tuple %x : f64
  return %r : !P
}

func.func private @magnitude(%p: !P) -> f64 {
  %x = functional.get %p[0] : !P
  %r = math.absf %x : f64
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

func.func private @inverse_distance(%x: f64, %y: f64, %u: f64, %v: f64) -> f64 {
  %one = arith.constant 1.0 : f64
  %dx = arith.subf %x, %u : f64
  %dy = arith.subf %y, %v : f64
  %xx = arith.mulf %dx, %dx : f64
  %yy = arith.mulf %dy, %dy : f64
  %s = arith.addf %xx, %yy : f64
  %d = math.sqrt %s : f64
  %r = arith.divf %one, %d : f64
  return %r : f64
}

// The square of where the charge crosses the x axis, by Euler's method and a straight line in the last step.
func.func private @miss(%gradient: !potential_to_field, %w: f64) -> f64 {
  %zero = arith.constant 0.0 : f64
  %ten = arith.constant 10.0 : f64
  %dt = arith.constant 0.1 : f64
  %x0 = arith.constant 0.0 : f64
  %y0 = arith.constant 8.0 : f64
  %u0 = arith.constant 0.75 : f64
  %v0 = arith.constant 0.0 : f64
  %true = arith.constant true
  %false = arith.constant false
  %height = arith.subf %ten, %w : f64
  %potential = functional.lambda (%x: f64, %y: f64) -> f64 {
    %a = func.call @inverse_distance(%x, %y, %ten, %height) : (f64, f64, f64, f64) -> f64
    %b = func.call @inverse_distance(%x, %y, %ten, %zero) : (f64, f64, f64, f64) -> f64
    %r = arith.addf %a, %b : f64
    functional.return %r : f64
  }
  %field = functional.apply %gradient(%potential) : !potential_to_field
  %end:5 = scf.while (%x = %x0, %y = %y0, %u = %u0, %v = %v0, %go = %true)
      : (f64, f64, f64, f64, i1) -> (f64, f64, f64, f64, i1) {
    scf.condition(%go) %x, %y, %u, %v, %go : f64, f64, f64, f64, i1
  } do {
  ^bb0(%x: f64, %y: f64, %u: f64, %v: f64, %go: i1):
    %dx = arith.mulf %dt, %u : f64
    %dy = arith.mulf %dt, %v : f64
    %nx = arith.addf %x, %dx : f64
    %ny = arith.addf %y, %dy : f64
    %above = arith.cmpf ogt, %ny, %zero : f64
    %s:5 = scf.if %above -> (f64, f64, f64, f64, i1) {
      %p:2 = functional.apply %field(%x, %y) : !field
      %du = arith.mulf %dt, %p#0 : f64
      %dv = arith.mulf %dt, %p#1 : f64
      %nu = arith.subf %u, %du : f64
      %nv = arith.subf %v, %dv : f64
      scf.yield %nx, %ny, %nu, %nv, %true : f64, f64, f64, f64, i1
    } else {
      scf.yield %x, %y, %u, %v, %false : f64, f64, f64, f64, i1
    }
    scf.yield %s#0, %s#1, %s#2, %s#3, %s#4 : f64, f64, f64, f64, i1
  }
  %down = arith.divf %end#1, %end#3 : f64
  %rest = arith.mulf %down, %end#2 : f64
  %x = arith.subf %end#0, %rest : f64
  %r = arith.mulf %x, %x : f64
  return %r : f64
}

func.func private @particle(%outer: !gradient, %inner: !potential_to_field, %w: f64) -> f64 {
  %cost = functional.lambda (%p: tuple<f64>) -> f64 {
    %x = functional.get %p[0] : tuple<f64>
    %r = func.call @miss(%inner, %x) : (!potential_to_field, f64) -> f64
    functional.return %r : f64
  }
  %start = functional.tuple %w : f64
  %best = func.call @argmin(%outer, %cost, %start) : (!gradient, !cost, !P) -> !P
  %r = functional.get %best[0] : !P
  return %r : f64
}

func.func @ff(%w: f64) -> f64 {
  %outer = functional.ref @forward : !gradient
  %inner = functional.ref @forward_field : !potential_to_field
  %r = func.call @particle(%outer, %inner, %w) : (!gradient, !potential_to_field, f64) -> f64
  return %r : f64
}

func.func @fr(%w: f64) -> f64 {
  %outer = functional.ref @forward : !gradient
  %inner = functional.ref @reverse_field : !potential_to_field
  %r = func.call @particle(%outer, %inner, %w) : (!gradient, !potential_to_field, f64) -> f64
  return %r : f64
}

func.func @rf(%w: f64) -> f64 {
  %outer = functional.ref @reverse : !gradient
  %inner = functional.ref @forward_field : !potential_to_field
  %r = func.call @particle(%outer, %inner, %w) : (!gradient, !potential_to_field, f64) -> f64
  return %r : f64
}

func.func @rr(%w: f64) -> f64 {
  %outer = functional.ref @reverse : !gradient
  %inner = functional.ref @reverse_field : !potential_to_field
  %r = func.call @particle(%outer, %inner, %w) : (!gradient, !potential_to_field, f64) -> f64
  return %r : f64
}
