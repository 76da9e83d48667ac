//! Reasons in plain words: what is not known, and what would decide it.

use super::value::Why;
use std::fmt;

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoValue(name) if &**name == "terraform.workspace" => {
                f.write_str("terraform.workspace is not known; --workspace NAME gives it")
            }
            Self::NoValue(name) => match name.strip_prefix("var.") {
                Some(variable) => write!(
                    f,
                    "{name} has no value; a values file, --var-file or --var {variable}=… gives one"
                ),
                None => {
                    write!(f, "{name} has no value; the module call that leads there gives none")
                }
            },
            Self::Reference(reference) if &*reference.address.kind == "terraform_remote_state" => {
                write!(f, "{reference} is read from another state when Terraform plans")
            }
            Self::Reference(reference) if reference.address.data => {
                write!(f, "{reference} is read from the cloud when Terraform plans")
            }
            Self::Reference(reference) if reference.address.kind.starts_with("alicloud_") => {
                write!(f, "{reference} is decided by the cloud when it is created")
            }
            Self::Reference(reference) => {
                write!(f, "{reference} is decided when it is created")
            }
            Self::DependsOn(reference) if reference.address.kind.starts_with("alicloud_") => {
                write!(f, "the value rests on {reference}, which the cloud decides")
            }
            Self::DependsOn(reference) => {
                write!(f, "the value rests on {reference}, which is not known yet")
            }
            Self::Alternatives(_, why) => match &**why {
                // conditions in each other are told once
                inner @ Self::Alternatives(..) => inner.fmt(f),
                why => write!(f, "a condition is not known: {why}"),
            },
            Self::ModuleMissing(source) => {
                write!(
                    f,
                    "the module {source:?} is not here; after terraform init acklint reads it"
                )
            }
            Self::Undeclared(name) => write!(f, "{name} is not declared"),
            Self::Cycle(name) => write!(f, "{name} needs itself to be computed"),
            Self::Refused(message) => write!(f, "Terraform refuses the expression: {message}"),
            Self::Impure(function) => write!(f, "{function}() differs from run to run"),
            Self::Untold(sentence) => f.write_str(sentence),
            Self::NotARange(text) => write!(f, "{text:?} is no CIDR block such as 172.20.0.0/16"),
            Self::NotModelled(what) => write!(f, "acklint does not compute {what}"),
            Self::Budget(what) => write!(f, "a limit of acklint was reached: {what}"),
        }
    }
}

impl Why {
    /// The input variable of the root that has no value, if that is the reason.
    pub fn input(&self) -> Option<&str> {
        match self {
            Self::NoValue(name) => name.strip_prefix("var."),
            Self::Alternatives(_, why) => why.input(),
            _ => None,
        }
    }
}
