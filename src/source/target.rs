//! Where a site is delivered: `发布` in `site.yaml`.

use crate::diagnostics::{Diagnostic, Place};
use crate::kinds::fields::{Chosen, Decode, Field, Map, Reader, Shape, Text, choice, fields};
use crate::values::Node;

choice! {
    /// How a target takes files.
    pub enum Service {
        /// A folder of this computer or of a shared drive.
        Folder = "文件夹" / "folder";
        /// WebDAV.
        WebDav = "WebDAV" / "webdav";
        /// SFTP, by the system's `ssh`.
        Sftp = "SFTP" / "sftp";
        /// Amazon S3 and what speaks its language.
        S3 = "S3" / "s3";
        /// Alibaba Cloud's object storage.
        Oss = "阿里云OSS" / "oss";
        /// Tencent Cloud's object storage.
        Cos = "腾讯云COS" / "cos";
        /// Huawei Cloud's object storage.
        Obs = "华为云OBS" / "obs";
    }
}

fields! {
    /// One target.
    pub struct TargetConfig {
        /// How it takes files.
        service: Chosen<Service> = "方式" / "service";
        /// Address of the server.
        endpoint: Option<Text> = "地址" / "endpoint";
        /// Folder on the server; with a folder, where it lies.
        root: Option<Text> = "目录" / "root";
        /// Bucket.
        bucket: Option<Text> = "桶" / "bucket";
        /// Region of an S3 service.
        region: Option<Text> = "地区" / "region";
        /// What the environment variables of its credentials begin with after `GONGKAI_`.
        credentials: Option<Text> = "凭据" / "credentials";
    }
}

/// The targets by name, in the order written.
#[derive(Debug, Clone)]
pub struct Targets {
    /// Name and settings.
    pub named: Vec<(String, TargetConfig)>,
}

/// Words that a key of a secret has in it.
const SECRETS: [&str; 12] = [
    "密码", "口令", "密钥", "令牌", "私钥", "password", "passwd", "pwd", "secret", "token", "key",
    "user",
];

impl Decode for Targets {
    fn shape() -> Shape {
        Shape::Free
    }

    fn decode(node: Node, reader: &mut Reader<'_>) -> Option<Self> {
        let mut named = Vec::new();
        let mut whole = true;
        for entry in Map::open(node, reader)?.into_entries() {
            match target(&entry.key, entry.value, reader) {
                Some(config) => named.push((entry.key, config)),
                None => whole = false,
            }
        }
        whole.then_some(Targets { named })
    }
}

/// Reads the target `name`.
fn target(name: &str, node: Node, reader: &mut Reader<'_>) -> Option<TargetConfig> {
    let mut map = Map::open(node, reader)?;
    let read = TargetConfig::take(&mut map, reader);
    let rest = map.into_entries();
    let is_secret = |key: &str| {
        let key = key.to_lowercase();
        SECRETS.iter().any(|word| key.contains(word))
    };
    if let Some(entry) = rest.iter().find(|entry| is_secret(&entry.key)) {
        refuse_secret(name, &entry.key, entry.key_place, reader);
        return None;
    }
    let known = rest.is_empty();
    for entry in rest {
        let fields = TargetConfig::FIELDS.iter();
        let keys: Vec<&str> = fields.map(|field: &Field| field.zh).collect();
        let unknown = Diagnostic::new("yaml/unknown-key", entry.key_place);
        let keys = keys.join("、");
        reader
            .out
            .add(unknown.arg("key", &entry.key).arg("keys", keys));
    }
    let config = read.filter(|_| known)?;
    is_whole(name, &config, reader).then_some(config)
}

/// Says that a secret stands in the file, without showing the line it stands on.
fn refuse_secret(name: &str, key: &str, place: Place, reader: &mut Reader<'_>) {
    reader.out.add(
        Diagnostic::new("target/secret", Place::file(place.file))
            .arg("target", name)
            .arg("key", key),
    );
}

/// Whether the target says all that its service needs.
fn is_whole(name: &str, config: &TargetConfig, reader: &mut Reader<'_>) -> bool {
    use Service::{Cos, Folder, Obs, Oss, S3, Sftp, WebDav};
    let service = config.service.value;
    let object = matches!(service, S3 | Oss | Cos | Obs);
    let needs = [
        ("地址", &config.endpoint, !matches!(service, Folder | S3)),
        ("目录", &config.root, service == Folder),
        ("桶", &config.bucket, object),
        (
            "凭据",
            &config.credentials,
            (object || service == WebDav) && !name.is_ascii(),
        ),
    ];
    let mut whole = true;
    for (key, value, needed) in needs {
        if needed && value.is_none() {
            let missing = Diagnostic::new("target/incomplete", config.service.place);
            let words = service.key();
            let missing = missing.arg("target", name).arg("key", key);
            reader.out.add(missing.arg("service", words));
            whole = false;
        }
    }
    if let Some(prefix) = &config.credentials
        && !is_prefix(prefix.value.trim())
    {
        let wrong = Diagnostic::new("target/credentials", prefix.place);
        reader.out.add(wrong.arg("target", name));
        whole = false;
    }
    let Some(endpoint) = &config.endpoint else {
        return whole;
    };
    let address = endpoint.value.trim();
    if user_part(address).is_some_and(|user| user.contains(':')) {
        refuse_secret(name, "地址", endpoint.place, reader);
        return false;
    }
    let web = address.starts_with("https://") || address.starts_with("http://");
    if service != Sftp && service != Folder && !web {
        let wrong = Diagnostic::new("yaml/type", endpoint.place).case("url");
        reader.out.add(wrong.arg("found", address));
        return false;
    }
    whole
}

/// Whether `text` can begin the name of an environment variable.
fn is_prefix(text: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    !text.is_empty() && text.chars().all(fits)
}

/// What stands before the `@` of an address.
fn user_part(address: &str) -> Option<&str> {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let host = rest.split('/').next().unwrap_or(rest);
    host.rsplit_once('@').map(|(user, _)| user)
}
