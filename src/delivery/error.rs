//! What can go wrong, and what to do about it.

use std::io;
use std::path::PathBuf;

use opendal::ErrorKind;
use thiserror::Error;

use super::remote::shortened;
use crate::text::Failure;

/// Why a site could not be delivered. The remote site is whole.
#[derive(Debug, Error)]
pub enum DeliveryError {
    /// There is no finished site.
    #[error("nothing built in {0}")]
    NotBuilt(PathBuf),
    /// A file of the site cannot be read.
    #[error("{path}: {source}")]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file is not what the manifest says: the site is being built, or somebody changed it.
    #[error("changed: {0}")]
    Changed(String),
    /// What is there was not put by this program.
    #[error("not ours")]
    Foreign,
    /// Another publisher is at work.
    #[error("held by {holder}")]
    Held {
        /// Who.
        holder: String,
        /// For so many minutes.
        minutes: i64,
    },
    /// Another publisher broke the lock.
    #[error("lock lost")]
    Lost,
    /// The credentials are not in the environment: the names of the variables.
    #[error("no credentials: {0}")]
    NoCredentials(String),
    /// SFTP goes through a program that this system has not.
    #[error("no sftp")]
    #[cfg_attr(unix, allow(dead_code, reason = "only made where there is no SFTP"))]
    NoSftp,
    /// Ctrl-C.
    #[error("interrupted")]
    Interrupted,
    /// Ctrl-C, and the lock could not be given back.
    #[error("interrupted, still locked")]
    Abandoned,
    /// SFTP goes through the program `ssh`, which is not there.
    #[error("no ssh")]
    #[cfg_attr(not(unix), allow(dead_code, reason = "only made where there is SFTP"))]
    NoSsh,
    /// The network or the server.
    #[error("{cause:?}: {reason}")]
    Remote {
        /// What went wrong.
        cause: Cause,
        /// In the server's words, without secrets.
        reason: String,
        /// The names of the variables that hold the credentials.
        variables: String,
    },
}

/// What went wrong between here and the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// Name or password.
    Password,
    /// The user may not write there.
    Refused,
    /// The server is not the one that is known by this name.
    HostKey,
    /// There is no such bucket.
    NoBucket,
    /// Nobody answers, or the connection was cut.
    Network,
    /// No room.
    Full,
    /// The server takes no file of this size.
    TooLarge,
    /// The settings do not fit.
    Settings,
    /// Something else.
    Other,
}

/// Signs of a cause in the words of the libraries and servers, the first that fits.
const SIGNS: [(&str, Cause); 19] = [
    ("status: 401", Cause::Password),
    ("InvalidAccessKeyId", Cause::Password),
    ("SignatureDoesNotMatch", Cause::Password),
    ("Permission denied (publickey", Cause::Password),
    ("Host key verification failed", Cause::HostKey),
    ("NoSuchBucket", Cause::NoBucket),
    ("status: 507", Cause::Full),
    ("No space left", Cause::Full),
    ("StorageFull", Cause::Full),
    ("QuotaExceeded", Cause::Full),
    ("status: 413", Cause::TooLarge),
    ("EntityTooLarge", Cause::TooLarge),
    ("status: 403", Cause::Refused),
    ("AccessDenied", Cause::Refused),
    ("send http request", Cause::Network),
    ("read data from http", Cause::Network),
    ("timeout", Cause::Network),
    ("onnection", Cause::Network),
    ("failed to connect", Cause::Network),
];

/// The cause of `error`.
pub fn cause(error: &opendal::Error) -> Cause {
    let words = format!("{error} {}", shortened(error));
    let sign = SIGNS.iter().find(|(sign, _)| words.contains(sign));
    match (sign, error.kind()) {
        (Some((_, cause)), _) => *cause,
        (None, ErrorKind::PermissionDenied) => Cause::Refused,
        (None, ErrorKind::ConfigInvalid) => Cause::Settings,
        (None, _) => Cause::Other,
    }
}

impl Cause {
    fn key(self) -> &'static str {
        match self {
            Cause::Password => "delivery.password",
            Cause::Refused => "delivery.refused",
            Cause::HostKey => "delivery.host-key",
            Cause::NoBucket => "delivery.no-bucket",
            Cause::Network => "delivery.network",
            Cause::Full => "delivery.full",
            Cause::TooLarge => "delivery.too-large",
            Cause::Settings => "delivery.settings",
            Cause::Other => "delivery.other",
        }
    }
}

impl From<DeliveryError> for Failure {
    fn from(error: DeliveryError) -> Failure {
        match error {
            DeliveryError::NotBuilt(path) => {
                Failure::new("delivery.not-built").arg("path", path.display())
            }
            DeliveryError::Read { path, source } => Failure::new("error.read")
                .arg("path", path.display())
                .arg("reason", source),
            DeliveryError::Changed(path) => Failure::new("delivery.changed").arg("path", path),
            DeliveryError::Foreign => Failure::new("delivery.foreign"),
            DeliveryError::Held { holder, minutes } => Failure::new("delivery.held")
                .arg("holder", holder)
                .arg("minutes", minutes),
            DeliveryError::Lost => Failure::new("delivery.lost"),
            DeliveryError::NoCredentials(names) => {
                Failure::new("delivery.no-credentials").arg("names", names)
            }
            DeliveryError::NoSftp => Failure::new("delivery.no-sftp"),
            DeliveryError::Interrupted => Failure::new("delivery.interrupted"),
            DeliveryError::Abandoned => Failure::new("delivery.abandoned"),
            DeliveryError::NoSsh => Failure::new("delivery.no-ssh"),
            DeliveryError::Remote {
                cause,
                reason,
                variables,
            } => {
                let failure = Failure::new(cause.key());
                match cause {
                    Cause::Password => failure.arg("names", variables),
                    Cause::NoBucket | Cause::Full => failure,
                    _ => failure.arg("reason", reason),
                }
            }
        }
    }
}
