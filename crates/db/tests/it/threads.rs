//! Snapshots of a database on threads of their own.

use crate::session::{GRAD, big};
use pullback_db::{Database, Request, cancellable};
use std::time::{Duration, Instant};

/// Functions that know nothing of each other.
fn program(count: usize, op: &str) -> String {
    let function = |index: usize| big(&format!("f{index}"), op);
    (0..count).map(function).collect()
}

#[test]
fn two_units_are_compiled_on_two_threads() {
    let mut db = Database::new();
    let file = db.set_file("two.mlir", program(2, "math.sin %x"));
    let requests = ["f0", "f1"].map(|entry| Request::new(file, entry, GRAD));
    std::thread::scope(|scope| {
        for request in &requests {
            let snapshot = db.clone();
            scope.spawn(move || {
                snapshot.image(request).expect("it compiles");
            });
        }
    });
    let events = db.take_events();
    for query in ["object(grad f0)", "object(grad f1)"] {
        let ran = events.iter().filter(|event| *event == query).count();
        assert_eq!(ran, 1, "{events:?}");
    }
    // What they computed is everybody's.
    for request in &requests {
        db.image(request).expect("it compiles");
    }
    assert_eq!(db.take_events(), [""; 0]);
}

#[test]
fn an_edit_stops_work_that_nobody_waits_for() {
    const COUNT: usize = 64;
    let mut db = Database::new();
    let file = db.set_file("many.mlir", program(COUNT, "math.sin %x"));
    let snapshot = db.clone();
    let work = std::thread::spawn(move || {
        cancellable(move || {
            for index in 0..COUNT {
                let request = Request::new(file, format!("f{index}"), GRAD);
                snapshot.image(&request).expect("it compiles");
            }
        })
    });
    let start = Instant::now();
    while db.take_events().len() < 3 {
        assert!(start.elapsed() < Duration::from_secs(300), "nothing runs");
        std::thread::yield_now();
    }
    // This waits until the snapshot is gone, which is soon.
    db.set_file("many.mlir", program(1, "math.cos %x"));
    assert_eq!(work.join().expect("it does not panic"), None);
    let events = db.take_events();
    let last = format!("object(grad f{})", COUNT - 1);
    assert!(!events.contains(&last), "{events:?}");
    // The database works on.
    let request = Request::new(file, "f0", GRAD);
    db.image(&request).expect("it compiles");
}
