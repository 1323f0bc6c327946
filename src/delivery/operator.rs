//! What OpenDAL is told of a target.

use opendal::{Builder, Operator, services};

use super::error::{DeliveryError, cause};
use super::remote::shortened;
use super::target::Target;
use crate::source::target::Service;

/// The operator of `target`; nothing is sent yet.
///
/// # Errors
/// Credentials are missing, or the settings do not fit the service.
pub fn operator(target: &Target) -> Result<Operator, DeliveryError> {
    let secrets = &target.secrets;
    let (id, secret) = (secrets.get("KEY_ID"), secrets.get("KEY_SECRET"));
    let (endpoint, root) = (target.endpoint.as_str(), target.root.as_str());
    let object = !matches!(
        target.service,
        Service::Folder | Service::WebDav | Service::Sftp
    );
    if object && (id.is_empty() || secret.is_empty()) {
        return Err(DeliveryError::NoCredentials(target.wanted()));
    }
    match target.service {
        Service::Folder => build(target, services::Fs::default().root(root)),
        Service::WebDav => build(
            target,
            services::Webdav::default()
                .endpoint(endpoint)
                .root(root)
                .username(secrets.get("USER"))
                .password(secrets.get("PASSWORD"))
                .token(secrets.get("TOKEN")),
        ),
        Service::Sftp => sftp(target),
        Service::S3 => {
            let region = match target.region.as_str() {
                "" => "us-east-1",
                region => region,
            };
            let builder = services::S3::default()
                .bucket(&target.bucket)
                .region(region)
                .endpoint(endpoint)
                .root(root)
                .access_key_id(id)
                .secret_access_key(secret)
                .session_token(secrets.get("TOKEN"));
            build(target, builder.disable_config_load().disable_ec2_metadata())
        }
        Service::Oss => build(
            target,
            services::Oss::default()
                .bucket(&target.bucket)
                .endpoint(endpoint)
                .root(root)
                .access_key_id(id)
                .access_key_secret(secret),
        ),
        Service::Cos => build(
            target,
            services::Cos::default()
                .bucket(&target.bucket)
                .endpoint(endpoint)
                .root(root)
                .secret_id(id)
                .secret_key(secret)
                .disable_config_load(),
        ),
        Service::Obs => build(
            target,
            services::Obs::default()
                .bucket(&target.bucket)
                .endpoint(endpoint)
                .root(root)
                .access_key_id(id)
                .secret_access_key(secret),
        ),
    }
}

#[cfg(unix)]
fn sftp(target: &Target) -> Result<Operator, DeliveryError> {
    let ssh = std::process::Command::new("ssh").arg("-V").output();
    if ssh.is_err_and(|error| error.kind() == std::io::ErrorKind::NotFound) {
        return Err(DeliveryError::NoSsh);
    }
    let secrets = &target.secrets;
    let builder = services::Sftp::default()
        .endpoint(&target.endpoint)
        .root(&target.root)
        .user(secrets.get("USER"))
        .key(secrets.get("KEY_FILE"));
    build(target, builder)
}

#[cfg(not(unix))]
fn sftp(_target: &Target) -> Result<Operator, DeliveryError> {
    Err(DeliveryError::NoSftp)
}

fn build(target: &Target, builder: impl Builder) -> Result<Operator, DeliveryError> {
    Operator::new(builder).map_err(|error| DeliveryError::Remote {
        cause: cause(&error),
        reason: target.secrets.blot(&shortened(&error)),
        variables: target.wanted(),
    })
}
