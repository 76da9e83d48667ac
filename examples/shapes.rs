//! Writes a repository to measure on: `cargo run --example shapes -- roots 1000 /tmp/roots`.

#[path = "../benches/shapes/mod.rs"]
mod shapes;

use std::env;
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match wanted(&arguments).map(|(tree, folder)| shapes::write(&tree, folder)) {
        Some(Ok(())) => ExitCode::SUCCESS,
        Some(Err(error)) => {
            eprintln!("cannot write the repository: {error}");
            ExitCode::FAILURE
        }
        None => {
            let names: Vec<&str> = shapes::SHAPES.iter().map(|(name, _)| *name).collect();
            eprintln!("usage: shapes SHAPE NUMBER FOLDER, SHAPE one of {}", names.join(", "));
            ExitCode::FAILURE
        }
    }
}

fn wanted(arguments: &[String]) -> Option<(shapes::Tree, &Path)> {
    let [shape, number, folder] = arguments else {
        return None;
    };
    let (_, make) = shapes::SHAPES.iter().find(|(name, _)| name == shape)?;
    Some((make(number.parse().ok()?), Path::new(folder)))
}
