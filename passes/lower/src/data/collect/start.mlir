// Begins a collection of what lies between `mark` and the top: the address of its state, null where there is no room. Behind the
// top come the state, a bit for each place where a node may start, and the copies.
//   state: where the next copy will be in the end, the last node to look at, how far copies have to move, mark, bytes
//   between mark and top, bits
func.func private @"pullback$collect"(%mark: !llvm.ptr, %slot: !llvm.ptr) -> !llvm.ptr
    attributes {passthrough = ["cold", "noinline"], llvm.linkage = #llvm.linkage<internal>} {
  %byte = arith.constant 0 : i8
  %none = arith.constant -1 : i64
  %zero = arith.constant 0 : i64
  %header = arith.constant 64 : i64
  %round = arith.constant 15 : i64
  %align = arith.constant -16 : i64
  %seven = arith.constant 7 : i64
  %null = llvm.mlir.zero : !llvm.ptr
  %arena = llvm.mlir.addressof @pullback_arena : !llvm.ptr
  %ends = llvm.getelementptr %arena[8] : (!llvm.ptr) -> !llvm.ptr, i8
  %top = llvm.load %arena : !llvm.ptr -> !llvm.ptr
  %end = llvm.load %ends : !llvm.ptr -> !llvm.ptr
  %mark.n = llvm.ptrtoint %mark : !llvm.ptr to i64
  %top.n = llvm.ptrtoint %top : !llvm.ptr to i64
  %end.n = llvm.ptrtoint %end : !llvm.ptr to i64
  %bytes = arith.subi %top.n, %mark.n : i64
  %bits = arith.shrui %bytes, %seven : i64
  %more = arith.addi %bits, %round : i64
  %more.all = arith.addi %more, %round : i64
  %bits.all = arith.andi %more.all, %align : i64
  %copies = arith.addi %header, %bits.all : i64
  %most = arith.addi %copies, %bytes : i64
  %left = arith.subi %end.n, %top.n : i64
  %has.room = arith.cmpi ule, %most, %left : i64
  %state = scf.if %has.room -> (!llvm.ptr) {
    %place = llvm.getelementptr %top[64] : (!llvm.ptr) -> !llvm.ptr, i8
    "llvm.intr.memset"(%place, %byte, %bits.all) <{isVolatile = false}> : (!llvm.ptr, i8, i64) -> ()
    %delta = arith.addi %bytes, %copies : i64
    %last = llvm.getelementptr %top[8] : (!llvm.ptr) -> !llvm.ptr, i8
    %moves = llvm.getelementptr %top[16] : (!llvm.ptr) -> !llvm.ptr, i8
    %from = llvm.getelementptr %top[24] : (!llvm.ptr) -> !llvm.ptr, i8
    %size = llvm.getelementptr %top[32] : (!llvm.ptr) -> !llvm.ptr, i8
    llvm.store %mark.n, %top : i64, !llvm.ptr
    llvm.store %none, %last : i64, !llvm.ptr
    llvm.store %delta, %moves : i64, !llvm.ptr
    llvm.store %mark.n, %from : i64, !llvm.ptr
    llvm.store %bytes, %size : i64, !llvm.ptr
    scf.yield %top : !llvm.ptr
  } else {
    // Not tried again.
    llvm.store %none, %slot : i64, !llvm.ptr
    scf.yield %null : !llvm.ptr
  }
  func.return %state : !llvm.ptr
}
