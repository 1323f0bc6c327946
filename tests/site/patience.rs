//! Waiting for what comes in its own time, on a machine that may be busy.

use std::time::{Duration, Instant};

/// How long anything may take before the test fails.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// Tries `check` again and again until it succeeds.
#[track_caller]
pub fn until<T>(mut check: impl FnMut() -> Result<T, String>) -> T {
    let began = Instant::now();
    loop {
        match check() {
            Ok(value) => return value,
            Err(reason) => assert!(began.elapsed() < PATIENCE, "still: {reason}"),
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}
