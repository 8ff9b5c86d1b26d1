// Functions that give what they were given, where the caller changes its arrays.

!v = tensor<2xf64>

func.func private @pick(%c: i1, %a: !v, %b: !v, %n: i64) -> !v {
  %zero = arith.constant 0 : i64
  %one = arith.constant 1 : i64
  %deep = arith.cmpi sgt, %n, %zero : i64
  %r = scf.if %deep -> !v {
    %m = arith.subi %n, %one : i64
    %s = func.call @pick(%c, %a, %b, %m) : (i1, !v, !v, i64) -> !v
    scf.yield %s : !v
  } else {
    %s = scf.if %c -> !v {
      scf.yield %a : !v
    } else {
      scf.yield %b : !v
    }
    scf.yield %s : !v
  }
  return %r : !v
}

// The first of the two, which is written into the memory of the second one at the end of a trip.
func.func @swaps(%n: index, %c: i1, %x: !v, %y: !v) -> (!v, !v) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %two = arith.constant 2 : i64
  %r:2 = scf.for %i = %c0 to %n step %c1 iter_args(%a = %x, %b = %y) -> (!v, !v) {
    %p = func.call @pick(%c, %b, %a, %two) : (i1, !v, !v, i64) -> !v
    %q = func.call @pick(%c, %a, %b, %two) : (i1, !v, !v, i64) -> !v
    scf.yield %p, %q : !v, !v
  }
  return %r#0, %r#1 : !v, !v
}

// What is filled is not what the function gave.
func.func @filled(%c: i1, %k: f64) -> (!v, !v) {
  %two = arith.constant 2 : i64
  %x = nd.map () -> !v {
    %i = nd.index 0
    %j = arith.index_cast %i : index to i64
    %f = arith.sitofp %j : i64 to f64
    %g = arith.addf %f, %k : f64
    nd.yield %g : f64
  }
  %p = func.call @pick(%c, %x, %x, %two) : (i1, !v, !v, i64) -> !v
  %y = linalg.fill ins(%k : f64) outs(%x : !v) -> !v
  return %p, %y : !v, !v
}
