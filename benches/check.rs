//! How long `check` takes on repositories of every shape of `shapes`, beside what cannot be saved:
//! reading the files. Ratios between the lines are what counts; `docs/performance.md` has them.

mod shapes;

use acklint::check::check;
use acklint::options::Options;
use acklint::source::{Disk, Files, Memory};
use criterion::{BenchmarkId, Criterion, Throughput};
use shapes::Tree;
use std::fs;
use std::hint::black_box;
use std::path::Path;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc; // as the program has it

fn main() {
    let mut criterion = Criterion::default().sample_size(20).configure_from_args();
    one_root(&mut criterion);
    reading(&mut criterion);
    growth(&mut criterion, "roots", &[250, 500, 1_000]);
    growth(&mut criterion, "shared", &[1_000]);
    growth(&mut criterion, "instances", &[1, 100, 200]);
    criterion.final_summary();
}

/// A root whose cluster lies two modules down, read from the disk.
fn one_root(criterion: &mut Criterion) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/fail/one_node_pod_range");
    criterion.bench_function("one root", |bencher| {
        bencher.iter(|| run(&Disk::new(&folder).expect("the fixture is there")));
    });
}

/// 10,000 files of which few matter, on the disk, beside reading each of them.
fn reading(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let tree = shapes::folders(2_500);
    shapes::write(&tree, folder.path()).expect("the folder can be written to");
    let mut group = criterion.benchmark_group("folders");
    group.throughput(Throughput::Elements(tree.len() as u64));
    group.bench_function("reading alone", |bencher| {
        bencher.iter(|| {
            tree.iter()
                .map(|(path, _)| fs::read(folder.path().join(path)).map_or(0, |b| b.len()))
                .sum::<usize>()
        });
    });
    group.bench_function("check", |bencher| {
        bencher.iter(|| run(&Disk::new(folder.path()).expect("the folder is there")));
    });
    group.finish();
}

/// What more of the same costs, in memory.
fn growth(criterion: &mut Criterion, shape: &str, numbers: &[u32]) {
    let (_, make) = shapes::SHAPES.iter().find(|(name, _)| *name == shape).expect("a shape");
    let mut group = criterion.benchmark_group(shape);
    for number in numbers {
        let files = memory(make(*number));
        group.throughput(Throughput::Elements(u64::from(*number)));
        group.bench_function(BenchmarkId::from_parameter(number), |bencher| {
            bencher.iter(|| run(&files));
        });
    }
    group.finish();
}

fn memory(tree: Tree) -> Memory {
    Memory::new(tree)
}

fn run(files: &dyn Files) {
    let view = check(files, &[String::new()], &Options::default()).expect("no wrong usage");
    assert!(view.problems.is_empty(), "{:?}", view.problems);
    black_box(view);
}
