// The sum of tanh(a x + b) sin x.

!x = tensor<10000000xf32>  // n

func.func private @each(%x: f32, %a: f32, %b: f32) -> f32 {
  %ax = arith.mulf %a, %x : f32
  %z = arith.addf %ax, %b : f32
  %t = math.tanh %z : f32
  %s = math.sin %x : f32
  %r = arith.mulf %t, %s : f32
  return %r : f32
}

func.func @f(%x: !x, %a: f32, %b: f32) -> f32 {
  %y = nd.map (%xi in %x : !x) -> !x {
    %r = func.call @each(%xi, %a, %b) : (f32, f32, f32) -> f32
    nd.yield %r : f32
  }
  %r = nd.sum %y [0] : !x to f32
  return %r : f32
}
