//! Who may sign what: the signatories, supervisors and committee members that organisations name in `org.yaml`.

use super::{is_step, rank};
use crate::diagnostics::{Diagnostic, Report};
use crate::kinds::fields::Text;
use crate::kinds::{Record, Signature};
use crate::site::Org;
use crate::source::config::OrgConfig;

/// Where supervision comes among the steps.
const SUPERVISION: usize = 2;

/// Whether `name` is among `names`.
fn names(names: &[Text], name: &str) -> bool {
    names.iter().any(|own| own.value.trim() == name)
}

/// Whether a signed step is one that somebody may sign, by its name or by any of the words for it.
fn is_same(signed: &str, allowed: &str) -> bool {
    is_step(signed, allowed) || rank(signed).is_some_and(|at| rank(allowed) == Some(at))
}

/// What the organisations of a site say about who signs.
pub struct Authorities<'a> {
    orgs: &'a [Org],
}

impl<'a> Authorities<'a> {
    /// Of `orgs`, which are in order of path; none where no organisation names anybody.
    pub fn of(orgs: &'a [Org]) -> Option<Authorities<'a>> {
        let says = |org: &Org| {
            let config = &org.config;
            !(config.signatories.is_empty()
                && config.supervisors.is_empty()
                && config.committee.is_empty())
        };
        orgs.iter().any(says).then_some(Authorities { orgs })
    }

    /// The organisation at `path` and those above it, from the nearest on.
    fn upwards(&self, path: &str) -> impl Iterator<Item = &'a OrgConfig> + use<'a> {
        let orgs = self.orgs;
        let nearest = std::iter::successors(Some(path), |folder| {
            folder.rsplit_once('/').map(|(above, _)| above)
        })
        .find_map(|folder| {
            orgs.binary_search_by(|org| org.path.as_ref().cmp(folder))
                .ok()
        });
        std::iter::successors(nearest, move |at| orgs[*at].parent)
            .map(move |at| orgs[at].config.as_ref())
    }

    /// Who may sign as `signature` does, if the nearest organisation that names anybody for the step names others.
    fn others(&self, record: &Record, signature: &Signature) -> Option<Vec<&'a str>> {
        let (step, name) = (&signature.step.value, signature.name.value.trim());
        let kind = record.kind.name();
        let allowed = self.upwards(&record.id.org).find_map(|config| {
            let signs = config.signatories.iter().filter(|signatory| {
                let of_kind = signatory.kinds.is_empty()
                    || signatory.kinds.iter().any(|own| own.value.0 == kind);
                of_kind && signatory.steps.iter().any(|own| is_same(step, own))
            });
            let supervisors = config.supervisors.iter();
            let supervisors = supervisors.filter(|_| rank(step) == Some(SUPERVISION));
            let all: Vec<&str> = signs
                .map(|signatory| &signatory.name)
                .chain(supervisors)
                .map(|name| name.value.trim())
                .collect();
            (!all.is_empty()).then_some(all)
        })?;
        (!allowed.contains(&name)).then_some(allowed)
    }

    /// Whether the nearest organisation that names its committee has `name` on it.
    fn is_on_committee(&self, record: &Record, name: &str) -> bool {
        let mut orgs = self.upwards(&record.id.org);
        orgs.find(|config| !config.committee.is_empty())
            .is_some_and(|config| names(&config.committee, name))
    }

    /// Checks who signed `record`.
    pub fn check(&self, record: &Record, out: &mut Report) {
        for signature in &record.envelope.signoff {
            let name = signature.name.value.trim();
            let finding = |rule| {
                Diagnostic::new(rule, signature.name.place)
                    .arg("name", name)
                    .arg("step", &signature.step.value)
            };
            if rank(&signature.step) == Some(SUPERVISION) && self.is_on_committee(record, name) {
                out.add(finding("signoff/self").case("committee"));
            } else if let Some(others) = self.others(record, signature) {
                out.add(finding("signoff/unauthorised").arg("allowed", others.join("、")));
            }
        }
    }

    /// The post in which `name` signs, as the nearest organisation that names it for the step, or else for anything, says.
    pub fn post(&self, org: &str, step: &str, name: &str) -> Option<&'a str> {
        let posts = || {
            self.upwards(org)
                .flat_map(|config| &config.signatories)
                .filter(|signatory| signatory.name.value.trim() == name.trim())
        };
        let of_step = posts().find(|own| own.steps.iter().any(|own| is_same(step, own)));
        let signatory = of_step.or_else(|| posts().next())?;
        signatory.post.as_ref().map(|post| post.value.trim())
    }
}

/// Nobody sits on both committees of a village (《中华人民共和国村民委员会组织法》 art. 32).
pub fn check_orgs(orgs: &[Org], out: &mut Report) {
    for org in orgs {
        let config = &org.config;
        let both = config.supervisors.iter();
        for name in both.filter(|name| names(&config.committee, name.value.trim())) {
            out.add(
                Diagnostic::new("signoff/self", name.place)
                    .case("both")
                    .arg("name", name.value.trim()),
            );
        }
    }
}
