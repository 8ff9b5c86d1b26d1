// The program of docs/closure-chaining.md. `no_inline` keeps the calls until the derivatives are made.
func.func private @cube(%x: f64) -> f64 attributes {no_inline} {
  %xx = arith.mulf %x, %x : f64
  %xxx = arith.mulf %xx, %x : f64
  return %xxx : f64
}

func.func private @sine(%x: f64) -> f64 attributes {no_inline} {
  %r = math.sin %x : f64
  return %r : f64
}

func.func private @h(%x: f64) -> f64 attributes {no_inline} {
  %y = func.call @cube(%x) : (f64) -> f64
  %z = func.call @sine(%y) : (f64) -> f64
  return %z : f64
}

func.func @slope(%x: f64) -> f64 {
  %h = functional.ref @h : !functional.fn<(f64) -> f64>
  %dh = functional.grad %h : !functional.fn<(f64) -> f64>
  %r = functional.apply %dh(%x) : !functional.fn<(f64) -> f64>
  return %r : f64
}
