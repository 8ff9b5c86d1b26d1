// Rosenbrock's function in n dimensions: its gradient, and its Hessian, a column a trip.

!x = tensor<100xf64>  // n
!H = tensor<100x100xf64>  // n n
!row = tensor<1x100xf64>  // 1 n

func.func @f(%x: !x) -> f64 {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %one = arith.constant 1.0 : f64
  %hundred = arith.constant 100.0 : f64
  %zero = arith.constant 0.0 : f64
  %n = tensor.dim %x, %c0 : !x
  %last = arith.subi %n, %c1 : index
  %r = scf.for %i = %c0 to %last step %c1 iter_args(%sum = %zero) -> f64 {
    %next = arith.addi %i, %c1 : index
    %a = tensor.extract %x[%i] : !x
    %b = tensor.extract %x[%next] : !x
    %a2 = arith.mulf %a, %a : f64
    %d = arith.subf %b, %a2 : f64
    %e = arith.subf %one, %a : f64
    %d2 = arith.mulf %d, %d : f64
    %hd = arith.mulf %hundred, %d2 : f64
    %e2 = arith.mulf %e, %e : f64
    %term = arith.addf %hd, %e2 : f64
    %s = arith.addf %sum, %term : f64
    scf.yield %s : f64
  }
  return %r : f64
}

func.func @primal(%x: !x) -> !x {
  %f = functional.ref @f : !functional.fn<(!x) -> f64>
  %g = functional.grad %f : !functional.fn<(!x) -> f64>
  %r = functional.apply %g(%x) : !functional.fn<(!x) -> !x>
  return %r : !x
}

func.func @gradient(%x: !x) -> !H {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %n = tensor.dim %x, %c0 : !x
  %empty = tensor.empty() : !H
  %f = functional.ref @primal : !functional.fn<(!x) -> !x>
  %j = functional.jvp %f : !functional.fn<(!x) -> !x>
  %r = scf.for %i = %c0 to %n step %c1 iter_args(%h = %empty) -> !H {
    %unit = nd.one_hot %i : index to !x
    %column:2 = functional.apply %j(%x, %unit) : !functional.fn<(!x, !x) -> (!x, !x)>
    %next = nd.scatter set %column#1 into %h[%i] along [0] : !x into !H[index]
    scf.yield %next : !H
  }
  return %r : !H
}
