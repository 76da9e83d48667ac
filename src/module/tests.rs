//! What a folder of Terraform files becomes.

mod disk;
mod inputs;
mod json;
mod load;
mod roots;

use super::{Module, Modules};
use crate::problem::Problem;
use crate::source::{Memory, SourceMap};
use std::sync::Arc;

/// The module in `folder` of a repository, and the texts.
fn load(files: &[(&str, &str)], folder: &str) -> (Arc<Module>, SourceMap) {
    let memory = Memory::new(files.iter().copied());
    let sources = SourceMap::default();
    let module = Modules::new(&memory, &sources).load(folder);
    (module, sources)
}

/// The module of a repository of one folder that nothing is wrong with.
fn good(files: &[(&str, &str)]) -> (Arc<Module>, SourceMap) {
    let (module, sources) = load(files, "");
    assert_eq!(told(&module.problems, &sources), Vec::<String>::new());
    assert!(!module.broken);
    (module, sources)
}

/// Problems as a user reads them: `file:line:column message`.
fn told(problems: &[Problem], sources: &SourceMap) -> Vec<String> {
    let tell = |problem: &Problem| match problem.span {
        None => problem.message.clone(),
        Some(span) => {
            let at = sources.position(span);
            let path = &sources.file(span.file).path;
            format!("{path}:{}:{} {}", at.line, at.column, problem.message)
        }
    };
    problems.iter().map(tell).collect()
}
