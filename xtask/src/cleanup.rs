//! What must not outlive this program: child processes and temporary folders.
//!
//! Values clean up after themselves when they are dropped. An interrupt (Ctrl-C, or a CI system that gives up) drops
//! nothing, so whoever starts something registers here how to end it.

use anyhow::{Context, Result};
use std::sync::{Mutex, MutexGuard, PoisonError};

type Action = Box<dyn FnOnce() + Send>;

static ACTIONS: Mutex<Vec<(u64, Action)>> = Mutex::new(Vec::new());

/// Runs the registered actions, latest first, when the program is interrupted.
pub fn on_interrupt() -> Result<()> {
    ctrlc::set_handler(|| {
        let mut actions = lock();
        while let Some((_, action)) = actions.pop() {
            action();
        }
        std::process::exit(130);
    })
    .context("can't watch for interrupts")
}

/// Takes its action off the list again when it is dropped.
#[must_use]
pub struct Registration(u64);

/// Registers what an interrupt has to clean up.
pub fn register(action: impl FnOnce() + Send + 'static) -> Registration {
    let mut actions = lock();
    let id = actions.last().map_or(0, |(last, _)| last + 1);
    actions.push((id, Box::new(action)));
    Registration(id)
}

impl Drop for Registration {
    fn drop(&mut self) {
        lock().retain(|(id, _)| *id != self.0);
    }
}

fn lock() -> MutexGuard<'static, Vec<(u64, Action)>> {
    ACTIONS.lock().unwrap_or_else(PoisonError::into_inner)
}
