//! `pullback-peer [--fp=strict|contract|fast] WORKLOAD DATA`: a worker for a harness that times several systems.

use pullback_benches::{FpMode, peers};
use std::{path::Path, process};

fn main() {
    let (options, words): (Vec<_>, Vec<_>) = std::env::args()
        .skip(1)
        .partition(|word| word.starts_with("--"));
    let mut fp = FpMode::Contract;
    for option in options {
        fp = match option.as_str() {
            "--fp=strict" => FpMode::Strict,
            "--fp=contract" => FpMode::Contract,
            "--fp=fast" => FpMode::Fast,
            _ => wrong(&format!(
                "there is no option {option}; use --fp=strict, contract or fast"
            )),
        }
    }
    let [workload, data] = words.as_slice() else {
        wrong("name a workload and the folder of its data");
    };
    let done = pullback_ir::with_deep_stack(|| peers::serve(workload, Path::new(data), fp));
    // Where nobody listens any more there is nobody to tell.
    process::exit(done.is_err().into())
}

fn wrong(what: &str) -> ! {
    eprintln!("error: {what}");
    process::exit(2)
}
