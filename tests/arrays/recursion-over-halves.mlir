// A sum of products by recursion over the halves of an array.

!v = tensor<?xf64>
func.func @product(%x: !v) -> f64 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %n = tensor.dim %x, %c0 : !v
  %small = arith.cmpi ule, %n, %c1 : index
  %r = scf.if %small -> f64 {
    %a = tensor.extract %x[%c0] : !v
    %s = math.sin %a : f64
    scf.yield %s : f64
  } else {
    %h = arith.divui %n, %c2 : index
    %k = arith.subi %n, %h : index
    %a = tensor.extract_slice %x[0] [%h] [1] : !v to !v
    %b = tensor.extract_slice %x[%h] [%k] [1] : !v to !v
    %p = func.call @product(%a) : (!v) -> f64
    %q = func.call @product(%b) : (!v) -> f64
    %m = arith.mulf %p, %q : f64
    %t = arith.addf %m, %p : f64
    scf.yield %t : f64
  }
  return %r : f64
}
func.func @f(%x: !v) -> f64 {
  %r = func.call @product(%x) : (!v) -> f64
  return %r : f64
}
