//! The open connections, of which there is only so much room: who comes last is let in, who has idled longest goes.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::Notify;

/// For how long a new connection may be silent before it counts as idle.
const GRACE: Duration = Duration::from_secs(1);

/// What a connection is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Nothing is asked, or the answer is on its way.
    Waiting,
    /// An answer is being made.
    Answering,
    /// It is told of changes.
    Streaming,
}

/// A connection as the others see it.
#[derive(Debug)]
pub struct Connection {
    /// Whether it comes from this very machine.
    pub local: bool,
    /// What it does, and when it last got on.
    state: Mutex<(Phase, Instant)>,
    cut: Notify,
}

impl Connection {
    /// Notes what it does from now on.
    pub fn enter(&self, phase: Phase) {
        *lock(&self.state) = (phase, Instant::now());
    }

    /// Notes that it took some bytes.
    pub fn progress(&self) {
        lock(&self.state).1 = Instant::now();
    }

    /// Waits until its room is needed for another.
    pub async fn cut(&self) {
        self.cut.notified().await;
    }

    /// The lower, the less is lost with it: idle ones, then those that connect again by themselves, then those that are about to ask, then those that are served;
    /// among equals those of other machines, and those that have not got on for longest.
    fn worth(&self, now: Instant) -> (u8, bool, Instant) {
        let (phase, since) = *lock(&self.state);
        let stage = match phase {
            Phase::Waiting if now.saturating_duration_since(since) >= GRACE => 0,
            Phase::Streaming => 1,
            Phase::Waiting => 2,
            Phase::Answering => 3,
        };
        (stage, self.local, since)
    }
}

/// All open connections.
#[derive(Debug)]
pub struct Connections {
    limit: usize,
    open: Mutex<Open>,
}

#[derive(Debug, Default)]
struct Open {
    next: u64,
    by_number: BTreeMap<u64, Arc<Connection>>,
}

impl Connections {
    /// Room for `limit` connections.
    pub fn new(limit: usize) -> Connections {
        Connections {
            limit,
            open: Mutex::default(),
        }
    }

    /// Makes room for a connection from `peer`. It is given up with what is returned.
    pub fn admit(self: &Arc<Self>, peer: IpAddr) -> Place {
        while lock(&self.open).by_number.len() >= self.limit && self.cut_one() {}
        let connection = Arc::new(Connection {
            local: peer.to_canonical().is_loopback(),
            state: Mutex::new((Phase::Waiting, Instant::now())),
            cut: Notify::new(),
        });
        let mut open = lock(&self.open);
        let number = open.next;
        open.next += 1;
        open.by_number.insert(number, Arc::clone(&connection));
        Place {
            connections: Arc::clone(self),
            number,
            connection,
        }
    }

    /// Cuts the connection that is worth least; whether there was one.
    pub fn cut_one(&self) -> bool {
        let mut open = lock(&self.open);
        let now = Instant::now();
        let least = open
            .by_number
            .iter()
            .min_by_key(|(_, connection)| connection.worth(now))
            .map(|(number, _)| *number);
        let cut = least.and_then(|number| open.by_number.remove(&number));
        if let Some(connection) = &cut {
            connection.cut.notify_one();
        }
        cut.is_some()
    }
}

/// The room that a connection takes.
#[derive(Debug)]
pub struct Place {
    connections: Arc<Connections>,
    number: u64,
    /// The connection.
    pub connection: Arc<Connection>,
}

impl Drop for Place {
    fn drop(&mut self) {
        lock(&self.connections.open).by_number.remove(&self.number);
    }
}

/// What is behind `mutex`; a panic cannot leave it half changed.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
