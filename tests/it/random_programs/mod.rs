//! Random programs: every mode of differentiation agrees with every other and with differences, before and after every
//! pass, in the interpreter and in compiled code; second derivatives in three nestings.
//!
//! `PULLBACK_RANDOM=N` asks for N programs, `PULLBACK_SEED=S` for one, both for N from S on.
//! `PULLBACK_FEATURES=loops,data` chooses what all of them may hold, `PULLBACK_ORDER=1` which derivatives are asked for; `PULLBACK_PRINT=1` only prints the first.
//! A program that fails is made small and printed; kept ones are in `tests/random`.

mod contents;
mod mutants;

use crate::{
    check::{Failure, OPT, Question},
    tally::Tally,
};
use pullback_codegen::OptLevel;
use pullback_testing::random::{Features, POINTS, program, shrink};
use std::{
    env, fs,
    path::Path,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

/// What a program may hold, the order of the derivatives that are asked for, and how it is compiled.
#[derive(Clone, Copy, Debug)]
struct Kind {
    features: Features,
    order: usize,
    level: OptLevel,
}

/// Features and order: seeds take them in turn.
const KINDS: [(Features, usize); 4] = [
    (Features::ALL, 2),
    (Features::ALL, 1),
    (
        Features {
            derivatives: true,
            ..Features::NONE
        },
        2,
    ),
    (Features::ALL, 1),
];

/// Seeds from here on hold arrays.
const ARRAYS: u64 = 1_000_000;

/// One in so many programs of each kind is compiled with all of LLVM's optimisations, which cost more than all passes
/// after the derivatives; the others without any.
const OPTIMIZED: usize = 4;

/// How many programs share a module.
const BATCH: usize = 16;

/// How many failing programs are made small.
const SHRUNK: usize = 6;

/// How long one of them may take.
const PATIENCE: Duration = Duration::from_secs(30);

fn question(order: usize) -> Question<'static> {
    Question {
        order,
        points: &POINTS,
        differences: true,
        level: OptLevel::O3,
        operators: 0,
    }
}

impl Kind {
    fn of(seed: u64) -> Self {
        let (turn, place) = (seed as usize / KINDS.len(), seed as usize % KINDS.len());
        let (mut features, order) = KINDS[place];
        features.arrays = seed >= ARRAYS;
        let level = match turn % OPTIMIZED {
            0 => OptLevel::O3,
            _ => OptLevel::O0,
        };
        let mut kind = Self {
            features,
            order,
            level,
        };
        if let Ok(names) = env::var("PULLBACK_FEATURES") {
            kind.features = Features::named(&names).expect("these are fields of `Features`");
        }
        if let Some(order) = variable("PULLBACK_ORDER") {
            kind.order = order.min(2) as usize;
        }
        kind
    }

    /// What programs must share to be checked as one module.
    fn shared(seed: u64) -> (usize, OptLevel) {
        let kind = Self::of(seed);
        (kind.order, kind.level)
    }

    fn question(self) -> Question<'static> {
        Question {
            level: self.level,
            ..question(self.order)
        }
    }
}

fn text(seed: u64) -> String {
    program(seed, Kind::of(seed).features)
}

#[test]
fn random_programs_agree_in_every_mode_before_and_after_every_pass() {
    let (first, count) = match (variable("PULLBACK_SEED"), variable("PULLBACK_RANDOM")) {
        (Some(seed), count) => (seed, count.unwrap_or(1)),
        (None, count) => (1, count.unwrap_or(2000)),
    };
    agree(first, count);
}

#[test]
fn random_programs_of_arrays_agree_in_every_mode_before_and_after_every_pass() {
    if variable("PULLBACK_SEED").is_none() {
        agree(ARRAYS, variable("PULLBACK_RANDOM").unwrap_or(400));
    }
}

