//! Calls that come back from traps, and are called again.

use crate::common::compiled;
use pullback_codegen::{EntryFn, ErrorKind, Jit, Options, Trap, Value, guarded};

/// By the first argument: a quotient, a recursion without end, one whose frames have 64 KiB of which only the far end is
/// touched, data without end.
const TRAPS: &str = "llvm.mlir.global external @pullback_arena() : !llvm.struct<(ptr, ptr)>
llvm.func @f(%kind: i64, %x: i64) -> i64 {
  llvm.switch %kind : i64, ^quotient [1: ^stack, 2: ^frames, 3: ^data]
^quotient:
  %some = llvm.mlir.constant(1000 : i64) : i64
  %q = llvm.sdiv %some, %x : i64
  llvm.return %q : i64
^stack:
  %s = llvm.call @down(%x) : (i64) -> i64
  llvm.return %s : i64
^frames:
  %t = llvm.call @wide(%x) : (i64) -> i64
  llvm.return %t : i64
^data:
  %arena = llvm.mlir.addressof @pullback_arena : !llvm.ptr
  %top = llvm.load %arena : !llvm.ptr -> !llvm.ptr
  llvm.br ^more(%top : !llvm.ptr)
^more(%at: !llvm.ptr):
  llvm.store volatile %x, %at : i64, !llvm.ptr
  %next = llvm.getelementptr %at[4096] : (!llvm.ptr) -> !llvm.ptr, i8
  llvm.br ^more(%next : !llvm.ptr)
}
llvm.func @down(%x: i64) -> i64 {
  %r = llvm.call @down(%x) : (i64) -> i64
  %s = llvm.xor %r, %x : i64
  %t = llvm.mul %s, %x : i64
  llvm.return %t : i64
}
llvm.func @wide(%x: i64) -> i64 {
  %size = llvm.mlir.constant(65536 : i64) : i64
  %room = llvm.alloca %size x i8 : (i64) -> !llvm.ptr
  llvm.store volatile %x, %room : i64, !llvm.ptr
  %r = llvm.call @wide(%x) : (i64) -> i64
  %y = llvm.load volatile %room : !llvm.ptr -> i64
  %s = llvm.xor %r, %y : i64
  llvm.return %s : i64
}";

const MEMORY: usize = 1 << 20;

fn with_traps(test: impl FnOnce(EntryFn<'_>)) {
    let object = compiled(TRAPS, &Options::jit(["f"])).expect("an object");
    let jit = Jit::with_memory(Some(MEMORY)).expect("a JIT");
    jit.add_object(&object.bytes).expect("it links");
    test(jit.function("f").expect("an entry").recovering());
}

#[test]
fn each_trap_is_an_error_and_the_next_call_runs() {
    with_traps(|f| {
        let call = |kind: i64, x: i64| {
            let args = [Value::i64(kind), Value::i64(x)];
            guarded(Some(4 << 20), || f.call_values(&args)).expect("a stack")
        };
        for _ in 0..3 {
            for (kind, x, trap) in [
                (0, 0, Trap::Division),
                (1, 3, Trap::Stack),
                (2, 3, Trap::Stack),
                (3, 3, Trap::Memory(MEMORY)),
            ] {
                let error = call(kind, x).expect_err("it traps");
                assert_eq!(error.kind, ErrorKind::Trap(trap));
                assert_eq!(call(0, -1), Ok(vec![Value::i64(-1000)]));
            }
        }
    });
}

/// The registers that a caller relies on are as before, and the thread has no need of a stack of its own.
#[test]
fn a_trap_disturbs_nothing_around_it() {
    with_traps(|f| {
        let traps = |x: i64| f.call(&[0, x as u64], &mut [0]).is_err();
        let values: Vec<f64> = (0..64).map(f64::from).collect();
        let mut sum = 0.0;
        for (index, value) in values.iter().enumerate() {
            sum += value * if traps(index as i64 % 2) { 1.0 } else { 2.0 };
        }
        let even = (0..64).filter(|index| index % 2 == 0).sum::<i32>();
        let odd = (0..64).filter(|index| index % 2 == 1).sum::<i32>();
        assert_eq!(sum, f64::from(even + 2 * odd));
    });
}

#[test]
fn threads_trap_each_by_itself() {
    with_traps(|f| {
        std::thread::scope(|scope| {
            for thread in 0..4_i64 {
                let f = f.clone();
                scope.spawn(move || {
                    for x in 0..200 {
                        let found = f.call_values(&[Value::i64(0), Value::i64(x % (thread + 1))]);
                        assert_eq!(found.is_err(), x % (thread + 1) == 0);
                    }
                });
            }
        });
    });
}
