// A data type that nothing declares.
//
// CHECK-ERROR: refers to @list, which no 'functional.data' declares; declare it in this module
// CHECK-CALL-ARGS: grad --entry f --inputs [1.0]

func.func private @sum(%l: !functional.data<@list>, %x: f64) -> f64 {
  return %x : f64
}

func.func @f(%x: f64) -> f64 {
  %l = functional.construct @list nil() : !functional.data<@list>
  %r = func.call @sum(%l, %x) : (!functional.data<@list>, f64) -> f64
  return %r : f64
}