/// Checks the programs of so many seeds.
fn agree(first: u64, count: u64) {
    let started = Instant::now();
    if variable("PULLBACK_PRINT").is_some() {
        return println!("{}", text(first));
    }
    let mut seeds: Vec<u64> = (first..first + count).collect();
    seeds.sort_by_key(|seed| (Kind::shared(*seed), *seed));
    let batches: Vec<&[u64]> = seeds
        .chunk_by(|a, b| Kind::shared(*a) == Kind::shared(*b))
        .flat_map(|seeds| seeds.chunks(BATCH))
        .collect();
    let next = AtomicUsize::new(0);
    let all = Mutex::new((Tally::default(), vec![]));
    let work = || {
        while let Some(batch) = batches.get(next.fetch_add(1, Ordering::Relaxed)) {
            // Told first, in case that the process ends here.
            eprintln!("seeds {batch:?}");
            let (tally, wrong) = of_seeds(batch);
            for Wrong { seeds, why } in &wrong {
                eprintln!("wrong: {seeds:?}: {}: {}", why.check, why.detail);
            }
            let mut all = all.lock().unwrap_or_else(PoisonError::into_inner);
            all.0 += tally;
            all.1.extend(wrong);
        }
    };
    let threads = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| (0..threads).for_each(|_| drop(scope.spawn(work))));
    let (tally, wrong) = all.into_inner().unwrap_or_else(PoisonError::into_inner);
    println!("{tally}; {:.0?}", started.elapsed());
    let told = |(number, wrong): (usize, &Wrong)| wrong.told(number < SHRUNK);
    let told: Vec<String> = wrong.iter().enumerate().map(told).collect();
    assert!(
        wrong.is_empty(),
        "{} of {count} programs fail:\n{}",
        wrong.len(),
        told.join("\n")
    );
    assert!(
        count < 16 || tally.is_enough(),
        "too little was compared: {tally}"
    );
}

/// Programs that were wrong once. A first line `// order 1` keeps derivatives to that order.
#[test]
fn random_programs_that_failed_once() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("random");
    let mut paths: Vec<_> = fs::read_dir(folder)
        .expect("the folder is there")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.sort();
    assert!(!paths.is_empty());
    let mut wrong = vec![];
    for path in paths {
        let text = fs::read_to_string(&path).expect("the file can be read");
        let order = text
            .strip_prefix("// order ")
            .and_then(|rest| rest[..1].parse().ok())
            .unwrap_or(2);
        if let Err(why) = question(order).check(&[text]) {
            wrong.push(format!("{}: {}: {}", path.display(), why.check, why.detail));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn variable(name: &str) -> Option<u64> {
    env::var(name).ok()?.parse().ok()
}

/// Seeds whose program fails: one, or several that fail only together.
struct Wrong {
    seeds: Vec<u64>,
    why: Failure,
}

/// The programs of seeds that can share a module: together first, then each alone.
fn of_seeds(seeds: &[u64]) -> (Tally, Vec<Wrong>) {
    let question = Kind::of(seeds[0]).question();
    let texts: Vec<String> = seeds.iter().map(|&seed| text(seed)).collect();
    let together = match question.check(&texts) {
        Ok(tally) => return (tally, vec![]),
        Err(why) => why,
    };
    let (mut sum, mut wrong) = (Tally::default(), vec![]);
    for (&seed, text) in seeds.iter().zip(&texts) {
        match question.check(std::slice::from_ref(text)) {
            Ok(tally) => sum += tally,
            Err(why) => wrong.push(Wrong {
                seeds: vec![seed],
                why,
            }),
        }
    }
    if wrong.is_empty() {
        wrong.push(Wrong {
            seeds: seeds.to_vec(),
            why: together,
        });
    }
    (sum, wrong)
}

impl Wrong {
    fn told(&self, with_program: bool) -> String {
        let Failure {
            check: name,
            detail,
        } = &self.why;
        let detail = detail.replace('\n', "\n// ");
        let [seed] = self.seeds[..] else {
            return format!("// seeds {:?}, only together: {name}: {detail}", self.seeds);
        };
        let started = Instant::now();
        let fails = |text: &str| {
            started.elapsed() < PATIENCE
                && (Kind::of(seed).question())
                    .check(&[text.to_owned()])
                    .is_err_and(|other| other.check == *name)
        };
        let small = with_program.then(|| shrink(&OPT, &text(seed), fails));
        format!(
            "// seed {seed}: {name}: {detail}\n// PULLBACK_SEED={seed} cargo nextest run -p pullback-tests random_programs_agree\n{}",
            small.unwrap_or_default()
        )
    }
}
