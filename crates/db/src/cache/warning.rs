//! One warning, however much goes wrong.

use std::{
    fmt,
    sync::atomic::{AtomicBool, Ordering},
};

/// Says one thing, once.
pub(super) struct Warning {
    said: AtomicBool,
    say: Box<dyn Fn(&str) + Send + Sync>,
}

impl Warning {
    pub(super) fn new(say: impl Fn(&str) + Send + Sync + 'static) -> Self {
        Self {
            said: AtomicBool::new(false),
            say: Box::new(say),
        }
    }

    pub(super) fn say(&self, what: &str) {
        if !self.said.swap(true, Ordering::Relaxed) {
            (self.say)(what);
        }
    }
}

impl fmt::Debug for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Warning").field(&self.said).finish()
    }
}
