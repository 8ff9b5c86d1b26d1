// Behind gmm.mlir: its gradient, and the product of its Hessian with a direction, forward over reverse.

func.func @primal(%alphas: !alphas, %means: !means, %icf: !icf, %x: !x) -> (!alphas, !means, !icf) {
  %f = functional.ref @f : !functional.fn<(!alphas, !means, !icf, !x) -> f64>
  %g = functional.grad %f wrt [0, 1, 2] : !functional.fn<(!alphas, !means, !icf, !x) -> f64>
  %r:3 = functional.apply %g(%alphas, %means, %icf, %x) : !functional.fn<(!alphas, !means, !icf, !x) -> (!alphas, !means, !icf)>
  return %r#0, %r#1, %r#2 : !alphas, !means, !icf
}

func.func @gradient(%alphas: !alphas, %means: !means, %icf: !icf, %x: !x, %va: !alphas, %vm: !means, %vi: !icf) -> (!alphas, !means, !icf) {
  %f = functional.ref @primal : !functional.fn<(!alphas, !means, !icf, !x) -> (!alphas, !means, !icf)>
  %j = functional.jvp %f wrt [0, 1, 2] : !functional.fn<(!alphas, !means, !icf, !x) -> (!alphas, !means, !icf)>
  %r:6 = functional.apply %j(%alphas, %means, %icf, %x, %va, %vm, %vi)
      : !functional.fn<(!alphas, !means, !icf, !x, !alphas, !means, !icf) -> (!alphas, !means, !icf, !alphas, !means, !icf)>
  return %r#3, %r#4, %r#5 : !alphas, !means, !icf
}
