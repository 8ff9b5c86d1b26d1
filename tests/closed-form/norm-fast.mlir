// The length of a vector with the flags reassoc, nsz, arcp, contract and afn.
//
// GRAD: wrt = [0, 1, 2]
// SAMPLE: [1.0, 2.0, 3.0]
// SAMPLE: [-0.5, 0.25, 2.0]

func.func @f(%x: f64, %y: f64, %z: f64) -> f64 {
  %0 = arith.mulf %x, %x fastmath<reassoc,nsz,arcp,contract,afn> : f64
  %1 = arith.mulf %y, %y fastmath<reassoc,nsz,arcp,contract,afn> : f64
  %2 = arith.addf %0, %1 fastmath<reassoc,nsz,arcp,contract,afn> : f64
  %3 = arith.mulf %z, %z fastmath<reassoc,nsz,arcp,contract,afn> : f64
  %4 = arith.addf %2, %3 fastmath<reassoc,nsz,arcp,contract,afn> : f64
  %5 = math.sqrt %4 fastmath<reassoc,nsz,arcp,contract,afn> : f64
  return %5 : f64
}

func.func @hand(%x: f64, %y: f64, %z: f64) -> (f64, f64, f64) {
  %one = arith.constant 1.0 : f64
  %0 = arith.mulf %x, %x fastmath<reassoc,nsz,arcp,contract,afn> : f64
  %1 = arith.mulf %y, %y fastmath<reassoc,nsz,arcp,contract,afn> : f64
  %2 = arith.addf %0, %1 fastmath<reassoc,nsz,arcp,contract,afn> : f64
  %3 = arith.mulf %z, %z fastmath<reassoc,nsz,arcp,contract,afn> : f64
  %4 = arith.addf %2, %3 fastmath<reassoc,nsz,arcp,contract,afn> : f64
  %5 = math.sqrt %4 fastmath<reassoc,nsz,arcp,contract,afn> : f64
  %r = arith.divf %one, %5 fastmath<reassoc,nsz,arcp,contract,afn> : f64
  %6 = arith.mulf %x, %r fastmath<reassoc,nsz,arcp,contract,afn> : f64
  %7 = arith.mulf %y, %r fastmath<reassoc,nsz,arcp,contract,afn> : f64
  %8 = arith.mulf %z, %r fastmath<reassoc,nsz,arcp,contract,afn> : f64
  return %6, %7, %8 : f64, f64, f64
}
