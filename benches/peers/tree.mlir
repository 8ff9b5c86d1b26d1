// t(x, 0) = sin x; t(x, d) = sin x + t(wl x + bl, d - 1) + t(wr x + br, d - 1).

func.func @f(%x: f64, %wl: f64, %bl: f64, %wr: f64, %br: f64, %depth: i64) -> f64 {
  %zero = arith.constant 0 : i64
  %one = arith.constant 1 : i64
  %s = math.sin %x : f64
  %leaf = arith.cmpi eq, %depth, %zero : i64
  %r = scf.if %leaf -> f64 {
    scf.yield %s : f64
  } else {
    %below = arith.subi %depth, %one : i64
    %wlx = arith.mulf %wl, %x : f64
    %left = arith.addf %wlx, %bl : f64
    %tl = func.call @f(%left, %wl, %bl, %wr, %br, %below) : (f64, f64, f64, f64, f64, i64) -> f64
    %wrx = arith.mulf %wr, %x : f64
    %right = arith.addf %wrx, %br : f64
    %tr = func.call @f(%right, %wl, %bl, %wr, %br, %below) : (f64, f64, f64, f64, f64, i64) -> f64
    %u = arith.addf %s, %tl : f64
    %v = arith.addf %u, %tr : f64
    scf.yield %v : f64
  }
  return %r : f64
}
