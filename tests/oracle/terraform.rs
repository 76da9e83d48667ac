//! What the terraform program says, where it is on the machine.

use crate::answer::{Answer, Item, TEMPLATE, plain};
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

    pub(crate) fn command(&self, folder: &Path) -> Command {
        let mut command = Command::new("terraform");
        command
            .env("TF_CLI_CONFIG_FILE", self.folder.path().join("empty"))
            .env("CHECKPOINT_DISABLE", "1")
            .env("TF_IN_AUTOMATION", "1")
            .current_dir(folder);
        command
    }

    /// The value of one expression in a folder.
    ///
    /// # Errors
    /// What the program says if it refuses.
    fn console(&self, folder: &Path, expression: &str) -> Result<String, String> {
        let mut command = self.command(folder);
        command.args(["console", "-no-color"]).stdin(Stdio::piped());
        let mut child =
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("terraform");
        writeln!(child.stdin.take().unwrap(), "{expression}").unwrap();
        let Output { status, stdout, stderr } = child.wait_with_output().unwrap();
        let out = if status.success() { stdout } else { stderr };
        let out = String::from_utf8(out).unwrap().trim().to_owned();
        if status.success() { Ok(out) } else { Err(out) }
    }

    /// The JSON text of an expression in a folder.
    fn json(&self, folder: &Path, expression: &str) -> Result<String, String> {
        let coded = self.console(folder, &format!("base64encode(jsonencode({expression}))"))?;
        let bytes = base64::engine::general_purpose::STANDARD.decode(coded.trim_matches('"'));
        // it is not known, or sensitive
        Ok(String::from_utf8(bytes.map_err(|_| coded)?).unwrap())
    }

    /// The answers to all items.
    pub(crate) fn answers(&self, items: &[Item]) -> Vec<Answer> {
        items.chunks(LOT).flat_map(|lot| self.lot(lot)).collect()
    }

    /// A lot fails as a whole where one item does: then it is asked without those that the message
    /// names, or each half of it.
    fn lot(&self, items: &[Item]) -> Vec<Answer> {
        let said = match self.together(items) {
            Ok(answers) => return answers,
            Err(said) => said,
        };
        let refused = || Answer::Error(String::new());
        if items.len() == 1 {
            return vec![refused()];
        }
        let named = |at: usize| said.contains(&format!("in variable \"x{at}\":"));
        let rest: Vec<usize> = (0..items.len()).filter(|at| !named(*at)).collect();
        if rest.len() < items.len() {
            let asked: Vec<Item> = rest.iter().map(|at| items[*at].clone()).collect();
            let mut answers = vec![refused(); items.len()];
            for (at, answer) in rest.into_iter().zip(self.lot(&asked)) {
                answers[at] = answer;
            }
            return answers;
        }
        let (one, other) = items.split_at(items.len() / 2);
        self.lot(one).into_iter().chain(self.lot(other)).collect()
    }

    fn together(&self, items: &[Item]) -> Result<Vec<Answer>, String> {
        let folder = self.fresh();
        let mut text = TEMPLATE.to_owned();
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
        Ok(values.into_iter().zip(types).map(answer).collect())
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
        let Ok(json) = self.json(&folder, "{ v = local.result }") else { return refused() };
        let Ok(ty) = self.console(&folder, "type(local.result)") else { return refused() };
        Answer::Value { json, ty: plain(&ty) }
    }

    pub(crate) fn fresh(&self) -> PathBuf {
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
