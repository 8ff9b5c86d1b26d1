// A buffer with so many entries that `need` can be popped: zeros below those that there are.
func.func private @"pullback$fill"(%base: !llvm.ptr, %length: i64, %need: i64, %size: i64) -> !llvm.ptr
    attributes {passthrough = ["cold", "noinline"], llvm.linkage = #llvm.linkage<internal>} {
  %zero = arith.constant 0 : i64
  %byte = arith.constant 0 : i8
  %align = arith.constant -16 : i64
  %round = arith.constant 15 : i64
  %arena = llvm.mlir.addressof @pullback_arena : !llvm.ptr
  %ends = llvm.getelementptr %arena[8] : (!llvm.ptr) -> !llvm.ptr, i8
  %top = llvm.load %arena : !llvm.ptr -> !llvm.ptr
  %end = llvm.load %ends : !llvm.ptr -> !llvm.ptr
  %top.n = llvm.ptrtoint %top : !llvm.ptr to i64
  %end.n = llvm.ptrtoint %end : !llvm.ptr to i64
  %left = arith.subi %end.n, %top.n : i64
  %room = arith.divui %left, %size : i64
  %is.short = arith.cmpi ult, %room, %need : i64
  scf.if %is.short {
    llvm.store volatile %zero, %end : i64, !llvm.ptr
    scf.yield
  }
  %bytes = arith.muli %need, %size : i64
  %more = arith.addi %bytes, %round : i64
  %all = arith.andi %more, %align : i64
  %next = llvm.getelementptr %top[%all] : (!llvm.ptr, i64) -> !llvm.ptr, i8
  llvm.store %next, %arena : !llvm.ptr, !llvm.ptr
  %kept = arith.muli %length, %size : i64
  %below = arith.subi %bytes, %kept : i64
  "llvm.intr.memset"(%top, %byte, %below) <{isVolatile = false}> : (!llvm.ptr, i8, i64) -> ()
  %rest = llvm.getelementptr %top[%below] : (!llvm.ptr, i64) -> !llvm.ptr, i8
  "llvm.intr.memcpy"(%rest, %base, %kept) <{isVolatile = false}> : (!llvm.ptr, !llvm.ptr, i64) -> ()
  func.return %top : !llvm.ptr
}
