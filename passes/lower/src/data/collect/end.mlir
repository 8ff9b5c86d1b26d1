// Ends a collection: the copies move down to the mark, and the next one comes when there is twice as much, and `least` bytes more.
func.func private @"pullback$collected"(%state: !llvm.ptr, %slot: !llvm.ptr, %least: i64)
    attributes {passthrough = ["cold", "noinline"], llvm.linkage = #llvm.linkage<internal>} {
  %moves = llvm.getelementptr %state[16] : (!llvm.ptr) -> !llvm.ptr, i8
  %from = llvm.getelementptr %state[24] : (!llvm.ptr) -> !llvm.ptr, i8
  %next = llvm.load %state : !llvm.ptr -> i64
  %delta = llvm.load %moves : !llvm.ptr -> i64
  %mark.n = llvm.load %from : !llvm.ptr -> i64
  %live = arith.subi %next, %mark.n : i64
  %copies.n = arith.addi %mark.n, %delta : i64
  %mark = llvm.inttoptr %mark.n : i64 to !llvm.ptr
  %copies = llvm.inttoptr %copies.n : i64 to !llvm.ptr
  "llvm.intr.memmove"(%mark, %copies, %live) <{isVolatile = false}> : (!llvm.ptr, !llvm.ptr, i64) -> ()
  %top = llvm.inttoptr %next : i64 to !llvm.ptr
  %arena = llvm.mlir.addressof @pullback_arena : !llvm.ptr
  llvm.store %top, %arena : !llvm.ptr, !llvm.ptr
  %more = arith.maxui %live, %least : i64
  %limit = arith.addi %next, %more : i64
  llvm.store %limit, %slot : i64, !llvm.ptr
  func.return
}
