//! The remote site: reading, putting whole files, deleting.

use std::sync::Arc;
use std::time::Duration;

use axum::http::{Request, header};
use opendal::layers::{RetryLayer, TimeoutLayer};
use opendal::options::WriteOptions;
use opendal::raw::format_authorization_by_basic;
use opendal::{Buffer, ErrorKind, Operator, Writer};

use super::WORK;
use super::content::{Content, PART};
use super::error::{Cause, DeliveryError, cause};
use super::operator::operator;
use super::target::Target;
use crate::source::target::Service;

/// Longest time that a small request may take.
const REQUEST: Duration = Duration::from_secs(60);

/// Longest time that a file may take.
const TRANSFER: Duration = Duration::from_secs(180);

/// Times that a step is tried again, the first time after half a second, then after twice the time each.
const AGAIN: usize = 3;

/// A remote site.
#[derive(Debug, Clone)]
pub struct Remote {
    operator: Operator,
    target: Arc<Target>,
}

impl Remote {
    /// Gets ready to speak to `target`; nothing is sent yet.
    ///
    /// # Errors
    /// Credentials are missing, or the settings do not fit the service.
    pub fn open(target: &Target) -> Result<Remote, DeliveryError> {
        let retry = RetryLayer::new()
            .with_max_times(AGAIN)
            .with_min_delay(Duration::from_millis(500))
            .with_factor(2.0)
            .with_jitter();
        let timeout = TimeoutLayer::new()
            .with_timeout(REQUEST)
            .with_io_timeout(TRANSFER);
        let operator = operator(target)?.layer(timeout).layer(retry);
        Ok(Remote {
            operator,
            target: Arc::new(target.clone()),
        })
    }

    /// How the service lets a lock be taken.
    pub fn service(&self) -> Service {
        self.target.service
    }

    /// Whether the service has folders, which a file lies in half while it is sent.
    fn has_folders(&self) -> bool {
        self.operator.info().capability().rename
    }

    /// The bytes of the file at `path`, if there is one.
    ///
    /// # Errors
    /// The server cannot be read.
    pub async fn read(&self, path: &str) -> Result<Option<Vec<u8>>, DeliveryError> {
        match self.operator.read(path).await {
            Ok(bytes) => Ok(Some(bytes.to_vec())),
            Err(error) if is_absent(&error) => Ok(None),
            Err(error) => Err(self.explain(&error)),
        }
    }

    /// Sends a file of the site as it is read, and puts it whole when all of it is there and is what the manifest says; `name` is that of the file while it is on its way.
    ///
    /// # Errors
    /// The file cannot be read or was changed; the server refuses it.
    pub async fn send(
        &self,
        path: &str,
        content: &mut Content,
        name: &str,
    ) -> Result<(), DeliveryError> {
        if !self.has_folders() {
            return self.stream(path, path, content).await;
        }
        let way = format!("{WORK}new/{name}");
        self.stream(&way, path, content).await?;
        let moved = self.operator.rename(&way, path).await;
        moved.map_err(|error| self.explain(&error))
    }

    /// Writes `content`, which is that of the file `path`, to `way`.
    async fn stream(
        &self,
        way: &str,
        path: &str,
        content: &mut Content,
    ) -> Result<(), DeliveryError> {
        let can = self.operator.info().capability();
        let options = WriteOptions {
            content_type: can.write_with_content_type.then(|| content_type(path)),
            chunk: can.write_can_multi.then_some(PART),
            ..WriteOptions::default()
        };
        let told = |error| self.explain(&error);
        if !can.write_can_multi {
            let bytes = content.rest()?;
            let written = self.operator.write_options(way, bytes, options).await;
            return written.map(drop).map_err(told);
        }
        let opened = self.operator.writer_options(way, options).await;
        let mut writer = opened.map_err(told)?;
        match self.fill(&mut writer, content).await {
            Ok(()) => writer.close().await.map(drop).map_err(told),
            Err(error) => {
                // What is left of it is swept away later, where the service cannot take it back now.
                let _ = writer.abort().await;
                Err(error)
            }
        }
    }

    async fn fill(&self, writer: &mut Writer, content: &mut Content) -> Result<(), DeliveryError> {
        while let Some(part) = content.part()? {
            let written = writer.write(part).await;
            written.map_err(|error| self.explain(&error))?;
        }
        Ok(())
    }

    /// Puts a small file whole; `name` is that of the file while it is on its way.
    ///
    /// # Errors
    /// The server refuses it.
    pub async fn put(&self, path: &str, bytes: Vec<u8>, name: &str) -> Result<(), DeliveryError> {
        let steps = async {
            if !self.has_folders() {
                return self.write(path, bytes, false).await;
            }
            let way = format!("{WORK}new/{name}");
            self.write(&way, bytes, false).await?;
            self.operator.rename(&way, path).await
        };
        steps.await.map_err(|error| self.explain(&error))
    }

    /// Puts a small file if there is none; `false` if there is one.
    ///
    /// # Errors
    /// The server refuses it.
    pub async fn create(&self, path: &str, bytes: Vec<u8>) -> Result<bool, DeliveryError> {
        match self.write(path, bytes, true).await {
            Ok(()) => Ok(true),
            Err(error)
                if matches!(
                    error.kind(),
                    ErrorKind::ConditionNotMatch | ErrorKind::AlreadyExists
                ) =>
            {
                Ok(false)
            }
            Err(error) => Err(self.explain(&error)),
        }
    }

