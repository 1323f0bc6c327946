//! The signature of the ledger's head (Ed25519, RFC 8032): it says who published the chain, which the chain alone cannot.

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};

/// A key that signs; 32 bytes written in hex.
pub struct Key(SigningKey);

/// A key that checks signatures; 32 bytes written in hex.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey(VerifyingKey);

/// `ledger.sig`: the head that was signed, and the signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// The hash of the last line, in hex.
    pub head: String,
    signature: Signature,
}

/// What is signed: nothing else that this key signs can be taken for it.
fn message(head: &str) -> Vec<u8> {
    format!("gongkai ledger 1\n{head}\n").into_bytes()
}

impl Key {
    /// Reads a key; none if it is not 64 digits of hex.
    pub fn read(text: &str) -> Option<Key> {
        Some(Key(SigningKey::from_bytes(&unhex(text)?)))
    }

    /// The key that checks what this one signs.
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key())
    }

    /// The text of `ledger.sig` for a ledger with this head.
    pub fn sign(&self, head: &str) -> String {
        let signature = self.0.sign(&message(head));
        format!("{head}\n{}\n", hex(&signature.to_bytes()))
    }
}

impl PublicKey {
    /// Reads a key; none if it is not 64 digits of hex, or no point of the curve.
    pub fn read(text: &str) -> Option<PublicKey> {
        let key = VerifyingKey::from_bytes(&unhex(text)?).ok()?;
        Some(PublicKey(key))
    }

    /// Whether `signed` was made with the key that belongs to this one.
    pub fn verifies(&self, signed: &Signed) -> bool {
        let message = message(&signed.head);
        self.0.verify_strict(&message, &signed.signature).is_ok()
    }
}

impl std::fmt::Display for PublicKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&hex(self.0.as_bytes()))
    }
}

impl Signed {
    /// Reads `ledger.sig`; none if it has another form.
    pub fn read(text: &str) -> Option<Signed> {
        let (head, rest) = text.split_once('\n')?;
        let signature: [u8; 64] = unhex(rest.strip_suffix('\n')?)?;
        Some(Signed {
            head: head.to_owned(),
            signature: Signature::from_bytes(&signature),
        })
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// `N` bytes out of their hex, with spaces around it.
fn unhex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let text = text.trim();
    if text.len() != 2 * N || !text.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    let mut out = [0; N];
    for (at, byte) in out.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[2 * at..2 * at + 2], 16).ok()?;
    }
    Some(out)
}
