//! MLIR's parser and printer recurse with the nesting of the input; a big stack keeps deep input from
//! ending the process.

use std::thread;

const STACK: usize = 256 << 20;

/// Runs `body` on a thread with a 256 MiB stack (lazily committed) and hands back what it returns.
pub fn with_deep_stack<R: Send>(body: impl FnOnce() -> R + Send) -> R {
    thread::scope(|scope| {
        let worker = thread::Builder::new()
            .name("main".into())
            .stack_size(STACK)
            .spawn_scoped(scope, body)
            .expect("a thread can be started");
        match worker.join() {
            Ok(value) => value,
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}
