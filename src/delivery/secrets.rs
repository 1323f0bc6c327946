//! Names and passwords from the environment. They are never printed.

use std::fmt;

/// The parts of credentials, as the names of their variables end.
pub const PARTS: [&str; 6] = [
    "USER",
    "PASSWORD",
    "TOKEN",
    "KEY_ID",
    "KEY_SECRET",
    "KEY_FILE",
];

/// The credentials of one target.
#[derive(Clone, Default)]
pub struct Secrets {
    values: Vec<(&'static str, String)>,
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Secrets").finish_non_exhaustive()
    }
}

impl Secrets {
    /// Reads `GONGKAI_<prefix>_USER` and the other [`PARTS`] with `variable`.
    pub fn read(prefix: &str, variable: impl Fn(&str) -> Option<String>) -> Secrets {
        let value = |part: &&'static str| {
            let value = variable(&name(prefix, part))?;
            (!value.is_empty()).then_some((*part, value))
        };
        Secrets {
            values: PARTS.iter().filter_map(value).collect(),
        }
    }

    /// The value of `part`, empty if it is not set.
    pub fn get(&self, part: &str) -> &str {
        let found = self.values.iter().find(|(name, _)| *name == part);
        found.map_or("", |(_, value)| value.as_str())
    }

    /// `text` with every secret in it blotted out.
    pub fn blot(&self, text: &str) -> String {
        let secrets = self.values.iter().filter(|(part, _)| *part != "USER");
        secrets.fold(text.to_owned(), |text, (_, value)| {
            text.replace(value, "***")
        })
    }
}

/// The name of the variable of `part`.
pub fn name(prefix: &str, part: &str) -> String {
    let prefix = prefix.to_ascii_uppercase().replace(['-', '.', ' '], "_");
    format!("GONGKAI_{prefix}_{part}")
}
