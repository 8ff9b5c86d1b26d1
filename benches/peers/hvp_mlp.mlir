// Behind mlp.mlir: its gradient, and the product of its Hessian with a direction, forward over reverse.

!network = !functional.fn<(!W1, !b1, !W2, !b2, !W3, !b3, !x, !y) -> f32>
!gradients = !functional.fn<(!W1, !b1, !W2, !b2, !W3, !b3, !x, !y) -> (!W1, !b1, !W2, !b2, !W3, !b3)>
!products = !functional.fn<(!W1, !b1, !W2, !b2, !W3, !b3, !x, !y, !W1, !b1, !W2, !b2, !W3, !b3)
    -> (!W1, !b1, !W2, !b2, !W3, !b3, !W1, !b1, !W2, !b2, !W3, !b3)>

func.func @primal(%W1: !W1, %b1: !b1, %W2: !W2, %b2: !b2, %W3: !W3, %b3: !b3, %x: !x, %y: !y) -> (!W1, !b1, !W2, !b2, !W3, !b3) {
  %f = functional.ref @f : !network
  %g = functional.grad %f wrt [0, 1, 2, 3, 4, 5] : !network
  %r:6 = functional.apply %g(%W1, %b1, %W2, %b2, %W3, %b3, %x, %y) : !gradients
  return %r#0, %r#1, %r#2, %r#3, %r#4, %r#5 : !W1, !b1, !W2, !b2, !W3, !b3
}

func.func @gradient(%W1: !W1, %b1: !b1, %W2: !W2, %b2: !b2, %W3: !W3, %b3: !b3, %x: !x, %y: !y,
                    %vW1: !W1, %vb1: !b1, %vW2: !W2, %vb2: !b2, %vW3: !W3, %vb3: !b3) -> (!W1, !b1, !W2, !b2, !W3, !b3) {
  %f = functional.ref @primal : !gradients
  %j = functional.jvp %f wrt [0, 1, 2, 3, 4, 5] : !gradients
  %r:12 = functional.apply %j(%W1, %b1, %W2, %b2, %W3, %b3, %x, %y, %vW1, %vb1, %vW2, %vb2, %vW3, %vb3) : !products
  return %r#6, %r#7, %r#8, %r#9, %r#10, %r#11 : !W1, !b1, !W2, !b2, !W3, !b3
}
