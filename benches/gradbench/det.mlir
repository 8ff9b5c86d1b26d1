// The determinant by expansion along the first row. A matrix is the list of its rows.
// After det_by_minor in Bradley Bell's cmpad.

functional.data @row {
  nil
  cons(f64, !functional.data<@row>)
}

functional.data @matrix {
  nil
  cons(!functional.data<@row>, !functional.data<@matrix>)
}

// A row without the entry of a column.
func.func private @without(%row: !functional.data<@row>, %column: i64) -> !functional.data<@row> {
  %zero = arith.constant 0 : i64
  %one = arith.constant 1 : i64
  %r = functional.match %row : !functional.data<@row> -> !functional.data<@row> {
  case nil {
    functional.yield %row : !functional.data<@row>
  }
  case cons(%x: f64, %rest: !functional.data<@row>) {
    %here = arith.cmpi eq, %column, %zero : i64
    %s = scf.if %here -> !functional.data<@row> {
      scf.yield %rest : !functional.data<@row>
    } else {
      %next = arith.subi %column, %one : i64
      %t = func.call @without(%rest, %next) : (!functional.data<@row>, i64) -> !functional.data<@row>
      %u = functional.construct @row cons(%x, %t) : (f64, !functional.data<@row>) -> !functional.data<@row>
      scf.yield %u : !functional.data<@row>
    }
    functional.yield %s : !functional.data<@row>
  }
  }
  return %r : !functional.data<@row>
}

// The rows without a column.
func.func private @minor(%rows: !functional.data<@matrix>, %column: i64) -> !functional.data<@matrix> {
  %r = functional.match %rows : !functional.data<@matrix> -> !functional.data<@matrix> {
  case nil {
    functional.yield %rows : !functional.data<@matrix>
  }
  case cons(%row: !functional.data<@row>, %rest: !functional.data<@matrix>) {
    %s = func.call @without(%row, %column) : (!functional.data<@row>, i64) -> !functional.data<@row>
    %t = func.call @minor(%rest, %column) : (!functional.data<@matrix>, i64) -> !functional.data<@matrix>
    %u = functional.construct @matrix cons(%s, %t) : (!functional.data<@row>, !functional.data<@matrix>) -> !functional.data<@matrix>
    functional.yield %u : !functional.data<@matrix>
  }
  }
  return %r : !functional.data<@matrix>
}

// The sum of entry times minor with alternating signs, from a column on.
func.func private @expand(%row: !functional.data<@row>, %rows: !functional.data<@matrix>, %column: i64, %sign: f64) -> f64 {
  %zero = arith.constant 0.0 : f64
  %one = arith.constant 1 : i64
  %r = functional.match %row : !functional.data<@row> -> f64 {
  case nil {
    functional.yield %zero : f64
  }
  case cons(%x: f64, %rest: !functional.data<@row>) {
    %minor = func.call @minor(%rows, %column) : (!functional.data<@matrix>, i64) -> !functional.data<@matrix>
    %d = func.call @determinant(%minor) : (!functional.data<@matrix>) -> f64
    %xd = arith.mulf %x, %d : f64
    %term = arith.mulf %sign, %xd : f64
    %next = arith.addi %column, %one : i64
    %other = arith.negf %sign : f64
    %terms = func.call @expand(%rest, %rows, %next, %other) : (!functional.data<@row>, !functional.data<@matrix>, i64, f64) -> f64
    %s = arith.addf %term, %terms : f64
    functional.yield %s : f64
  }
  }
  return %r : f64
}

func.func private @determinant(%matrix: !functional.data<@matrix>) -> f64 {
  %one = arith.constant 1.0 : f64
  %first = arith.constant 0 : i64
  %r = functional.match %matrix : !functional.data<@matrix> -> f64 {
  case nil {
    functional.yield %one : f64
  }
  case cons(%row: !functional.data<@row>, %rows: !functional.data<@matrix>) {
    %s = func.call @expand(%row, %rows, %first, %one) : (!functional.data<@row>, !functional.data<@matrix>, i64, f64) -> f64
    functional.yield %s : f64
  }
  }
  return %r : f64
}

func.func @primal(%matrix: !functional.data<@matrix>) -> f64 {
  %r = func.call @determinant(%matrix) : (!functional.data<@matrix>) -> f64
  return %r : f64
}

func.func @gradient(%matrix: !functional.data<@matrix>) -> !functional.data<@matrix$ct> {
  %f = functional.ref @determinant : !functional.fn<(!functional.data<@matrix>) -> f64>
  %g = functional.grad %f : !functional.fn<(!functional.data<@matrix>) -> f64>
  %r = functional.apply %g(%matrix) : !functional.fn<(!functional.data<@matrix>) -> !functional.data<@matrix$ct>>
  return %r : !functional.data<@matrix$ct>
}
