//! Taking a port.

use std::io::{Error, ErrorKind, Result};
use std::net::{SocketAddr, TcpListener, ToSocketAddrs};

use socket2::SockRef;

/// Connections that may wait to be accepted. The standard library's 128 are few: one more, and a client waits for a second before it tries again.
const QUEUE: i32 = 1024;

/// Where to listen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// An address or a name of this machine, such as `127.0.0.1`, `::1`, `0.0.0.0` or `localhost`.
    pub host: String,
    /// The port that is tried first; 0 leaves the choice to the system.
    pub port: u16,
}

/// A listening socket.
#[derive(Debug)]
pub struct Listener {
    pub(super) socket: TcpListener,
    pub(super) address: SocketAddr,
    /// The host as it was given, without the brackets of an IPv6 address.
    pub(super) host: String,
    taken: Option<u16>,
}

impl Listener {
    /// The address it listens at, with the port it got.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The port that was asked for, if it could not be had.
    pub fn taken(&self) -> Option<u16> {
        self.taken
    }
}

/// Listens at the port of `options`, or at the next one that is free.
///
/// # Errors
/// The host is no address of this machine; the system refuses the port; no port is free from there on.
pub fn listen(options: &Options) -> Result<Listener> {
    let host = options.host.trim_matches(['[', ']']);
    let mut addresses: Vec<SocketAddr> = (host, options.port).to_socket_addrs()?.collect();
    // A name such as `localhost` has both kinds of addresses; some systems cannot reach it by the newer kind.
    addresses.sort_by_key(SocketAddr::is_ipv6);
    let mut last = Error::from(ErrorKind::AddrNotAvailable);
    for mut address in addresses {
        for port in options.port..=u16::MAX {
            address.set_port(port);
            match TcpListener::bind(address) {
                Ok(socket) => {
                    // Where the queue cannot be made longer it stays as it is.
                    let _ = SockRef::from(&socket).listen(QUEUE);
                    return Ok(Listener {
                        address: socket.local_addr()?,
                        socket,
                        host: host.to_owned(),
                        taken: (port != options.port).then_some(options.port),
                    });
                }
                Err(error) => {
                    let taken = is_taken(&error);
                    last = error;
                    if !taken {
                        break;
                    }
                }
            }
        }
    }
    Err(last)
}

/// Whether another port may be free. Windows refuses ports that it keeps for virtual machines as if they needed a permission.
fn is_taken(error: &Error) -> bool {
    error.kind() == ErrorKind::AddrInUse
        || (cfg!(windows) && error.kind() == ErrorKind::PermissionDenied)
}
