//! Work that keeps a thread busy: it waits in line, a line for each kind.
//!
//! The threads that blocking work runs on are many and shared. Without a limit a crowd of one kind would take them all, and
//! with them memory and cores from everything else.

use tokio::{sync::Semaphore, task::JoinError};

/// Runs work where it holds up no request, once it is its turn in `line`. Waiting is no error: who is told to give up by
/// somebody else (a request's time limit) leaves the line. Work that has begun keeps its turn to its end, whether or not
/// anybody still waits for it, since no thread can be stopped.
///
/// # Errors
/// When the work panics.
pub(crate) async fn in_turn<T: Send + 'static>(
    line: &'static Semaphore,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, JoinError> {
    // No line is ever closed; if one were, nobody would have to wait.
    let turn = line.acquire().await.ok();
    tokio::task::spawn_blocking(move || {
        let _turn = turn;
        work()
    })
    .await
}

#[cfg(test)]
mod tests {
    use std::sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
        mpsc,
    };

    use super::*;

    #[tokio::test]
    async fn no_more_run_at_once_than_there_are_turns_and_all_are_answered() {
        static LINE: Semaphore = Semaphore::const_new(2);
        let (running, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let (begin, begun) = mpsc::channel();
        let (mut let_go, mut answers) = (vec![], vec![]);
        for number in 0..5 {
            let (end, ended) = mpsc::channel::<()>();
            let (begin, running, most) = (begin.clone(), Arc::clone(&running), Arc::clone(&most));
            let_go.push(end);
            answers.push(tokio::spawn(in_turn(&LINE, move || {
                most.fetch_max(running.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                begin.send(number).unwrap();
                ended.recv().unwrap();
                running.fetch_sub(1, Ordering::SeqCst);
                number
            })));
        }
        let letting_go = tokio::task::spawn_blocking(move || {
            let mut first = begun.recv().unwrap();
            for _ in 0..4 {
                let next = begun.recv().unwrap();
                assert_eq!(LINE.available_permits(), 0);
                let_go[first].send(()).unwrap();
                first = next;
            }
            let_go[first].send(()).unwrap();
        });
        for (number, answer) in answers.into_iter().enumerate() {
            assert_eq!(answer.await.unwrap().unwrap(), number);
        }
        letting_go.await.unwrap();
        assert_eq!(most.load(Ordering::SeqCst), 2);
        assert_eq!(LINE.available_permits(), 2);
    }

    #[tokio::test]
    async fn work_that_nobody_waits_for_any_more_keeps_its_turn_to_its_end() {
        static LINE: Semaphore = Semaphore::const_new(1);
        let (begin, begun) = tokio::sync::oneshot::channel();
        let (end, ended) = mpsc::channel::<()>();
        let answer = tokio::spawn(in_turn(&LINE, move || {
            begin.send(()).unwrap();
            ended.recv().unwrap();
        }));
        begun.await.unwrap();
        answer.abort();
        assert!(answer.await.unwrap_err().is_cancelled());
        assert!(LINE.try_acquire().is_err());
        end.send(()).unwrap();
        drop(LINE.acquire().await.unwrap());
    }
}
