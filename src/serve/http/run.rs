//! Accepting connections until the program ends.

use std::convert::Infallible;
use std::io::{Error, ErrorKind, Result};
use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};

use super::answer::answer;
use super::connections::{Connections, Place};
use super::guard::Guard;
use super::socket::Socket;
use super::{Listener, Served};

/// The most connections at a time.
const CONNECTIONS: u64 = 2000;
/// Files that the rest of the program may have open at a time.
const OTHER_FILES: u64 = 256;
/// The most bytes of a request's head, and of an answer before the peer takes them.
const BUFFER: usize = 64 * 1024;
/// How long nobody is let in after the system could not let anybody in.
const BREATH: Duration = Duration::from_millis(50);

/// How much of everything there is.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Connections at a time.
    pub connections: usize,
    /// Replies that are made at a time.
    pub replies: usize,
    /// News that are made at a time.
    pub news: usize,
    /// How long a connection may take to send the head of a request, and how long it is kept without one.
    pub head: Duration,
    /// How long a connection may leave its answer untaken.
    pub stall: Duration,
    /// How often a stream without news shows that it is still there.
    pub keep_alive: Duration,
}

impl Limits {
    /// The limits of this machine. Raises the number of files that the program may have open where it is low.
    pub fn of_system() -> Limits {
        let files = rlimit::increase_nofile_limit(CONNECTIONS + OTHER_FILES).unwrap_or(OTHER_FILES);
        let connections = CONNECTIONS.min(files - OTHER_FILES.min(files / 2));
        Limits {
            connections: usize::try_from(connections).unwrap_or(usize::MAX),
            replies: 4,
            news: 2,
            head: Duration::from_secs(10),
            stall: Duration::from_secs(30),
            keep_alive: Duration::from_secs(15),
        }
    }
}

/// What all connections share.
pub struct Server {
    /// What is served.
    pub served: Arc<dyn Served>,
    /// Moves with every change of what is served.
    pub changed: watch::Receiver<u64>,
    /// Which requests are answered.
    pub guard: Guard,
    /// Room for replies that are being made.
    pub replies: Slots,
    /// Room for news that are being made.
    pub news: Slots,
    /// How much of everything there is.
    pub limits: Limits,
}

/// Room for so many pieces of blocking work at a time; the others wait.
pub struct Slots(Arc<Semaphore>);

impl Slots {
    /// Does `work` on a thread where it may block; none if it panics. Work that waits is forgotten when nobody waits for it any more.
    pub async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Option<T> {
        let permit = Arc::clone(&self.0).acquire_owned().await.ok()?;
        let work = move || {
            let _permit = permit;
            work()
        };
        match tokio::task::spawn_blocking(work).await {
            Ok(result) => Some(result),
            Err(error) if error.is_panic() => None,
            // The server is ending, and whoever waits with it.
            Err(_) => std::future::pending().await,
        }
    }
}

/// Serves until `stop`, on threads of its own; then returns at once, whatever connections are open and whatever `served` is busy with.
/// Each time `changed` moves, every open page is told its news.
///
/// # Errors
/// The system has no more threads, or does not let the listener be used.
pub fn run(
    listener: Listener,
    served: Arc<dyn Served>,
    changed: watch::Receiver<u64>,
    stop: impl Future<Output = ()>,
) -> Result<()> {
    run_within(Limits::of_system(), listener, served, changed, stop)
}

/// [`run`] within other limits.
///
/// # Errors
/// Those of [`run`].
pub fn run_within(
    limits: Limits,
    listener: Listener,
    served: Arc<dyn Served>,
    changed: watch::Receiver<u64>,
    stop: impl Future<Output = ()>,
) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .max_blocking_threads(limits.replies + limits.news)
        .thread_name("serve")
        .enable_all()
        .build()?;
    let server = Arc::new(Server {
        served,
        changed,
        guard: Guard::new(&listener.host, listener.address.ip()),
        replies: Slots(Arc::new(Semaphore::new(limits.replies))),
        news: Slots(Arc::new(Semaphore::new(limits.news))),
        limits,
    });
    let ended = runtime.block_on(async {
        listener.socket.set_nonblocking(true)?;
        let listener = TcpListener::from_std(listener.socket)?;
        tokio::select! {
            // A signal is waited for before the first request is answered.
            biased;
            () = stop => Ok(()),
            ended = tokio::spawn(accept(server, listener)) => match ended {
                Ok(never) => match never {},
                Err(error) => Err(Error::other(error)),
            },
        }
    });
    runtime.shutdown_background();
    ended
}

/// Waits until the user or the system asks the program to end. Must be awaited by [`run`], as its `stop`; from then on the system no longer ends the program by itself.
pub async fn interrupted() {
    tokio::select! {
        () = until(tokio::signal::ctrl_c()) => (),
        () = until(terminated()) => (),
    }
}

/// Waits for a signal; for ever if it cannot be waited for.
async fn until(signal: impl Future<Output = Result<()>>) {
    if signal.await.is_err() {
        std::future::pending::<()>().await;
    }
}

#[cfg(unix)]
async fn terminated() -> Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    signal(SignalKind::terminate())?.recv().await;
    Ok(())
}

#[cfg(not(unix))]
async fn terminated() -> Result<()> {
    std::future::pending().await
}

async fn accept(server: Arc<Server>, listener: TcpListener) -> Infallible {
    let connections = Arc::new(Connections::new(server.limits.connections));
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => {
                let place = connections.admit(peer.ip());
                tokio::spawn(serve(Arc::clone(&server), stream, place));
            }
            Err(error) if is_of_peer(&error) => (),
            Err(_) => {
                // Most likely the program has too many files open.
                connections.cut_one();
                tokio::time::sleep(BREATH).await;
            }
        }
    }
}

/// Whether a connection was gone before it could be accepted.
fn is_of_peer(error: &Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::ConnectionAborted
            | ErrorKind::ConnectionRefused
            | ErrorKind::ConnectionReset
            | ErrorKind::Interrupted
    )
}

/// Answers the requests of one connection until it ends or must go.
async fn serve(server: Arc<Server>, stream: TcpStream, place: Place) {
    let connection = &place.connection;
    // An answer is written whole; if the system cannot be told to send it at once it merely comes later.
    let _ = stream.set_nodelay(true);
    let socket = Socket::new(stream, Arc::clone(connection), server.limits.stall);
    let service = service_fn(async |request: hyper::Request<hyper::body::Incoming>| {
        let (head, _body) = request.into_parts();
        Ok::<_, Infallible>(answer(&server, connection, &head).await)
    });
    let served = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(server.limits.head)
        .max_buf_size(BUFFER)
        .serve_connection(TokioIo::new(socket), service);
    tokio::select! {
        () = connection.cut() => (),
        // Whatever goes wrong with a connection is its peer's affair.
        _ = served => (),
    }
}
