//! moto's server: S3 in memory, with users, keys and signatures.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

use super::story::Server;
use super::{free_port, have, program, wait_for};
use crate::harness::Tree;

/// Requests that are let through unsigned: a user, what he may do, his key, the bucket.
const UNSIGNED: &str = "4";

/// What the user may do: everything with S3.
const POLICY: &str = "%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%5B%7B%22Effect%22%3A%22Allow%22%2C%22Action%22%3A%22s3%3A%2A%22%2C%22Resource%22%3A%22%2A%22%7D%5D%7D";

/// An S3 server with the bucket `county`.
pub struct Moto {
    child: Child,
    port: u16,
    id: String,
    secret: String,
}

impl Drop for Moto {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Whether moto is there; says so where it is not.
#[must_use]
pub fn is_there() -> bool {
    have(
        program("moto_server").is_some(),
        "moto_server (pip install 'moto[server]')",
    )
}

impl Moto {
    pub fn start() -> Moto {
        let port = free_port();
        let child = Command::new("moto_server")
            .args(["-H", "127.0.0.1", "-p", &port.to_string()])
            .env("INITIAL_NO_AUTH_ACTION_COUNT", UNSIGNED)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("moto_server");
        let mut moto = Moto {
            child,
            port,
            id: String::new(),
            secret: String::new(),
        };
        wait_for(port);
        let iam = |form: &str| moto.ask("POST /", "iam", form);
        iam("Action=CreateUser&UserName=me");
        iam(&format!(
            "Action=PutUserPolicy&UserName=me&PolicyName=all&PolicyDocument={POLICY}"
        ));
        let key = iam("Action=CreateAccessKey&UserName=me");
        let value = |name: &str| {
            let after = key.split(&format!("<{name}>")).nth(1);
            let value = after.and_then(|after| after.split('<').next());
            value
                .unwrap_or_else(|| panic!("{name} in {key}"))
                .to_owned()
        };
        let (id, secret) = (value("AccessKeyId"), value("SecretAccessKey"));
        moto.ask("PUT /county", "s3", "");
        (moto.id, moto.secret) = (id, secret);
        moto
    }

    /// The answer to an unsigned request.
    fn ask(&self, what: &str, service: &str, form: &str) -> String {
        let answer = self.fetch(what, service, ("application/x-www-form-urlencoded", form));
        String::from_utf8(answer).expect("UTF-8")
    }

    fn fetch(&self, what: &str, service: &str, (kind, body): (&str, &str)) -> Vec<u8> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("moto listens");
        let request = format!(
            "{what} HTTP/1.0\r\nHost: 127.0.0.1\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\
             Authorization: AWS4-HMAC-SHA256 Credential=x/20261122/us-east-1/{service}/aws4_request, SignedHeaders=host, Signature=x\r\n\r\n{body}",
            body.len()
        );
        stream.write_all(request.as_bytes()).expect("a request");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("an answer");
        let head = answer.windows(4).position(|end| end == b"\r\n\r\n");
        let body = answer.split_off(head.expect("a head") + 4);
        let head = String::from_utf8_lossy(&answer);
        let words = String::from_utf8_lossy(&body);
        assert!(head.contains(" 200 "), "{what}: {head}{words}");
        body
    }

    /// Lets so many requests through unsigned from now on.
    fn unsigned(&self, requests: &str) {
        self.fetch("POST /moto-api/reset-auth", "s3", ("text/plain", requests));
    }
}

impl Server for Moto {
    fn port(&self) -> u16 {
        self.port
    }

    fn target(&self, port: u16) -> String {
        format!("方式: s3, 地址: 'http://127.0.0.1:{port}', 桶: county, 目录: site")
    }

    fn credentials(&self, command: &mut Command, right: bool) {
        let secret = if right { &self.secret } else { "wrong" };
        command
            .env("GONGKAI_COUNTY_KEY_ID", &self.id)
            .env("GONGKAI_COUNTY_KEY_SECRET", secret);
    }

    fn secret(&self) -> String {
        self.secret.clone()
    }

    fn variable(&self) -> &'static str {
        "GONGKAI_COUNTY_KEY_SECRET"
    }

    fn files(&self) -> Tree {
        self.unsigned("1000000");
        let list = self.ask("GET /county?list-type=2", "s3", "");
        let keys = list.split("<Key>").skip(1);
        let file = |key: &str| {
            let bytes = self.fetch(&format!("GET /county/{key}"), "s3", ("text/plain", ""));
            Some((key.strip_prefix("site/")?.to_owned(), bytes))
        };
        let files = keys
            .filter_map(|key| key.split('<').next())
            .filter_map(file)
            .collect();
        self.unsigned("0");
        files
    }
}