    async fn write(&self, path: &str, bytes: Vec<u8>, fresh: bool) -> opendal::Result<()> {
        let can = self.operator.info().capability();
        let kind = can.write_with_content_type.then(|| content_type(path));
        let options = WriteOptions {
            content_type: kind,
            if_not_exists: fresh,
            ..WriteOptions::default()
        };
        self.operator.write_options(path, bytes, options).await?;
        Ok(())
    }

    /// Makes the folder `path` of a WebDAV server; `false` if it is there. (OpenDAL's own call takes a folder that is there for made.)
    ///
    /// # Errors
    /// The server refuses.
    pub async fn make_folder(&self, path: &str) -> Result<bool, DeliveryError> {
        let made = self
            .mkcol(path)
            .await
            .map_err(|error| self.explain(&error))?;
        match made {
            201 => Ok(true),
            405 => Ok(false),
            status => Err(self.failed(status_cause(status), &format!("MKCOL: {status}"))),
        }
    }

    async fn mkcol(&self, path: &str) -> opendal::Result<u16> {
        let above = path.trim_end_matches('/').rsplit_once('/');
        self.operator
            .create_dir(&format!("{}/", above.map_or("", |(above, _)| above)))
            .await?;
        let (target, secrets) = (&self.target, &self.target.secrets);
        let root = target.root.trim_matches('/');
        let slash = if root.is_empty() { "" } else { "/" };
        let path = opendal::raw::percent_encode_path(&format!("{root}{slash}{path}"));
        let mut request = Request::builder()
            .method("MKCOL")
            .uri(format!("{}/{path}", target.endpoint));
        if !secrets.get("TOKEN").is_empty() {
            request = request.header(
                header::AUTHORIZATION,
                format!("Bearer {}", secrets.get("TOKEN")),
            );
        } else if !secrets.get("USER").is_empty() {
            let words =
                format_authorization_by_basic(secrets.get("USER"), secrets.get("PASSWORD"))?;
            request = request.header(header::AUTHORIZATION, words);
        }
        let request = request.body(Buffer::new()).map_err(|error| {
            opendal::Error::new(ErrorKind::ConfigInvalid, "the address is wrong").set_source(error)
        })?;
        let transport = self.operator.context().http_transport().clone();
        Ok(transport.send(request).await?.status().as_u16())
    }

    /// Deletes the file at `path`, or does nothing where there is none.
    ///
    /// # Errors
    /// The server refuses.
    pub async fn delete(&self, path: &str) -> Result<(), DeliveryError> {
        match self.operator.delete(path).await {
            Err(error) if !is_absent(&error) => Err(self.explain(&error)),
            _ => Ok(()),
        }
    }

    /// Removes the folder `path` if nothing is in it. One that cannot be removed does no harm.
    pub async fn prune(&self, path: &str) {
        if !self.has_folders() {
            return;
        }
        let own = path.trim_end_matches('/');
        if let Ok(entries) = self.operator.list(path).await
            && entries
                .iter()
                .all(|entry| entry.path().trim_matches('/') == own)
        {
            let _ = self.operator.delete(path).await;
        }
    }

    /// Removes files that were on their way when an upload was cut off.
    ///
    /// # Errors
    /// The server refuses.
    pub async fn sweep(&self) -> Result<(), DeliveryError> {
        if !self.has_folders() {
            return Ok(());
        }
        let folder = format!("{WORK}new/");
        let entries = match self.operator.list(&folder).await {
            Ok(entries) => entries,
            Err(error) if is_absent(&error) => return Ok(()),
            Err(error) => return Err(self.explain(&error)),
        };
        for entry in entries.iter().filter(|entry| entry.metadata().is_file()) {
            self.delete(entry.path()).await?;
        }
        self.prune(&folder).await;
        Ok(())
    }

    fn explain(&self, error: &opendal::Error) -> DeliveryError {
        self.failed(cause(error), &shortened(error))
    }

    fn failed(&self, cause: Cause, reason: &str) -> DeliveryError {
        DeliveryError::Remote {
            cause,
            reason: self.target.secrets.blot(reason),
            variables: self.target.wanted(),
        }
    }
}

/// Whether `error` says that there is no such file.
fn is_absent(error: &opendal::Error) -> bool {
    error.kind() == ErrorKind::NotFound && cause(error) != Cause::NoBucket
}

fn status_cause(status: u16) -> Cause {
    match status {
        401 => Cause::Password,
        403 => Cause::Refused,
        507 => Cause::Full,
        _ => Cause::Other,
    }
}

/// What a library or server says, in one line that is not too long.
pub fn shortened(error: &opendal::Error) -> String {
    let mut words = error.message().to_owned();
    let mut source = std::error::Error::source(error);
    while let Some(inner) = source {
        words = format!("{words}: {inner}");
        source = inner.source();
    }
    let words: Vec<&str> = words.split_whitespace().collect();
    words.join(" ").chars().take(300).collect()
}

/// The type that a browser is told.
fn content_type(path: &str) -> String {
    let kind = mime_guess::from_path(path).first_or_octet_stream();
    let text = kind.type_() == "text" || matches!(kind.subtype().as_str(), "json" | "xml");
    match text {
        true => format!("{kind}; charset=utf-8"),
        false => kind.to_string(),
    }
}
