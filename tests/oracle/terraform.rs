//! What the terraform program says, where it is on the machine.

use crate::answer::{Answer, Item, plain};
use base64::Engine;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// How many items stand in one configuration.
const LOT: usize = 400;

/// The program, and a folder for what it is asked.
pub(crate) struct Terraform {
    folder: TempDir,
}

impl Terraform {
    /// The program, if it is on the machine.
    pub(crate) fn find() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("empty"), "").unwrap();
        let this = Self { folder };
        let version = this.command(Path::new(".")).arg("version").output().ok()?;
        version.status.success().then_some(this)
    }

    fn command(&self, folder: &Path) -> Command {
        let mut command = Command::new("terraform");
        command
            .env("TF_CLI_CONFIG_FILE", self.folder.path().join("empty"))
            .env("CHECKPOINT_DISABLE", "1")
            .env("TF_IN_AUTOMATION", "1")
            .current_dir(folder);
        command
    }

    /// The value of one expression in a folder; `None` if Terraform refuses.
    fn console(&self, folder: &Path, expression: &str) -> Option<String> {
        let mut command = self.command(folder);
        command.args(["console", "-no-color"]).stdin(Stdio::piped());
        let mut child =
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("terraform");
        writeln!(child.stdin.take().unwrap(), "{expression}").unwrap();
        let Output { status, stdout, .. } = child.wait_with_output().unwrap();
        status.success().then(|| String::from_utf8(stdout).unwrap().trim().to_owned())
    }

    /// The JSON text of an expression in a folder.
    fn json(&self, folder: &Path, expression: &str) -> Option<String> {
        let coded = self.console(folder, &format!("base64encode(jsonencode({expression}))"))?;
        let bytes = base64::engine::general_purpose::STANDARD.decode(coded.trim_matches('"'));
        Some(String::from_utf8(bytes.ok()?).unwrap())
    }

    /// The answers to all items.
    pub(crate) fn answers(&self, items: &[Item]) -> Vec<Answer> {
        items.chunks(LOT).flat_map(|lot| self.lot(lot)).collect()
    }

    /// A lot fails as a whole where one item does: then each half is asked.
    fn lot(&self, items: &[Item]) -> Vec<Answer> {
        if let Some(answers) = self.together(items) {
            return answers;
        }
        if items.len() == 1 {
            return vec![Answer::Error(String::new())];
        }
        let (one, other) = items.split_at(items.len() / 2);
        self.lot(one).into_iter().chain(self.lot(other)).collect()
    }

    fn together(&self, items: &[Item]) -> Option<Vec<Answer>> {
        let folder = self.fresh();
        let mut text = String::new();
        for (at, item) in items.iter().enumerate() {
            let (head, expression) = item.named(at);
            let _ = write!(
                text,
                "{head}\nlocals {{\n  e{at} = try(jsonencode({{ v = {expression}\n }}), \"ERR\")\n  \
                 t{at} = try({expression}\n, null)\n}}\n"
            );
        }
        let list = |kind: &str| {
            let names: Vec<String> =
                (0..items.len()).map(|at| format!("local.{kind}{at}")).collect();
            format!("[{}]", names.join(", "))
        };
        let _ = write!(text, "locals {{\n  all_e = {}\n  all_t = {}\n}}\n", list("e"), list("t"));
        fs::write(folder.join("main.tf"), text).unwrap();
        let values: Vec<String> =
            serde_json::from_str(&self.json(&folder, "local.all_e")?).unwrap();
        let types = parts(&plain(&self.console(&folder, "type(local.all_t)")?));
        fs::remove_dir_all(&folder).unwrap();
        let answer = |(value, ty): (String, String)| match &*value {
            "ERR" => Answer::Error(String::new()),
            _ => Answer::Value { json: value, ty },
        };
        Some(values.into_iter().zip(types).map(answer).collect())
    }

    /// What `local.result` of a whole configuration is.
    pub(crate) fn result(&self, files: &[(String, String)]) -> Answer {
        let folder = self.fresh();
        for (path, text) in files {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let init = self.command(&folder).args(["init", "-backend=false", "-no-color"]).output();
        let refused = || Answer::Error(String::new());
        if !init.unwrap().status.success() {
            return refused();
        }
        let json = self.json(&folder, "{ v = local.result }");
        let ty = json.is_some().then(|| self.console(&folder, "type(local.result)")).flatten();
        json.zip(ty).map_or_else(refused, |(json, ty)| Answer::Value { json, ty: plain(&ty) })
    }

    fn fresh(&self) -> PathBuf {
        let folder = self.folder.path().join("asked");
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        folder
    }
}

/// The items of a `tuple([…])` without blanks.
fn parts(text: &str) -> Vec<String> {
    let inner = text.strip_prefix("tuple([").and_then(|rest| rest.strip_suffix("])"));
    let mut parts = Vec::new();
    let (mut depth, mut part) = (0, String::new());
    for c in inner.unwrap_or_default().chars() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(std::mem::take(&mut part));
                continue;
            }
            _ => {}
        }
        part.push(c);
    }
    if !part.is_empty() {
        parts.push(part);
    }
    parts
}
