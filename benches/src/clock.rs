//! Times of this process.

use rustix::time::{ClockId, clock_gettime};

/// Milliseconds that the threads of this process ran so far: a busy machine lengthens the wall's time, and not this.
pub fn cpu_ms() -> f64 {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    time.tv_sec as f64 * 1e3 + time.tv_nsec as f64 * 1e-6
}
